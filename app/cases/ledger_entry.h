// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

namespace mailmend {

/** One scan of the case with the findings that belong to it. */
struct ScanRecord
{
    ScanResult result;
    qint64 event = 0;
    QDateTime at;
};

/** A finding and the events that last said something of it. */
struct LedgerEntry
{
    CaseFinding entry;
    qint64 statusEvent = 0;    ///< 0: nothing was said since it was found
    qint64 seenAgainEvent = 0; ///< last seen in evidence that is newer than that in which it was found
    qint64 acceptedEvent = 0;
    QString lastState; ///< as it was last seen; empty: it was seen, and nobody wrote down how
    /** UTC: the time of which something was last told: the evidence's; of an older copy of its disk, the
     * copy's; invalid: not known. */
    QDateTime toldOf;
    qint64 seenInCopyEvent = 0; ///< last seen in an older copy of the disk that showed more than was known
    QDateTime seenInCopyOf;     ///< UTC: when that copy was made
    Text proof;                 ///< why it was fixed; empty: it was not, or it came back
    bool isReplaced = false;    ///< by that proof, a harmless file has its name
    std::optional<Acceptance> acceptedBefore; ///< what that proof has ended
};

/** What a closer look at one finding said. */
struct CloserLook
{
    FindingStatus status = FindingStatus::CannotTell;
    Text reason;
    TargetInfo with; ///< the evidence; default where it is of another computer
    /** As it was found now, or of the file that took its place; empty where there was nothing, or by versions
     * that did not tell. */
    QString state;
    bool disputes = false; ///< what was seen speaks against its being gone
};

/** What was said of it last. A finding that is fixed has its proof by that, and nobody's acceptance. */
void setStatus(LedgerEntry& known, FindingStatus status, const Text& reason, const QDateTime& at,
               qint64 event);

} // namespace mailmend
