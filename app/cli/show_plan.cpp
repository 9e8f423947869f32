// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/show_plan.h"

#include "cases/settled.h"
#include "engine/fix_runner.h"
#include "reports/wording.h"

#include <algorithm>

namespace mailmend {

namespace {

Verdict markFor(StepStatus status)
{
    switch (status) {
    case StepStatus::Verified:
        return Verdict::Clear;
    case StepStatus::NotVerified:
        return Verdict::NeedsAction;
    case StepStatus::CannotTell:
        return Verdict::CouldNotCheck;
    default:
        return Verdict::NotApplicable;
    }
}

void showChoice(Output& output, const CaseView& view, const Knowledge& knowledge)
{
    if (!view.plan.choice) {
        return;
    }
    const Choice& choice = *view.plan.choice;
    output.heading(view.way.isEmpty() ? say(MAILMEND_TEXT("console", "To be decided"))
                                      : say(MAILMEND_TEXT("console", "What was decided")));
    output.line(choice.question);
    output.line(choice.why);
    for (const QString& way : choice.ways) {
        output.line(say(way == view.way ? MAILMEND_TEXT("console", "- {way}: decided")
                        : way == choice.recommended && view.way.isEmpty()
                            ? MAILMEND_TEXT("console", "- {way}: recommended")
                            : MAILMEND_TEXT("console", "- {way}"),
                        {{"way", sentence(wayText(knowledge, way))}}),
                    2);
    }
    if (view.way.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "Decide with: mailmend-cli choose CASE {ways} --by NAME"),
                        {{"ways", words(choice.ways.join(u'|'))}}));
    }
}

/** What stands against Mailmend's doing it here as things are now, or where that can be seen. */
Text whatTheDiskSays(const DoableHere& here, const QString& step)
{
    const QList<std::pair<QByteArray, Argument>> parts{{"step", words(step)}, {"why", sentence(here.why)}};
    switch (here.answer) {
    case DoableHere::Answer::No:
        return say(MAILMEND_TEXT("console", "By hand here, as things are now. {why}"), parts);
    case DoableHere::Answer::CouldNotSee:
        return say(MAILMEND_TEXT("console", "Whether Mailmend can do this here could not be seen. {why} To "
                                            "try: mailmend-cli preview CASE {step}"),
                   parts);
    case DoableHere::Answer::Yes:
    case DoableHere::Answer::NotLooked:
        break;
    }
    return say(MAILMEND_TEXT("console", "Mailmend can do this: mailmend-cli preview CASE {step}"), parts);
}

/** That Mailmend can do this step, or has done it and can undo it; nothing where people do it. */
void showWhatMailmendCan(Output& output, const CaseView& view, const CaseStep& of, const PlanMoment& moment,
                         int indent)
{
    if (const CaseChange* change = doneChange(view, of.step.id)) {
        output.line(change->record.what, indent);
        output.line(change->canBeUndone(moment.now)
                        ? say(MAILMEND_TEXT("console", "Mailmend can put it back until {day}: mailmend-cli "
                                                       "undo CASE {step}"),
                              {{"day", day(change->lastDayToUndo())}, {"step", words(of.step.id)}})
                        : tooLateToUndo(view, *change),
                    indent);
    } else if (!of.step.action.isEmpty()) {
        const std::optional<Text> why = whyByHandOnly(view, of);
        output.line(why ? say(MAILMEND_TEXT("console", "By hand only. {why}"), {{"why", sentence(*why)}})
                        : whatTheDiskSays(moment.where.of(of.step.id), of.step.id),
                    indent);
    }
}

} // namespace

const CaseStep* nextStep(const CaseView& view)
{
    const auto found = std::find_if(view.steps.begin(), view.steps.end(), [](const CaseStep& step) {
        return (step.status == StepStatus::Open || step.status == StepStatus::NotVerified) &&
               step.waitsFor.isEmpty();
    });
    return found == view.steps.end() ? nullptr : &*found;
}

