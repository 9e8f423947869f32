// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_base_block.h"

#include "evidence/parse/little_endian.h"

namespace mailmend {

quint32 hiveChecksum(QByteArrayView sector)
{
    quint32 sum = 0;
    for (qsizetype at = 0; at < 508; at += 4) {
        sum ^= littleEndian<quint32>(sector, at);
    }
    // Windows never writes the two values that mean "empty" elsewhere.
    return sum == 0 ? 1 : sum == 0xffffffff ? 0xfffffffe : sum;
}

std::optional<HiveBaseBlock> readHiveBaseBlock(QByteArrayView bytes)
{
    if (bytes.size() < 512 || !bytes.startsWith("regf")) {
        return std::nullopt;
    }
    HiveBaseBlock block;
    block.primarySequence = littleEndian<quint32>(bytes, 4);
    block.secondarySequence = littleEndian<quint32>(bytes, 8);
    block.lastWritten = littleEndian<quint64>(bytes, 12);
    block.major = littleEndian<quint32>(bytes, 20);
    block.minor = littleEndian<quint32>(bytes, 24);
    block.type = littleEndian<quint32>(bytes, 28);
    block.format = littleEndian<quint32>(bytes, 32);
    block.root = littleEndian<quint32>(bytes, 36);
    block.binsSize = littleEndian<quint32>(bytes, 40);
    block.clustering = littleEndian<quint32>(bytes, 44);
    block.checksumFits = littleEndian<quint32>(bytes, 508) == hiveChecksum(bytes);
    return block;
}

QDateTime fromFileTime(quint64 fileTime)
{
    constexpr quint64 kEpochDifference = 11644473600000; // milliseconds from 1601 to 1970
    constexpr quint64 kYear10000 = 2650467744000000000;  // FILETIME
    if (fileTime == 0 || fileTime >= kYear10000) {
        return {};
    }
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(fileTime / 10000 - kEpochDifference), Qt::UTC);
}

} // namespace mailmend
