// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/scan_result.h"

namespace mailmend {

/** How many things ask for what: the same in window, console and papers. */
struct FindingCounts
{
    int needsAction = 0;
    int lookAtThis = 0;
    int couldNotCheck = 0; ///< findings that say so, and checks that did not read all they need
    int settled = 0;       ///< findings that are fixed or accepted; they are counted nowhere else

    int open() const { return needsAction + lookAtThis + couldNotCheck; }
};

/**
 * @param open findings that are not settled. One that says itself that something could not be checked stands
 * for its check.
 * @param checks one that found something and did not read everything counts too: the rest may hold more.
 */
FindingCounts countFindings(const QList<const Finding*>& open, const QList<CheckResult>& checks);

/** Of one scan, in which nothing is settled. */
FindingCounts countFindings(const ScanResult& scan);

} // namespace mailmend