void showIntegrity(Output& output, const CaseView& view)
{
    if (!view.integrity.intact) {
        output.marked(Verdict::NeedsAction, say(MAILMEND_TEXT("console", "Warning")), view.integrity.text);
        output.line();
    }
}

void showStep(Output& output, const CaseView& view, const CaseStep& of, const PlanMoment& moment)
{
    const Step& step = of.step;
    output.line(step.title);
    output.line(say(MAILMEND_TEXT("console", "Step {id}"), {{"id", words(step.id)}}), 2);
    output.line(serversOf(view, step.targets), 2);
    output.line(say(MAILMEND_TEXT("console", "Why: {why}"), {{"why", sentence(step.why)}}), 2);
    output.line(say(MAILMEND_TEXT("console", "Who: {who}"), {{"who", sentence(step.who)}}), 2);
    output.line(say(MAILMEND_TEXT("console", "How long: about {count} {count|minute|minutes}"),
                    {{"count", count(step.minutes)}}),
                2);
    if (!step.impact.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "What may stop working: {impact}"),
                        {{"impact", sentence(step.impact)}}),
                    2);
    }
    output.line(step.note, 2);
    showWhatMailmendCan(output, view, of, moment, 2);
    qint64 number = 0;
    for (const ReadyCommand& command : step.byHand) {
        output.line(say(MAILMEND_TEXT("console", "{count}. {text}"),
                        {{"count", count(++number)}, {"text", sentence(command.text)}}),
                    2);
        if (!command.command.isEmpty()) {
            output.line(command.command, 6);
        }
        output.line(command.cannotName, 6);
    }
    if (!step.verify.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "How to see that it worked: {verify}"),
                        {{"verify", sentence(step.verify)}}),
                    2);
    }
    if (!step.undo.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "How to undo it: {undo}"), {{"undo", sentence(step.undo)}}),
                    2);
    }
    if (!of.waitsFor.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "It waits for: {steps}"),
                        {{"steps", names(QStringList(of.waitsFor))}}),
                    2);
    }
}

void showPlan(Output& output, const CaseView& view, const Knowledge& knowledge, const PlanMoment& moment)
{
    showIntegrity(output, view);
    if (view.steps.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "There is nothing to repair in what was found.")));
        return;
    }
    output.line(say(MAILMEND_TEXT("console", "{settled} of {all} steps are settled."),
                    {{"settled", count(view.stepsSettled())}, {"all", count(view.steps.size())}}));
    output.line(notLookedAtAgain(view));
    showChoice(output, view, knowledge);
    std::optional<Phase> phase;
    for (const CaseStep& step : view.steps) {
        if (phase != step.step.phase) {
            phase = step.step.phase;
            output.heading(phaseTitle(*phase));
        }
        output.marked(markFor(step.status), statusText(step.status), step.step.title);
        output.line(serversOf(view, step.step.targets), 4);
        output.line(step.step.id, 4);
        showWhatMailmendCan(output, view, step, moment, 4);
        output.line(step.verdict, 4);
        if (!step.reason.isEmpty()) {
            output.line(say(MAILMEND_TEXT("console", "Reason: {reason}"), {{"reason", words(step.reason)}}),
                        4);
        }
        output.line(whereDone(step), 4);
        output.line(reviewLine(step), 4);
    }
    if (const CaseStep* next = nextStep(view)) {
        output.heading(say(MAILMEND_TEXT("console", "The next step")));
        showStep(output, view, *next, moment);
        output.line();
        output.line(say(MAILMEND_TEXT("console", "When it is done: mailmend-cli done CASE {step} --by NAME"),
                        {{"step", words(next->step.id)}}));
        output.line(say(MAILMEND_TEXT("console", "Any step in full: mailmend-cli plan CASE --step STEP")));
    }
}

} // namespace mailmend
