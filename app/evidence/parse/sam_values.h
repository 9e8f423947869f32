// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

/**
 * The binary values of the SAM hive. Takes any bytes: what does not fit is none, never a guess. Layouts:
 * Windows Registry knowledge base (libyal), "Security Accounts Manager", held against a real hive.
 */
namespace mailmend {

/** Bits of SamUserF::flags, Windows' own ("account control bits"). */
namespace account_flag {
inline constexpr quint16 Disabled = 0x1, PasswordNotRequired = 0x4, Normal = 0x10, NeverExpires = 0x200,
                         Locked = 0x400;
}

/** A user's F value. Times are UTC; invalid: never, or not set. */
struct SamUserF
{
    QDateTime lastLogon;
    QDateTime passwordSet;
    QDateTime expires;
    QDateTime badPassword;
    quint32 rid = 0; ///< should be the number that the user's key is called by
    quint16 flags = 0;
    quint16 badPasswords = 0;
    quint16 logons = 0;
};

/** What a user's V value says of the password. The hash itself is never read. */
enum class StoredPassword { Unknown, None, Stored };

/** A user's V value. */
struct SamUserV
{
    QString name;
    QString fullName;
    QString comment;
    StoredPassword password = StoredPassword::Unknown;
};

/** A local group's C value. */
struct SamAlias
{
    quint32 rid = 0;
    QString name;
    QStringList members;       ///< SIDs, in the order of the value
    quint32 claimed = 0;       ///< how many members the value says that it has
    bool wholeMembers = false; ///< as many were read as it claims, with nothing left over
};

/** The largest value that is read, in bytes, and the most members of a group. */
inline constexpr qsizetype kSamValueBound = qsizetype{1} << 20;
inline constexpr qsizetype kSamMembersBound = 5000;

/** None where it is shorter than an F value is (at least 68 bytes). */
std::optional<SamUserF> readSamUserF(QByteArrayView value);
/** None where the table or the name does not fit into the value. */
std::optional<SamUserV> readSamUserV(QByteArrayView value);
/** None where the head or the name does not fit; members are read as far as they go. */
std::optional<SamAlias> readSamAlias(QByteArrayView value);

/** "S-1-5-21-…" from its binary form at the start of `bytes`; `size` becomes its length. Empty: none. */
QString readSid(QByteArrayView bytes, qsizetype* size = nullptr);

} // namespace mailmend
