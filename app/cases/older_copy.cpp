// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/older_copy.h"

namespace mailmend {
namespace {

/** A harmless file has the name, and in this look another program held it, so that only a copy was read. */
Text heldButFixed(const LedgerEntry& known, const Finding& now, const QDateTime& look)
{
    return say(MAILMEND_TEXT(
                   "case",
                   "{proof} On {look} another program held {page} open, and only an older copy of the "
                   "disk could be read. It is of {time}, from before the repair was seen, and still has "
                   "what was found: that does not undo the repair. What the file holds now is not known. "
                   "Look again when that program has ended. Restore nothing from that copy. Your technician "
                   "can remove it when the case is closed."),
               {{"proof", sentence(known.proof)},
                {"look", moment(look)},
                {"page", place(now.subject.path.display())},
                {"time", moment(now.olderCopy->made)}});
}

Text heldAfterFixed(const Finding& now, bool isBefore, const QDateTime& look)
{
    if (!isBefore) {
        return say(
            MAILMEND_TEXT("case",
                          "It was fixed. On {look} {page} was there, and another program held it open. Only "
                          "an older copy of the disk could be read, and it has what was found. Nothing shows "
                          "whether that copy is from before the repair. Look again when that program has "
                          "ended."),
            {{"look", moment(look)}, {"page", place(now.subject.path.display())}});
    }
    return say(MAILMEND_TEXT(
                   "case", "It was fixed. On {look} {page} was there, and another program held it open. Only "
                           "an older copy of the disk could be read. It is of {time}, from before the "
                           "repair was seen, and shows what was found then. What the file holds now is not "
                           "known. Look again when that program has ended."),
               {{"look", moment(look)},
                {"page", place(now.subject.path.display())},
                {"time", moment(now.olderCopy->made)}});
}

} // namespace

QDateTime timeOfSight(const Finding& finding, const TargetInfo& in)
{
    return finding.olderCopy ? finding.olderCopy->made : in.takenAt;
}

bool isFromBeforeTheRepair(const LedgerEntry& known, const Finding& now)
{
    return known.entry.status == FindingStatus::Fixed && known.isReplaced && now.olderCopy->made.isValid() &&
           known.toldOf.isValid();
}

void seenInOlderCopy(LedgerEntry& known, const Finding& now, const TargetInfo& in, const ScanRecord& scan)
{
    const QDateTime look = in.takenAt.isValid() ? in.takenAt : scan.at;
    const bool isBefore = now.olderCopy->made.isValid() && known.toldOf.isValid();
    if (known.entry.status == FindingStatus::Fixed) {
        if (isFromBeforeTheRepair(known, now)) {
            known.entry.statusReason = heldButFixed(known, now, look);
        } else {
            setStatus(known, FindingStatus::CannotTell, heldAfterFixed(now, isBefore, look), scan.at,
                      scan.event);
        }
        return;
    }
    if (!isBefore) { // it may be the newer state, which nobody has accepted
        known.entry.finding = now;
        known.lastState = now.state;
    }
    if (known.entry.status == FindingStatus::Open) {
        known.entry.statusReason =
            say(MAILMEND_TEXT("case", "On {look} another program held {page} open, and only an older copy of "
                                      "the disk could be read. What the file holds now is not known. Look "
                                      "again when that program has ended."),
                {{"look", moment(look)}, {"page", place(now.subject.path.display())}});
    }
}

} // namespace mailmend
