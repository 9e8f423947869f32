// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/ledger_entry.h"

#include <QHash>

namespace mailmend {

/** What scans and looks since have made of every finding of a case. Fed event by event, in order. */
class FindingLedger
{
public:
    /**
     * Takes a scan in. What it has not found again is *Fixed* only where the evidence is of the same machine,
     * newer, and the check that had found it read all that it needs; else *Cannot tell*, with the reason.
     * What is older than evidence by which nobody could tell says nothing either. What only a copy of the
     * disk shows that is from before what is known neither clears nor reopens.
     */
    void take(const ScanRecord& scan);
    /**
     * Not being able to tell today does not undo what was proven; a look that saw what speaks against it
     * does, where its evidence is not older.
     */
    void recheck(const QString& finding, const CloserLook& look, const QDateTime& at, qint64 event);
    void accept(const QString& finding, const Acceptance& acceptance, qint64 event);
    /** Undo has brought it back: what proved before that it was gone proves nothing any more. */
    void putBack(const QString& finding, const QDateTime& at, qint64 event);
    /** Says at the end which of the acceptances hold on this day. */
    void settleAcceptances(const QDate& today);
    /**
     * Somebody has done what should repair it: if it was found again after that, then it is not fixed yet.
     * @param at when, by the clock of whoever wrote it down; held against the times of older copies only
     */
    void repairDone(const QString& finding, const QDateTime& at, qint64 event);

    QList<LedgerEntry>& entries() { return m_entries; }
    LedgerEntry* find(const QString& finding);
    /**
     * Worst first, then by check and subject.
     * @param settledLast open ones first, then accepted, then fixed; false: the order in which a repair goes,
     * which stays the same while its steps are done.
     */
    QList<CaseFinding> sorted(bool settledLast) const;

private:
    static void seenAgain(LedgerEntry& known, const Finding& now, const TargetInfo& in,
                          const ScanRecord& scan);
    static void notSeen(LedgerEntry& known, const ScanRecord& scan);

    QList<LedgerEntry> m_entries;
    QHash<QString, qsizetype> m_places;
};

} // namespace mailmend
