// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_log.h"

#include "evidence/parse/little_endian.h"

#include <algorithm>

namespace mailmend::hive_log {

namespace {

constexpr qsizetype kSector = 512, kSignature = 4;

/** Where each dirty sector goes, from the start of the bins, and where their bytes begin in the log. */
struct Dirty
{
    QList<qint64> sectors;
    qsizetype dataAt = 0;
};

/** None where the log has no list of dirty sectors or ends before it or the sectors do. */
std::optional<Dirty> readDirty(const Log& log)
{
    // The base block fills one sector of the disk, which may be larger than 512 bytes.
    qsizetype at = kSector;
    if (!log.bytes.sliced(at).startsWith("DIRT")) {
        at = kSector * static_cast<qsizetype>(std::min<quint32>(log.base.clustering, 8));
    }
    if (!holds(log.bytes, at, kSignature) || !log.bytes.sliced(at).startsWith("DIRT")) {
        return std::nullopt;
    }
    const qsizetype bits = log.base.binsSize / kSector;
    const qsizetype bitmapAt = at + kSignature;
    Dirty dirty;
    dirty.dataAt = (bitmapAt + (bits + 7) / 8 + kSector - 1) / kSector * kSector;
    if (dirty.dataAt > log.bytes.size()) {
        return std::nullopt;
    }
    for (qsizetype bit = 0; bit < bits; ++bit) {
        if (static_cast<quint8>(log.bytes.at(bitmapAt + bit / 8)) >> (bit % 8) & 1) {
            dirty.sectors.append(bit * kSector);
        }
    }
    return holds(log.bytes, dirty.dataAt, dirty.sectors.size() * kSector) ? std::optional(dirty)
                                                                          : std::nullopt;
}

} // namespace

void replayDirtySectors(QByteArray& file, HiveBaseBlock& base, const QList<Log>& logs, quint64 lastWritten,
                        qint64 largestBins, HiveLogOutcome& outcome)
{
    for (const Log& log : logs) {
        // Windows takes a log only if it was completed and carries the same time as the hive.
        const bool fits = log.base.primarySequence == log.base.secondarySequence &&
                          log.base.lastWritten == lastWritten && log.base.binsSize <= largestBins;
        const auto dirty = fits ? readDirty(log) : std::nullopt;
        if (!dirty) {
            continue;
        }
        for (qsizetype i = 0; i < dirty->sectors.size(); ++i) {
            writePage(file, dirty->sectors.at(i), log.bytes.sliced(dirty->dataAt + i * kSector, kSector));
        }
        base.binsSize = log.base.binsSize;
        base.secondarySequence = base.primarySequence;
        outcome.replay.entries = 1;
        outcome.replay.pages = dirty->sectors.size();
        return;
    }
    outcome.troubles += say(MAILMEND_TEXT(
        "registry",
        "Windows had not finished writing this registry file, and no log file of the same moment is "
        "there or whole. The newest changes may be missing."));
}

} // namespace mailmend::hive_log
