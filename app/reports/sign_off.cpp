// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"
#include "reports/wording.h"

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype MostNamed = 6;

qint64 stepsThatAre(const CaseView& view, StepStatus status)
{
    return std::count_if(view.steps.begin(), view.steps.end(),
                         [status](const CaseStep& step) { return step.status == status; });
}

qint64 findingsThatAre(const CaseView& view, FindingStatus status)
{
    return std::count_if(view.findings.begin(), view.findings.end(),
                         [status](const CaseFinding& finding) { return finding.status == status; });
}

void addOpenSteps(const CaseView& view, QList<Text>& lines)
{
    const qint64 open = view.steps.size() - view.stepsSettled();
    if (open == 0) {
        lines.append(view.steps.isEmpty() ? say(MAILMEND_TEXT("report", "There is no plan in this case."))
                                          : say(MAILMEND_TEXT("report", "No step of the plan is open.")));
        return;
    }
    QList<Text> titles;
    for (const CaseStep& step : view.steps) {
        const bool settled = step.status == StepStatus::MarkedDone || step.status == StepStatus::Skipped ||
                             step.status == StepStatus::Verified;
        if (!settled && titles.size() < MostNamed) {
            titles.append(say(MAILMEND_TEXT("report", "{step}."), {{"step", sentence(step.step.title)}}));
        }
    }
    lines.append(say(open > titles.size()
                         ? MAILMEND_TEXT("report", "{open} steps are open. The first of them: {titles}")
                         : MAILMEND_TEXT("report", "{open} {open|step is|steps are} open: {titles}"),
                     {{"open", count(open)}, {"titles", sentences(titles)}}));
}

void addChanges(const CaseView& view, QList<Text>& lines)
{
    const auto unsettled =
        std::count_if(view.changes.begin(), view.changes.end(), [](const CaseChange& change) {
            return change.record.state == ChangeState::Begun || change.record.state == ChangeState::Undoing;
        });
    const auto applied =
        std::count_if(view.changes.begin(), view.changes.end(),
                      [](const CaseChange& change) { return change.record.state == ChangeState::Applied; });
    if (applied > 0) {
        lines.append(
            say(MAILMEND_TEXT("report", "{count} {count|change|changes} of Mailmend’s {count|is|are} in "
                                        "place."),
                {{"count", count(applied)}}));
    }
    if (unsettled > 0) {
        lines.append(
            say(MAILMEND_TEXT("report", "{count} {count|change was|changes were} begun, and it is not "
                                        "known yet how {count|it|they} ended."),
                {{"count", count(unsettled)}}));
    }
}

void addFindings(const CaseView& view, QList<Text>& lines)
{
    const qint64 fixed = findingsThatAre(view, FindingStatus::Fixed);
    const qint64 accepted = findingsThatAre(view, FindingStatus::Accepted);
    lines.append(say(MAILMEND_TEXT("report", "Of {all} {all|finding|findings}, {fixed} {fixed|is|are} fixed, "
                                             "{accepted} {accepted|is|are} accepted for a time and {open} "
                                             "{open|is|are} open."),
                     {{"all", count(view.findings.size())},
                      {"fixed", count(fixed)},
                      {"accepted", count(accepted)},
                      {"open", count(view.findings.size() - fixed - accepted)}}));
    if (const int unchecked = countFindings(view).couldNotCheck; unchecked > 0) {
        lines.append(
            say(MAILMEND_TEXT("report", "{count} {count|thing|things} could not be checked in full."),
                {{"count", count(unchecked)}}));
    }
}

} // namespace

QList<Text> whatIsSigned(const CaseView& view)
{
    QList<Text> lines;
    if (!view.scan) {
        lines.append(say(MAILMEND_TEXT("report", "No server has been looked at yet.")));
    }
    if (view.plan.choice && view.way.isEmpty()) {
        lines.append(say(MAILMEND_TEXT("report", "Nobody has decided yet whether to rebuild or to repair.")));
    }
    const qint64 verified = stepsThatAre(view, StepStatus::Verified);
    const qint64 marked = stepsThatAre(view, StepStatus::MarkedDone);
    const qint64 skipped = stepsThatAre(view, StepStatus::Skipped);
    if (!view.steps.isEmpty()) {
        lines.append(say(MAILMEND_TEXT("report", "{done} {done|step is|steps are} done; {verified} of them "
                                                 "{verified|was|were} proven by looking again."),
                         {{"done", count(verified + marked)}, {"verified", count(verified)}}));
    }
    if (const Text waiting = notLookedAtAgain(view); !waiting.isEmpty()) {
        lines.append(waiting);
    }
    if (skipped > 0) {
        lines.append(
            say(MAILMEND_TEXT("report", "{count} {count|step was|steps were} left out, with a reason."),
                {{"count", count(skipped)}}));
    }
    addOpenSteps(view, lines);
    addChanges(view, lines);
    addFindings(view, lines);
    return lines;
}

Text signOffLine(const std::optional<SignOff>& signOff)
{
    if (!signOff) {
        return say(MAILMEND_TEXT("report", "Nobody has signed this case off."));
    }
    const QList<std::pair<QByteArray, Argument>> parts{{"by", words(signOff->by)},
                                                       {"second", words(signOff->second)},
                                                       {"time", moment(signOff->at)},
                                                       {"open", count(signOff->openSteps)}};
    const Text who =
        say(signOff->second.isEmpty() ? MAILMEND_TEXT("report", "Signed off by {by} on {time}.")
                                      : MAILMEND_TEXT("report", "Signed off by {by} and {second} on {time}."),
            parts);
    QList<Text> lines{who};
    if (signOff->openSteps > 0) {
        lines.append(say(MAILMEND_TEXT("report", "{open} {open|step was|steps were} open then."), parts));
    }
    if (!signOff->text.isEmpty()) {
        lines.append(say(MAILMEND_TEXT("report", "Reason: {reason}"), {{"reason", words(signOff->text)}}));
    }
    if (!signOff->stands) {
        lines.append(say(MAILMEND_TEXT("report", "It does not stand any more: something has happened in this "
                                                 "case since. Sign it again when it is done.")));
    }
    return say(MAILMEND_TEXT("report", "{lines}"), {{"lines", sentences(lines)}});
}

} // namespace mailmend
