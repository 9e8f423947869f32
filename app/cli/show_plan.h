// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "cli/output.h"
#include "engine/where_done.h"

namespace mailmend {

/** What a plan is printed with besides the case: where its steps can be done, and the time. */
struct PlanMoment
{
    WhereItCanBeDone where;
    QDateTime now;
};

/** The plan as a list, then the next open step in full. */
void showPlan(Output& output, const CaseView& view, const Knowledge& knowledge, const PlanMoment& moment);

/** One step in full: why, who, by hand, how to verify, how to undo, and what Mailmend can do itself. */
void showStep(Output& output, const CaseView& view, const CaseStep& step, const PlanMoment& moment);

/** The warning about a case file that was changed, where it was. */
void showIntegrity(Output& output, const CaseView& view);

/** The first open step that waits for nothing; nullptr: none. */
const CaseStep* nextStep(const CaseView& view);

} // namespace mailmend
