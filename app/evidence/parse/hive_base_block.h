// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QDateTime>

#include <optional>

namespace mailmend {

inline constexpr qsizetype kHiveBaseBlockSize = 4096;
inline constexpr quint32 kNoCell = 0xffffffff;

/** The header of a hive, and, cut to its first sector, of a hive's log. */
struct HiveBaseBlock
{
    enum Type : quint32 { Primary = 0, OldLog = 1, OldLogToo = 2, NewLog = 6 };

    quint32 primarySequence =
        0; ///< raised before a write; differs from `secondarySequence` until it is complete
    quint32 secondarySequence = 0;
    quint64 lastWritten = 0; ///< FILETIME; Windows 8.1 and later leave 0
    quint32 major = 0;
    quint32 minor = 0;
    quint32 type = 0;
    quint32 format = 0;
    quint32 root = kNoCell; ///< offset of the root key's cell from the start of the bins
    quint32 binsSize = 0;
    quint32 clustering = 0; ///< sectors of 512 bytes in one of the disk's
    bool checksumFits = false;

    bool isLog() const { return type == OldLog || type == OldLogToo || type == NewLog; }
    bool isDirty() const { return !checksumFits || primarySequence != secondarySequence; }
};

/** None where there are fewer than 512 bytes or they don't begin with "regf". Judges nothing else. */
std::optional<HiveBaseBlock> readHiveBaseBlock(QByteArrayView bytes);

/** What the checksum of these 512 bytes should be. */
quint32 hiveChecksum(QByteArrayView sector);

/** UTC; invalid for 0 and for what lies beyond the year 9999. */
QDateTime fromFileTime(quint64 fileTime);

} // namespace mailmend
