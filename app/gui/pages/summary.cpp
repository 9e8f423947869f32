// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/summary.h"

namespace mailmend::gui {

bool isSettled(const CaseFinding& finding)
{
    return finding.status == FindingStatus::Fixed || finding.status == FindingStatus::Accepted;
}

FindingCounts countFindings(const CaseView& view)
{
    FindingCounts counts;
    for (const CaseFinding& entry : view.findings) {
        if (isSettled(entry)) {
            ++counts.settled;
        } else if (entry.finding.verdict == Verdict::NeedsAction) {
            ++counts.needsAction;
        } else if (entry.finding.verdict == Verdict::LookAtThis) {
            ++counts.lookAtThis;
        } else if (entry.finding.verdict == Verdict::CouldNotCheck) {
            ++counts.couldNotCheck;
        }
    }
    if (view.scan) {
        for (const CheckResult& check : view.scan->checks) {
            bool told = false;
            for (const CaseFinding& entry : view.findings) {
                told = told || (entry.finding.check == check.check && entry.finding.target == check.target &&
                                entry.finding.verdict == Verdict::CouldNotCheck);
            }
            counts.couldNotCheck += check.verdict == Verdict::CouldNotCheck && !told ? 1 : 0;
        }
    }
    return counts;
}

Text summaryText(const FindingCounts& counts)
{
    QList<Text> parts;
    if (counts.needsAction > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} {count|thing needs|things need} action today."),
                         {{"count", count(counts.needsAction)}}));
    } else {
        parts.append(say(MAILMEND_TEXT("summary", "Nothing that we looked at needs action today.")));
    }
    if (counts.lookAtThis > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} should be looked at."),
                         {{"count", count(counts.lookAtThis)}}));
    }
    if (counts.couldNotCheck > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} could not be checked."),
                         {{"count", count(counts.couldNotCheck)}}));
    }
    if (counts.settled > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} {count|is|are} fixed or accepted."),
                         {{"count", count(counts.settled)}}));
    }
    return say(MAILMEND_TEXT("summary", "{parts}"), {{"parts", sentences(parts)}});
}

} // namespace mailmend::gui
