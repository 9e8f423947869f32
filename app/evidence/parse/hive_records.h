// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/parse/hive_base_block.h"
#include "evidence/parse/hive_bins.h"
#include "evidence/parse/hive_losses.h"
#include "evidence/registry.h"

#include <optional>
#include <vector>

namespace mailmend {

/** A name as stored: Latin-1 or UTF-16, which may hold unpaired units. */
struct HiveName
{
    QByteArrayView raw;
    bool narrow = true;

    QString toString() const;
    bool equals(QStringView name) const; ///< without case, unit by unit as Windows compares
    bool
    canBeReached() const; ///< false: empty or with a backslash, which no path can name and Windows refuses
};

/** One "nk" record; the name points into the hive. */
struct HiveNode
{
    quint32 cell = kNoCell;
    quint64 time = 0;
    quint32 parent = kNoCell;
    quint32 subkeyCount = 0;
    quint32 subkeyList = kNoCell;
    quint32 valueCount = 0;
    quint32 valueList = kNoCell;
    quint32 classCell = kNoCell;
    quint16 classLength = 0;
    HiveName name;
    bool doubtful = false; ///< from a damaged bin
};

/** Which cells belong to something already. In a whole hive nothing but security is shared. */
class HiveClaims
{
public:
    explicit HiveClaims(qint64 binsSize) : m_taken(static_cast<size_t>(binsSize / 8 + 1)) {}
    /** False where the cell was taken before. */
    bool take(quint32 cell);

private:
    std::vector<bool> m_taken;
};

/**
 * Reads records from the bins. What does not fit goes to the losses; what fits is returned. All work is
 * bounded by the size of the hive. Refers to the bins, which must outlive it.
 */
class HiveRecords
{
public:
    HiveRecords(const HiveBins& bins, quint32 minorVersion) : m_bins(bins), m_minorVersion(minorVersion) {}

    std::optional<HiveNode> node(quint32 cell) const;
    /** The keys below, in the hive's order, each of them once. */
    QList<HiveNode> subkeys(const HiveNode& node, HiveLosses& losses) const;
    /** The key below of this name; `losses` say whether its absence can be believed. */
    std::optional<HiveNode> subkey(const HiveNode& node, QStringView name, HiveLosses& losses) const;
    QList<RegistryValue> values(const HiveNode& node, HiveLosses& losses) const;
    QString className(const HiveNode& node, HiveLosses& losses) const;

    /** The cells in the lists of subkeys as they stand, unproven. */
    QList<quint32> subkeyCells(const HiveNode& node, HiveLosses& losses) const;
    /** The cells in the list of values as they stand, unproven. */
    QList<quint32> valueCells(const HiveNode& node, HiveLosses& losses) const;
    /** False where the value or its data can't be read or belong to another value too. Copies nothing. */
    bool valueFits(quint32 cell, HiveClaims& claims, HiveLosses& losses) const;
    /** Takes the key's own cell and those of its lists and class name. */
    void claim(const HiveNode& node, HiveClaims& claims, HiveLosses& losses) const;

private:
    struct ValueRecord;
    std::optional<ValueRecord> valueRecord(quint32 cell, HiveLosses& losses) const;
    bool addLeaf(QByteArrayView list, quint32 expected, QList<quint32>& out) const;
    template<typename Take>
    bool gather(const ValueRecord& value, HiveLosses& losses, Take take) const;
    template<typename Take>
    bool gatherBigData(QByteArrayView record, quint32 size, HiveLosses& losses, Take take) const;

    const HiveBins& m_bins;
    quint32 m_minorVersion;
};

} // namespace mailmend
