// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_directory.h"

#include "base/sha256.h"

#include <QtEndian>

namespace mailmend {

QDateTime zipMemberTime(zip_t* zip, zip_uint64_t index, const zip_stat_t& stat)
{
    zip_uint16_t length = 0;
    // Unix time (0x5455): a byte of flags, then seconds. NTFS (0x000a): reserved, tag 1, size 24, three
    // FILETIMEs.
    const zip_uint8_t* unixTime =
        zip_file_extra_field_get_by_id(zip, index, 0x5455, 0, &length, ZIP_FL_CENTRAL);
    if (unixTime != nullptr && length >= 5 && (unixTime[0] & 1) != 0) {
        return QDateTime::fromSecsSinceEpoch(qFromLittleEndian<qint32>(unixTime + 1), Qt::UTC);
    }
    const zip_uint8_t* ntfs = zip_file_extra_field_get_by_id(zip, index, 0x000a, 0, &length, ZIP_FL_CENTRAL);
    if (ntfs != nullptr && length >= 16 && qFromLittleEndian<quint16>(ntfs + 4) == 1) {
        const auto ticks = qFromLittleEndian<quint64>(ntfs + 8);
        constexpr quint64 until1970 = 116'444'736'000'000'000ULL;
        if (ticks > until1970) {
            return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>((ticks - until1970) / 10'000), Qt::UTC);
        }
    }
    if ((stat.valid & ZIP_STAT_MTIME) == 0 || stat.mtime <= 0) {
        return {};
    }
    // A DOS time has no zone and libzip took ours for it: back to the clock's face, which is then called UTC.
    const QDateTime local = QDateTime::fromSecsSinceEpoch(stat.mtime);
    return {local.date(), local.time(), Qt::UTC};
}

bool zipMembersOverlap(zip_t* zip, qint64 members, qint64 archiveSize)
{
    qint64 sum = 0;
    for (qint64 i = 0; i < members; ++i) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat) == 0) {
            const auto packed = static_cast<qint64>(stat.comp_size);
            if (packed < 0 || packed > archiveSize - sum) {
                return true;
            }
            sum += packed;
        }
    }
    return false;
}

QByteArray zipFingerprint(const QByteArray& path, zip_t* zip, qint64 members, qint64 archiveSize)
{
    Sha256 hash;
    hash.add("zip");
    hash.add(QByteArray::number(archiveSize));
    for (qint64 i = 0; i < members; ++i) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat) == 0) {
            hash.add(QByteArray::number(stat.size) + '/' + QByteArray::number(stat.crc));
        }
    }
    if (members == 0) {
        hash.add(path);
    }
    return hash.finish();
}

} // namespace mailmend
