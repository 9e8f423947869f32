// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_records.h"

#include "evidence/parse/little_endian.h"

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype kValueSize = 20;
constexpr quint32 kInline = 0x80000000;
constexpr quint32 kSegment = 16344; // of big data, which hives from version 1.4 on have
constexpr quint16 kNarrowValueName = 1;

} // namespace

/** One "vk" record; views point into the hive. */
struct HiveRecords::ValueRecord
{
    HiveName name;
    quint32 type = 0;
    quint32 size = 0;
    QByteArrayView inlineData; ///< null: the data is in `dataCell`
    quint32 dataCell = kNoCell;
};

QList<quint32> HiveRecords::valueCells(const HiveNode& node, HiveLosses& losses) const
{
    QList<quint32> out;
    if (node.valueCount == 0) {
        return out;
    }
    const auto [list, doubtful] = m_bins.cell(node.valueList);
    losses.damagedPart = losses.damagedPart || doubtful;
    const qsizetype there = std::min(qsizetype{node.valueCount}, list.size() / 4);
    losses.valueList = losses.valueList || there != qsizetype{node.valueCount};
    out.reserve(there);
    for (qsizetype i = 0; i < there; ++i) {
        out.append(littleEndian<quint32>(list, 4 * i));
    }
    return out;
}

std::optional<HiveRecords::ValueRecord> HiveRecords::valueRecord(quint32 cell, HiveLosses& losses) const
{
    const auto [bytes, doubtful] = m_bins.cell(cell);
    losses.damagedPart = losses.damagedPart || doubtful;
    const auto nameSize = littleEndian<quint16>(bytes, 2);
    if (bytes.size() < kValueSize || !bytes.startsWith("vk") || !holds(bytes, kValueSize, nameSize)) {
        return std::nullopt;
    }
    ValueRecord value;
    value.name = {bytes.sliced(kValueSize, nameSize),
                  (littleEndian<quint16>(bytes, 16) & kNarrowValueName) != 0};
    if (!value.name.narrow && nameSize % 2 != 0) {
        return std::nullopt;
    }
    value.type = littleEndian<quint32>(bytes, 12);
    const auto size = littleEndian<quint32>(bytes, 4);
    value.size = size & ~kInline;
    if (size & kInline) {
        value.inlineData = bytes.sliced(8, std::min<qsizetype>(value.size, 4));
    } else {
        value.dataCell = littleEndian<quint32>(bytes, 8);
    }
    return value;
}

/** Calls `take` with each cell that holds data, and its part of it; false where it can't be read in full. */
template<typename Take>
bool HiveRecords::gather(const ValueRecord& value, HiveLosses& losses, Take take) const
{
    if (value.size == 0 || !value.inlineData.isNull()) {
        return value.inlineData.size() == qsizetype{value.size} && take(kNoCell, value.inlineData);
    }
    const auto [bytes, doubtful] = m_bins.cell(value.dataCell);
    losses.damagedPart = losses.damagedPart || doubtful;
    if (value.size > kSegment && m_minorVersion >= 4 && bytes.startsWith("db")) {
        return take(value.dataCell, QByteArrayView()) && gatherBigData(bytes, value.size, losses, take);
    }
    return bytes.size() >= qsizetype{value.size} && take(value.dataCell, bytes.first(value.size));
}

template<typename Take>
bool HiveRecords::gatherBigData(QByteArrayView record, quint32 size, HiveLosses& losses, Take take) const
{
    const qsizetype count = littleEndian<quint16>(record, 2);
    const auto listCell = littleEndian<quint32>(record, 4);
    const auto [list, doubtful] = m_bins.cell(listCell);
    losses.damagedPart = losses.damagedPart || doubtful;
    if (!holds(list, 0, 4 * count) || size > m_bins.size() || !take(listCell, QByteArrayView())) {
        return false;
    }
    quint32 left = size;
    for (qsizetype i = 0; i < count && left > 0; ++i) {
        const auto cell = littleEndian<quint32>(list, 4 * i);
        const auto [segment, doubtfulSegment] = m_bins.cell(cell);
        losses.damagedPart = losses.damagedPart || doubtfulSegment;
        const quint32 part = std::min(left, kSegment);
        if (segment.size() < qsizetype{part} || !take(cell, segment.first(part))) {
            return false;
        }
        left -= part;
    }
    return left == 0;
}

bool HiveRecords::valueFits(quint32 cell, HiveClaims& claims, HiveLosses& losses) const
{
    const auto record = valueRecord(cell, losses);
    return record && claims.take(cell) && gather(*record, losses, [&claims](quint32 data, QByteArrayView) {
               return data == kNoCell || claims.take(data);
           });
}

bool HiveClaims::take(quint32 cell)
{
    const size_t index = cell / 8;
    if (index >= m_taken.size() || m_taken[index]) {
        return false;
    }
    m_taken[index] = true;
    return true;
}

QList<RegistryValue> HiveRecords::values(const HiveNode& node, HiveLosses& losses) const
{
    QList<quint32> cells = valueCells(node, losses);
    QList<quint32> sorted = cells;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.cbegin(), sorted.cend()) != sorted.cend()) {
        losses.valueList = true; // one value can't stand in a list twice
        sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
        cells = sorted;
    }
    QList<RegistryValue> out;
    qint64 room = m_bins.size(); // a key's values together can't be larger than the hive
    for (const quint32 cell : cells) {
        const auto record = valueRecord(cell, losses);
        RegistryValue value;
        const bool fits = record && qint64{record->size} <= room;
        room -= fits ? qint64{record->size} : 0;
        const auto append = [&value](quint32, QByteArrayView part) {
            value.data.append(part);
            return true;
        };
        if (fits && gather(*record, losses, append)) {
            value.name = record->name.toString();
            value.type = record->type;
            out.append(std::move(value));
            continue;
        }
        ++losses.values;
        if (record && losses.valueNames.size() < HiveLosses::kNamedValues) {
            losses.valueNames.append(record->name.toString());
        }
    }
    return out;
}

} // namespace mailmend
