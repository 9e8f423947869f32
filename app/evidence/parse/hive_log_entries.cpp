// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_log.h"

#include "evidence/parse/little_endian.h"
#include "evidence/parse/marvin32.h"

#include <algorithm>
#include <utility>

namespace mailmend::hive_log {

namespace {

constexpr qsizetype kEntrySector = 512, kEntryHeader = 40, kReference = 8;
constexpr quint32 kPage = 4096;

/** One transaction: the pages that it changes. Views point into the log. */
struct Entry
{
    quint32 sequence = 0;
    quint32 binsSize = 0;
    QByteArrayView bytes;
    qsizetype pages = 0;
};

/** The entries of one log that follow each other without a gap. */
struct Chain
{
    QList<Entry> entries;
    quint32 next = 0;  ///< sequence number of the entry that would follow
    bool torn = false; ///< something that should be that entry is there, but damaged or cut off
};

bool pagesFit(const Entry& entry)
{
    qsizetype at = kEntryHeader + kReference * entry.pages;
    for (qsizetype i = 0; i < entry.pages; ++i) {
        const auto offset = littleEndian<quint32>(entry.bytes, kEntryHeader + kReference * i);
        const auto size = littleEndian<quint32>(entry.bytes, kEntryHeader + kReference * i + 4);
        if (size > entry.binsSize || offset > entry.binsSize - size || !holds(entry.bytes, at, size)) {
            return false;
        }
        at += size;
    }
    return true;
}

/** The entry at `at` if it is whole: its two checksums fit, and so do its pages. */
std::optional<Entry> entryAt(QByteArrayView log, qsizetype at, qint64 largestBins)
{
    const qsizetype size = littleEndian<quint32>(log, at + 4);
    if (!holds(log, at, size) || size < kEntryHeader || size % kEntrySector != 0 ||
        !log.sliced(at).startsWith("HvLE")) {
        return std::nullopt;
    }
    Entry entry;
    entry.bytes = log.sliced(at, size);
    entry.sequence = littleEndian<quint32>(entry.bytes, 12);
    entry.binsSize = littleEndian<quint32>(entry.bytes, 16);
    entry.pages = littleEndian<quint32>(entry.bytes, 20);
    const bool whole =
        entry.pages <= (size - kEntryHeader) / kReference && entry.binsSize % kPage == 0 &&
        entry.binsSize <= largestBins &&
        marvin32(entry.bytes.sliced(kEntryHeader), kRegistryLogSeed) ==
            littleEndian<quint64>(entry.bytes, 24) &&
        marvin32(entry.bytes.first(32), kRegistryLogSeed) == littleEndian<quint64>(entry.bytes, 32) &&
        pagesFit(entry);
    return whole ? std::optional(entry) : std::nullopt;
}

Chain readChain(const Log& log, qint64 largestBins)
{
    Chain chain;
    chain.next = log.base.primarySequence;
    qsizetype at = kEntrySector;
    for (;;) {
        const auto entry = entryAt(log.bytes, at, largestBins);
        if (!entry) {
            chain.torn = holds(log.bytes, at, 16) &&
                         (log.bytes.sliced(at).startsWith("HvLE") ||
                          (chain.next != 0 && littleEndian<quint32>(log.bytes, at + 12) == chain.next));
            return chain;
        }
        if (!chain.entries.isEmpty() && entry->sequence != chain.next) {
            chain.torn =
                entry->sequence > chain.next; // a smaller one is left over from an earlier use of the log
            return chain;
        }
        chain.entries.append(*entry);
        chain.next = entry->sequence + 1;
        at += entry->bytes.size();
    }
}

/** Where the unbroken run begins that leads to the newest entry. */
quint32 beginOfNewestRun(const QList<Chain>& sorted)
{
    quint32 begin = 0;
    for (const Chain& chain : sorted) {
        if (!chain.entries.isEmpty()) {
            const quint32 first = chain.entries.first().sequence;
            const auto* previous = &chain == &sorted.first() ? nullptr : &chain - 1;
            begin = previous && previous->next == first ? begin : first;
        }
    }
    return begin;
}

void apply(const Entry& entry, QByteArray& file, HiveBaseBlock& base, HiveReplay& replay)
{
    qsizetype at = kEntryHeader + kReference * entry.pages;
    for (qsizetype i = 0; i < entry.pages; ++i) {
        const auto offset = littleEndian<quint32>(entry.bytes, kEntryHeader + kReference * i);
        const auto size = littleEndian<quint32>(entry.bytes, kEntryHeader + kReference * i + 4);
        writePage(file, offset, entry.bytes.sliced(at, size));
        at += size;
    }
    base.binsSize = entry.binsSize;
    base.primarySequence = base.secondarySequence = entry.sequence + 1;
    ++replay.entries;
    replay.pages += entry.pages;
}

} // namespace

void replayEntries(QByteArray& file, HiveBaseBlock& base, const QList<Log>& logs,
                   std::optional<quint32> needs, qint64 largestBins, HiveLogOutcome& outcome)
{
    QList<Chain> chains;
    for (const Log& log : logs) {
        chains.append(readChain(log, largestBins));
    }
    std::stable_sort(chains.begin(), chains.end(), [](const Chain& left, const Chain& right) {
        return left.next - static_cast<quint32>(left.entries.size()) <
               right.next - static_cast<quint32>(right.entries.size());
    });
    quint32 next = needs ? *needs : beginOfNewestRun(chains);
    bool gap = false, torn = false;
    for (const Chain& chain : std::as_const(chains)) {
        for (const Entry& entry : chain.entries) {
            gap = gap || (outcome.replay.entries > 0 && entry.sequence > next);
            if (gap || entry.sequence < next) {
                continue;
            }
            apply(entry, file, base, outcome.replay);
            next = entry.sequence + 1;
            torn = false;
        }
        torn = torn || (chain.torn && chain.next >= next);
    }
    if (gap) {
        outcome.troubles += say(MAILMEND_TEXT(
            "registry",
            "Changes are missing between the two log files of this registry file. What came after the "
            "gap was left out."));
    } else if (torn) {
        outcome.troubles += say(MAILMEND_TEXT(
            "registry",
            "The last change in the log of this registry file is damaged or cut off. It was left out."));
    } else if (outcome.replay.entries == 0) {
        outcome.troubles += say(MAILMEND_TEXT(
            "registry",
            "Windows had not finished writing this registry file, and its log files hold no change that "
            "fits to it. The newest changes may be missing."));
    }
}

} // namespace mailmend::hive_log
