// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/html_parts.h"
#include "reports/style_sheet.h"
#include "reports/wording.h"

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype mostLines = 8; ///< in each list: it is one page

/** Keeps a list short and says how much more there is. */
QList<Text> shortened(QList<Text> lines)
{
    if (lines.size() > mostLines) {
        const qint64 more = lines.size() - (mostLines - 1);
        lines = lines.first(mostLines - 1);
        lines.append(say(MAILMEND_TEXT("report", "And {count} more: they stand in the technician's report."),
                         {{"count", count(more)}}));
    }
    return lines;
}

Text exposedSentence(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return say(
            MAILMEND_TEXT("report", "Someone on the internet could get into this server when we looked."));
    case Answer::Signs:
        return say(MAILMEND_TEXT("report",
                                 "Someone on the internet may have been able to get into this server when "
                                 "we looked."));
    case Answer::NoneFound:
        return say(MAILMEND_TEXT("report", "We found no way into this server in what we could read."));
    case Answer::Unknown:
        break;
    }
    return say(MAILMEND_TEXT("report", "We cannot say whether someone could get into this server."));
}

Text enteredSentence(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return say(MAILMEND_TEXT("report", "Someone did get in."));
    case Answer::Signs:
        return say(MAILMEND_TEXT("report", "There are signs that someone may have got in."));
    case Answer::NoneFound:
        return say(MAILMEND_TEXT("report", "We found no signs that someone got in, in what we could read."));
    case Answer::Unknown:
        break;
    }
    return say(MAILMEND_TEXT("report", "We cannot say whether someone did get in."));
}

Text insideSentence(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return say(MAILMEND_TEXT("report", "What they left behind let them come back whenever they liked."));
    case Answer::Signs:
        return say(
            MAILMEND_TEXT("report", "Something was left on the server that may let someone come back."));
    case Answer::NoneFound:
        return say(MAILMEND_TEXT("report", "We found nothing left behind, in what we could read."));
    case Answer::Unknown:
        break;
    }
    return say(MAILMEND_TEXT("report", "We cannot say whether something was left behind."));
}

void writeWhatHappened(HtmlPage& page, const CaseView& view)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What happened")));
    if (!view.scan) {
        page.paragraph(say(MAILMEND_TEXT("report", "No server has been looked at yet.")));
        return;
    }
    const Assessment& answers = view.scan->answers;
    page.paragraph(say(MAILMEND_TEXT("report", "{exposed} {entered} {inside}"),
                       {{"exposed", sentence(exposedSentence(answers.exposed.answer))},
                        {"entered", sentence(enteredSentence(answers.entered.answer))},
                        {"inside", sentence(insideSentence(answers.stillInside.answer))}}),
                   "lead");
}

Text settledLine(const CaseStep& step)
{
    switch (step.status) {
    case StepStatus::Verified:
        return say(MAILMEND_TEXT("report", "{step} Done and proven: {verdict}"),
                   {{"step", sentence(step.step.title)}, {"verdict", sentence(step.verdict)}});
    case StepStatus::NotVerified:
        return say(MAILMEND_TEXT("report", "{step} Done, but not fixed yet: {verdict}"),
                   {{"step", sentence(step.step.title)}, {"verdict", sentence(step.verdict)}});
    case StepStatus::CannotTell:
        return say(MAILMEND_TEXT("report", "{step} Done, but we cannot tell whether it worked: {verdict}"),
                   {{"step", sentence(step.step.title)}, {"verdict", sentence(step.verdict)}});
    case StepStatus::Skipped:
        return say(
            MAILMEND_TEXT("report", "{step} Left out by {by}, because: {reason}"),
            {{"step", sentence(step.step.title)}, {"by", words(step.by)}, {"reason", words(step.reason)}});
    case StepStatus::MarkedDone:
    case StepStatus::Open:
        break;
    }
    return say(MAILMEND_TEXT("report", "{step} Done by {by} on {day}; not looked at again yet."),
               {{"step", sentence(step.step.title)}, {"by", words(step.by)}, {"day", day(step.at.date())}});
}

void writeWhatWeDid(HtmlPage& page, const CaseView& view)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What we did")));
    QList<Text> lines;
    for (const CaseStep& step : view.steps) {
        if (step.status != StepStatus::Open) {
            lines.append(settledLine(step));
        }
    }
    const auto fixed =
        std::count_if(view.findings.begin(), view.findings.end(),
                      [](const CaseFinding& finding) { return finding.status == FindingStatus::Fixed; });
    if (fixed > 0) {
        page.paragraph(say(
            MAILMEND_TEXT("report", "{fixed} of the {all} things that we found are fixed: we looked again "
                                    "and they are gone."),
            {{"fixed", count(fixed)}, {"all", count(view.findings.size())}}));
    }
    if (lines.isEmpty()) {
        page.paragraph(
            say(MAILMEND_TEXT("report", "We looked, and wrote a plan. No step of the repair has been done "
                                        "yet.")));
    }
    page.list(shortened(std::move(lines)));
}

