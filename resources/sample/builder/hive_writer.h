// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace mailmend::sample {

/** One value of a key; `name` empty: the key's default value. */
struct HiveValue
{
    QString name;
    quint32 type = 0; ///< REG_SZ 1, REG_EXPAND_SZ 2, REG_BINARY 3, REG_DWORD 4, REG_MULTI_SZ 7, REG_QWORD 11
    QByteArray data;
};

HiveValue stringValue(const QString& name, const QString& text);
HiveValue expandValue(const QString& name, const QString& text);
HiveValue listValue(const QString& name, const QStringList& texts);
HiveValue numberValue(const QString& name, quint32 number);
HiveValue bigNumberValue(const QString& name, quint64 number);
HiveValue binaryValue(const QString& name, const QByteArray& data);

/** One key with all below it. Names are at most 255 UTF-16 units and hold no backslash. */
struct HiveKey
{
    QString name;
    QDateTime time; ///< last write, UTC; invalid: the hive's own time
    QString className;
    QList<HiveValue> values;
    QList<HiveKey> subkeys; ///< any order; written sorted without case

    /** The key at this path below (backslashes between names, without case), made where it is missing. */
    HiveKey& at(const QString& path);
};

/** How lists of subkeys are written. Lists of over 507 keys are always split, with an "ri" list above. */
enum class SubkeyList { Hashes, Hints, Plain }; ///< "lh" (Windows XP and later), "lf", "li"

struct HiveOptions
{
    QString fileName; ///< as Windows writes it: the last 31 letters of the hive's path
    QDateTime time;   ///< last written, UTC
    quint32 sequence = 1;
    quint32 minorVersion = 5; ///< 3 to 6; big data needs 4
    SubkeyList lists = SubkeyList::Hashes;
};

/**
 * A clean registry hive (regf 1.x) with one security descriptor for all keys, as hivex and Windows read it.
 * Deterministic: the same tree gives the same bytes. Values over 16,344 bytes become big data.
 */
QByteArray writeHive(const HiveKey& root, const HiveOptions& options);

/** Days and seconds since 1601 in units of 100 ns; 0 for an invalid time. */
quint64 toFileTime(const QDateTime& utc);

} // namespace mailmend::sample
