// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"

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
