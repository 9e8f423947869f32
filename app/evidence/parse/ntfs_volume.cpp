// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/ntfs_volume.h"

#include <QtEndian>

namespace mailmend {
namespace {

constexpr qsizetype kSmallestSector = 512;
constexpr quint32 kVolumeInformation = 0x70;
constexpr quint32 kEnd = 0xffffffff;

template<typename Number>
Number at(QByteArrayView bytes, qsizetype position)
{
    return qFromLittleEndian<Number>(bytes.sliced(position, sizeof(Number)).data());
}

Error damagedStart(const char* detail)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("evidence", "The start of this disk is not what an NTFS disk's should be.")),
            say(MAILMEND_TEXT("evidence", "Have the disk checked by Windows, then try again.")),
            QString::fromLatin1(detail),
            {}};
}

/** A size that is a count of clusters where it is positive, and else the negative power of two in bytes. */
qint64 sizeFrom(qint8 coded, qint64 cluster)
{
    return coded > 0 ? coded * cluster : coded >= -16 && coded < 0 ? qint64(1) << -coded : 0;
}

/** Puts back the last two bytes of every sector, which hold a check value on the disk. */
bool undoUpdateSequence(QByteArray& record)
{
    const qsizetype place = at<quint16>(record, 4);
    const qsizetype count = at<quint16>(record, 6);
    if (count != record.size() / kSmallestSector + 1 || place < 8 || place + 2 * count > kSmallestSector) {
        return false;
    }
    const QByteArray check = record.mid(place, 2);
    for (qsizetype i = 1; i < count; ++i) {
        const qsizetype end = i * kSmallestSector - 2;
        if (record.mid(end, 2) != check) {
            return false;
        }
        record.replace(end, 2, record.mid(place + 2 * i, 2));
    }
    return true;
}

} // namespace

Result<NtfsGeometry> readNtfsBootSector(QByteArrayView sector)
{
    if (sector.size() < kSmallestSector) {
        return damagedStart("boot sector cut short");
    }
    if (sector.sliced(3, 8) != QByteArrayView("NTFS    ")) {
        return Error{
            ErrorKind::Unsupported, say(MAILMEND_TEXT("evidence", "This is not an NTFS disk.")), {}, {}, {}};
    }
    const qint64 bytes = at<quint16>(sector, 0x0b);
    const quint8 codedCluster = static_cast<quint8>(sector.at(0x0d));
    // Above 128 it is the negative power of two: clusters of more than 64 KB.
    const qint64 perCluster = codedCluster <= 128   ? codedCluster
                              : codedCluster >= 244 ? qint64(1) << (256 - codedCluster)
                                                    : 0;
    const qint64 cluster = bytes * perCluster;
    const quint64 mft = at<quint64>(sector, 0x30);
    const quint64 sectors = at<quint64>(sector, 0x28);
    const qint64 record = sizeFrom(static_cast<qint8>(sector.at(0x40)), cluster);
    const bool power = bytes >= kSmallestSector && bytes <= 4096 && (bytes & (bytes - 1)) == 0 &&
                       perCluster > 0 && (perCluster & (perCluster - 1)) == 0;
    if (!power || record < kSmallestSector || record > 65536 || record % kSmallestSector != 0 ||
        sectors > (quint64(1) << 50) || mft == 0 || mft > sectors / static_cast<quint64>(perCluster)) {
        return damagedStart("boot sector");
    }
    return NtfsGeometry{static_cast<qint64>(mft) * cluster + 3 * record, record};
}

Result<quint16> readNtfsVolumeFlags(QByteArray record)
{
    if (record.size() < kSmallestSector || record.size() > 65536 || record.size() % kSmallestSector != 0 ||
        !record.startsWith("FILE") || !undoUpdateSequence(record)) {
        return damagedStart("MFT record 3");
    }
    const QByteArrayView bytes(record);
    const qsizetype used = std::min<qsizetype>(at<quint32>(bytes, 0x18), record.size());
    qsizetype position = at<quint16>(bytes, 0x14);
    while (position >= 0x18 && position + 24 <= used && at<quint32>(bytes, position) != kEnd) {
        const qsizetype length = at<quint32>(bytes, position + 4);
        if (length < 24 || length % 8 != 0 || position + length > used) {
            break;
        }
        if (at<quint32>(bytes, position) == kVolumeInformation) {
            const qsizetype size = at<quint32>(bytes, position + 16);
            const qsizetype start = at<quint16>(bytes, position + 20);
            if (bytes.at(position + 8) != 0 || size < 12 || start + 12 > length) {
                break;
            }
            return at<quint16>(bytes, position + start + 10);
        }
        position += length;
    }
    return damagedStart("MFT record 3 has no volume information");
}

} // namespace mailmend
