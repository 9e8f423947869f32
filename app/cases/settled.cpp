// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"

#include <algorithm>

namespace mailmend {

bool isSettled(const CaseFinding& finding)
{
    return finding.status == FindingStatus::Fixed || finding.status == FindingStatus::Accepted;
}

bool isSettled(const CaseStep& step)
{
    return step.status == StepStatus::Verified || step.status == StepStatus::Skipped ||
           (step.status == StepStatus::MarkedDone && !step.step.verifiedByLooking);
}

int stepsNotLookedAt(const CaseView& view)
{
    return static_cast<int>(std::count_if(view.steps.begin(), view.steps.end(), [](const CaseStep& step) {
        return step.status == StepStatus::MarkedDone && !isSettled(step);
    }));
}

Text notLookedAtAgain(const CaseView& view)
{
    const int waiting = stepsNotLookedAt(view);
    return waiting == 0 ? Text{}
                        : say(MAILMEND_TEXT("case", "{count} of them {count|is|are} done and not looked at "
                                                    "again yet."),
                              {{"count", count(waiting)}});
}

FindingCounts countFindings(const CaseView& view)
{
    QList<const Finding*> open;
    for (const CaseFinding& entry : view.findings) {
        if (!isSettled(entry)) {
            open.append(&entry.finding);
        }
    }
    FindingCounts counts = countFindings(open, view.scan ? view.scan->checks : QList<CheckResult>());
    counts.settled = static_cast<int>(view.findings.size() - open.size());
    return counts;
}

} // namespace mailmend
