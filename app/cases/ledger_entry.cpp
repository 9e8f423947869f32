// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/ledger_entry.h"

namespace mailmend {

void setStatus(LedgerEntry& known, FindingStatus status, const Text& reason, const QDateTime& at,
               qint64 event)
{
    known.entry.status = status;
    known.entry.statusReason = reason;
    known.entry.statusAt = at;
    known.statusEvent = event;
    if (status == FindingStatus::Fixed) {
        known.proof = reason;
        known.isReplaced = false;
        known.acceptedBefore = known.entry.acceptance;
        known.entry.acceptance.reset(); // should it come back, then nobody has accepted that
    }
}

} // namespace mailmend
