// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/ledger_entry.h"

namespace mailmend {

/** What of this finding tells of: the evidence, or an older copy of its disk. */
QDateTime timeOfSight(const Finding& finding, const TargetInfo& in);

/** A harmless file took its place, and the copy is from before that: it stays fixed. */
bool isFromBeforeTheRepair(const LedgerEntry& known, const Finding& now);

/**
 * All that a look shows is an older copy of the disk, and nothing says that the copy is newer than what is
 * known already. A file of that name is there now: a copy is read only where that can't be.
 */
void seenInOlderCopy(LedgerEntry& known, const Finding& now, const TargetInfo& in, const ScanRecord& scan);

} // namespace mailmend
