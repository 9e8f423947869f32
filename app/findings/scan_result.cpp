// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/scan_result.h"

#include <algorithm>

namespace mailmend {

int exitStatus(const ScanResult& result)
{
    const auto anyFinding = [&result](Verdict verdict) {
        return std::any_of(result.findings.begin(), result.findings.end(),
                           [verdict](const Finding& f) { return f.verdict == verdict; });
    };
    const bool notChecked = std::any_of(result.checks.begin(), result.checks.end(), [](const CheckResult& c) {
        return c.verdict == Verdict::CouldNotCheck || !c.unread.isEmpty();
    });
    if (anyFinding(Verdict::NeedsAction)) {
        return 1;
    }
    if (anyFinding(Verdict::LookAtThis)) {
        return 3;
    }
    if (notChecked || anyFinding(Verdict::CouldNotCheck) || !result.leftOut.isEmpty() || result.cancelled) {
        return 2;
    }
    return 0;
}

} // namespace mailmend
