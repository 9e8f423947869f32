// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_log.h"

#include "evidence/parse/little_endian.h"

#include <algorithm>

namespace mailmend {

namespace {

quint64 writtenTime(const QByteArray& file, const HiveBaseBlock& base)
{
    if (base.checksumFits) {
        return base.lastWritten;
    }
    // Windows keeps a second copy of the time in the first bin.
    const QByteArrayView bin = QByteArrayView(file).sliced(std::min(file.size(), kHiveBaseBlockSize));
    return bin.startsWith("hbin") ? littleEndian<quint64>(bin, 20) : 0;
}

} // namespace

void hive_log::writePage(QByteArray& file, qint64 offset, QByteArrayView page)
{
    const qsizetype at = kHiveBaseBlockSize + offset;
    if (file.size() < at + page.size()) {
        file.append(at + page.size() - file.size(), '\0');
    }
    std::copy(page.begin(), page.end(), file.begin() + at);
}

HiveLogOutcome replayHiveLogs(QByteArray& file, HiveBaseBlock& base, const QList<QByteArray>& logs)
{
    HiveLogOutcome outcome;
    outcome.replay.needed = base.isDirty();
    if (!outcome.replay.needed) {
        return outcome;
    }
    QList<hive_log::Log> entries, sectors;
    qint64 mayGrow = 0;
    bool any = false;
    for (const QByteArray& bytes : logs) {
        const auto header = readHiveBaseBlock(bytes);
        any = any || !bytes.isEmpty();
        if (!header || !header->checksumFits || !header->isLog()) {
            continue;
        }
        mayGrow += bytes.size();
        (header->type == HiveBaseBlock::NewLog ? entries : sectors).append({bytes, *header});
    }
    const quint64 written = writtenTime(file, base);
    std::optional<quint32> needs = base.secondarySequence;
    if (!base.checksumFits) {
        const auto& candidates = entries.isEmpty() ? sectors : entries;
        const auto newest =
            std::max_element(candidates.cbegin(), candidates.cend(), [](auto& left, auto& right) {
                return left.base.primarySequence < right.base.primarySequence;
            });
        if (newest != candidates.cend()) {
            base = newest->base;
            base.type = HiveBaseBlock::Primary;
        }
        needs.reset();
    }
    const qint64 largestBins = file.size() - kHiveBaseBlockSize + mayGrow;
    if (!entries.isEmpty()) {
        hive_log::replayEntries(file, base, entries, needs, largestBins, outcome);
    } else if (!sectors.isEmpty()) {
        hive_log::replayDirtySectors(file, base, sectors, written, largestBins, outcome);
    } else if (any) {
        outcome.troubles += say(MAILMEND_TEXT(
            "registry",
            "Windows had not finished writing this registry file, and its log files can't be used: they "
            "are damaged or not logs. The newest changes may be missing."));
    } else {
        outcome.troubles += say(MAILMEND_TEXT(
            "registry",
            "Windows had not finished writing this registry file, and the log files that belong to it "
            "(.LOG1 and .LOG2) are not there. The newest changes may be missing."));
    }
    return outcome;
}

} // namespace mailmend
