// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "findings/finding_counts.h"

namespace mailmend {

/** It is fixed, or somebody accepted it. */
bool isSettled(const CaseFinding& finding);

/** Nobody has anything left to do: it is proven, left out, or done where only a person can tell. One that is
 * marked as done and can be looked at isn't. */
bool isSettled(const CaseStep& step);

/** Steps that `CaseView::stepsSettled` counts and isSettled() doesn't: done, and looking could prove it. */
int stepsNotLookedAt(const CaseView& view);

/** "3 of them are done and not looked at again yet.", to stand behind that count; empty where there is none.
 */
Text notLookedAtAgain(const CaseView& view);

/** The case's findings as they stand now, and the checks of the last whole look. */
FindingCounts countFindings(const CaseView& view);

} // namespace mailmend
