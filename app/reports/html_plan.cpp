// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/html_parts.h"

#include "cases/settled.h"
#include "reports/wording.h"

namespace mailmend {

namespace {

void writeInstructions(HtmlPage& page, const Step& step)
{
    if (step.byHand.isEmpty()) {
        return;
    }
    page.element("p", say(MAILMEND_TEXT("report", "By hand:")));
    page.open("ol");
    for (const ReadyCommand& command : step.byHand) {
        page.open("li");
        page.element("span", command.text);
        if (!command.command.isEmpty()) {
            page.value("pre", command.command);
        }
        page.paragraph(command.cannotName);
        page.close("li");
    }
    page.close("ol");
}

void writeState(HtmlPage& page, const CaseStep& step)
{
    page.open("p");
    page.element("span", statusText(step.status), "state");
    if (!step.by.isEmpty() || step.at.isValid()) {
        page.element("span", say(MAILMEND_TEXT("report", "{by}, {time}"),
                                 {{"by", words(step.by)}, {"time", moment(step.at)}}));
    }
    page.close("p");
    page.paragraph(step.verdict);
    if (!step.reason.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "Reason: {reason}"), {{"reason", words(step.reason)}}));
    }
    page.paragraph(whereDone(step));
    page.paragraph(reviewLine(step));
    if (step.status == StepStatus::Open && !step.waitsFor.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "Waits for: {steps}"),
                           {{"steps", names(QStringList(step.waitsFor))}}));
    }
}

void writeStep(HtmlPage& page, const CaseView& view, const CaseStep& of)
{
    const Step& step = of.step;
    page.open("div", "step");
    page.heading(4, step.title);
    page.paragraph(serversOf(view, step.targets));
    writeState(page, of);
    page.paragraph(step.why);
    page.open("dl");
    page.term(say(MAILMEND_TEXT("report", "Who")), step.who);
    if (step.minutes > 0) {
        page.term(
            say(MAILMEND_TEXT("report", "How long")),
            say(MAILMEND_TEXT("report", "{count} {count|minute|minutes}"), {{"count", count(step.minutes)}}));
    }
    page.term(say(MAILMEND_TEXT("report", "What may stop working")), step.impact);
    page.close("dl");
    writeInstructions(page, step);
    page.open("dl");
    page.term(say(MAILMEND_TEXT("report", "How to see that it worked")), step.verify);
    page.term(say(MAILMEND_TEXT("report", "How to undo it")), step.undo);
    page.term(say(MAILMEND_TEXT("report", "Name of this step")), step.id, "mono");
    page.close("dl");
    page.close("div");
}

} // namespace

void writePlan(HtmlPage& page, const ReportInput& input)
{
    const CaseView& view = input.view;
    page.heading(2, say(MAILMEND_TEXT("report", "The plan")));
    if (view.plan.choice) {
        page.heading(3, view.plan.choice->question);
        page.paragraph(view.plan.choice->why);
        page.paragraph(view.way.isEmpty()
                           ? say(MAILMEND_TEXT("report", "Nobody has decided yet. Recommended: {way}."),
                                 {{"way", sentence(wayText(input.knowledge, view.plan.choice->recommended))}})
                           : say(MAILMEND_TEXT("report", "Decided: {way}."),
                                 {{"way", sentence(wayText(input.knowledge, view.way))}}));
    }
    if (view.steps.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "There is nothing to repair in what was found.")));
        return;
    }
    page.paragraph(say(MAILMEND_TEXT("report", "{settled} of {all} steps are settled."),
                       {{"settled", count(view.stepsSettled())}, {"all", count(view.steps.size())}}));
    page.paragraph(notLookedAtAgain(view));
    std::optional<Phase> phase;
    for (const CaseStep& step : view.steps) {
        if (phase != step.step.phase) {
            phase = step.step.phase;
            page.heading(3, phaseTitle(*phase));
        }
        writeStep(page, view, step);
    }
}

} // namespace mailmend
