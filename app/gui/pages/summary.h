// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

namespace mailmend::gui {

/** How many findings ask for what. Settled ones (fixed, accepted) are counted apart. */
struct FindingCounts
{
    int needsAction = 0;
    int lookAtThis = 0;
    int couldNotCheck = 0; ///< findings, and checks that could not be done
    int settled = 0;

    int open() const { return needsAction + lookAtThis + couldNotCheck; }
};

FindingCounts countFindings(const CaseView& view);

bool isSettled(const CaseFinding& finding);

/** "3 things need action today. 2 should be looked at. 4 could not be checked." */
Text summaryText(const FindingCounts& counts);

} // namespace mailmend::gui
