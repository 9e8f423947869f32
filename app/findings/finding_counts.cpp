// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/finding_counts.h"

#include "findings/unread.h"

#include <algorithm>

namespace mailmend {

FindingCounts countFindings(const QList<const Finding*>& open, const QList<CheckResult>& checks)
{
    const auto number = [&open](Verdict verdict) {
        return static_cast<int>(std::count_if(open.begin(), open.end(), [verdict](const Finding* finding) {
            return finding->verdict == verdict;
        }));
    };
    const auto isTold = [&open](const CheckResult& check) {
        return std::any_of(open.begin(), open.end(), [&check](const Finding* finding) {
            return finding->verdict == Verdict::CouldNotCheck && finding->check == check.check &&
                   finding->target == check.target;
        });
    };
    FindingCounts counts{number(Verdict::NeedsAction), number(Verdict::LookAtThis),
                         number(Verdict::CouldNotCheck), 0};
    for (const CheckResult& check : checks) {
        counts.couldNotCheck += leftUnread(check) && !isTold(check) ? 1 : 0;
    }
    return counts;
}

FindingCounts countFindings(const ScanResult& scan)
{
    QList<const Finding*> open;
    open.reserve(scan.findings.size());
    for (const Finding& finding : scan.findings) {
        open.append(&finding);
    }
    return countFindings(open, scan.checks);
}

} // namespace mailmend