void writeWhatIsLeft(HtmlPage& page, const CaseView& view)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What is left, and who does it")));
    QList<Text> lines;
    if (view.plan.choice && view.way.isEmpty()) {
        lines.append(say(MAILMEND_TEXT("report", "To be decided first: {question}"),
                         {{"question", sentence(view.plan.choice->question)}}));
    }
    for (const CaseStep& step : view.steps) {
        if (step.status == StepStatus::Open || step.status == StepStatus::NotVerified) {
            lines.append(say(MAILMEND_TEXT("report", "{step} Who: {who}"),
                             {{"step", sentence(step.step.title)}, {"who", sentence(step.step.who)}}));
        }
    }
    if (lines.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "No step of the plan is open.")));
    }
    page.list(shortened(std::move(lines)));
}

void writeWhatWeCouldNotSee(HtmlPage& page, const ReportInput& input)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What we could not see")));
    QList<Text> lines;
    QStringList sources;
    if (input.view.scan) {
        for (const CoverageEntry& entry : input.view.scan->coverage) {
            if (entry.state == ReadState::Read || sources.contains(entry.source)) {
                continue;
            }
            sources.append(entry.source);
            lines.append(say(MAILMEND_TEXT("report", "{source}: {state}"),
                             {{"source", sentence(sourceTitle(input.knowledge, entry.source))},
                              {"state", sentence(readStateText(entry.state))}}));
        }
    }
    page.list(shortened(std::move(lines)));
    page.paragraph(
        say(MAILMEND_TEXT("report", "Mailmend never sees: {list}"), {{"list", sentences(cannotSee())}}));
}

void writeWhomToCall(HtmlPage& page)
{
    page.heading(2, say(MAILMEND_TEXT("report", "Whom to call")));
    page.paragraph(
        say(MAILMEND_TEXT("report", "Call before anything on the server is changed. Use the phone: whoever "
                                    "got in may read the mail.")));
    page.beginTable(say(MAILMEND_TEXT("report", "To be filled in by hand")),
                    {say(MAILMEND_TEXT("report", "Who")), say(MAILMEND_TEXT("report", "What for")),
                     say(MAILMEND_TEXT("report", "Name and phone"))});
    const std::initializer_list<std::pair<Text, Text>> people{
        {say(MAILMEND_TEXT("report", "Your insurer, or an incident responder")),
         say(MAILMEND_TEXT("report", "Help from people who do this every day; some policies ask for it"))},
        {say(MAILMEND_TEXT("report", "Who looks after the server")),
         say(MAILMEND_TEXT("report", "The repair, step by step"))},
        {say(MAILMEND_TEXT("report", "Your lawyer or supervisor")),
         say(MAILMEND_TEXT("report", "Whether customers or an authority must be told, and by when"))},
    };
    for (const auto& [who, why] : people) {
        page.beginRow(who);
        page.cell(why);
        page.cell(QString(), "blank");
        page.endRow();
    }
    page.endTable();
}

} // namespace

QByteArray ownerPage(const ReportInput& input)
{
    const CaseView& view = input.view;
    const Text title =
        say(MAILMEND_TEXT("report", "Your mail server: {names}"), {{"names", sentence(serverNames(view))}});
    HtmlPage page(readerFor(input), title, paperStyle);
    page.heading(1, title);
    page.paragraph(
        say(MAILMEND_TEXT("report", "Page for the owner, written on {time}."), {{"time", moment(input.now)}}),
        "quiet");
    for (const TargetInfo& target : view.targets) {
        if (target.takenAt.isValid()) {
            page.paragraph(say(MAILMEND_TEXT("report", "{name} as it was on {time}."),
                               {{"name", words(targetName(target))}, {"time", moment(target.takenAt)}}),
                           "quiet");
        }
    }
    if (!view.integrity.intact) {
        page.paragraph(view.integrity.text, "warning");
    }
    writeWhatHappened(page, view);
    writeWhatWeDid(page, view);
    writeWhatIsLeft(page, view);
    writeWhatWeCouldNotSee(page, input);
    writeWhomToCall(page);
    return page.finish();
}

} // namespace mailmend
