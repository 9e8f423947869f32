// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"
#include "reports/html_parts.h"
#include "reports/style_sheet.h"
#include "reports/wording.h"

#include <QHash>

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype mostPeople = 2; ///< of each phase
constexpr qsizetype mostLines = 6;  ///< in each list: it is one page

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

Text settledLine(const CaseStep& step, const Reader& reader)
{
    const auto title = sentence(step.step.title);
    switch (step.status) {
    case StepStatus::Verified:
        return say(MAILMEND_TEXT("report", "{step}: done, and proven by looking again."), {{"step", title}});
    case StepStatus::NotVerified:
        return say(MAILMEND_TEXT("report", "{step}: done, but not fixed yet."), {{"step", title}});
    case StepStatus::CannotTell:
        return say(MAILMEND_TEXT("report", "{step}: done, but we cannot tell whether it worked."),
                   {{"step", title}});
    case StepStatus::Skipped:
        return step.review.isValid()
                   ? say(MAILMEND_TEXT("report", "{step}: left out by {by} until {day}, because: {reason}"),
                         {{"step", title},
                          {"by", words(step.by)},
                          {"day", day(step.review)},
                          {"reason", words(step.reason)}})
                   : say(MAILMEND_TEXT("report", "{step}: left out by {by}, because: {reason}"),
                         {{"step", title}, {"by", words(step.by)}, {"reason", words(step.reason)}});
    case StepStatus::MarkedDone:
    case StepStatus::Open:
        break;
    }
    const QDate there = step.at.toTimeZone(reader.zone.isValid() ? reader.zone : QTimeZone::utc()).date();
    return say(MAILMEND_TEXT("report", "{step}: done by {by} on {day}, not looked at again yet."),
               {{"step", title}, {"by", words(step.by)}, {"day", day(there)}});
}

void writeWhatWeDid(HtmlPage& page, const ReportInput& input)
{
    const CaseView& view = input.view;
    page.heading(2, say(MAILMEND_TEXT("report", "What we did")));
    QList<Text> lines;
    for (const CaseChange& change : view.changes) {
        lines.append(changeLine(view, change, input.now));
    }
    for (const CaseStep& step : view.steps) {
        if (step.status != StepStatus::Open) {
            lines.append(settledLine(step, page.reader()));
        }
    }
    const auto accepted =
        std::count_if(view.findings.begin(), view.findings.end(),
                      [](const CaseFinding& finding) { return finding.status == FindingStatus::Accepted; });
    const auto fixed =
        std::count_if(view.findings.begin(), view.findings.end(),
                      [](const CaseFinding& finding) { return finding.status == FindingStatus::Fixed; });
    if (fixed > 0) {
        page.paragraph(
            say(MAILMEND_TEXT("report", "{fixed} of the {all} things that we found {fixed|is|are} fixed: we "
                                        "looked again and {fixed|it is|they are} gone."),
                {{"fixed", count(fixed)}, {"all", count(view.findings.size())}}));
    }
    if (accepted > 0) {
        page.paragraph(
            say(MAILMEND_TEXT("report", "{accepted} {accepted|thing|things} that we found "
                                        "{accepted|was|were} accepted for a time, as "
                                        "{accepted|it is|they are}. That makes nothing better: why, "
                                        "and by whom, stands in the technician's report."),
                {{"accepted", count(accepted)}}));
    }
    if (lines.isEmpty()) {
        page.paragraph(fixed > 0
                           ? say(MAILMEND_TEXT("report", "No step of the plan was marked as done."))
                           : say(MAILMEND_TEXT("report", "We looked, and wrote a plan. No step of the repair "
                                                         "has been done yet.")));
    }
    page.list(shortened(std::move(lines)));
}

/** What is left of one phase of the plan, in one line. */
struct OpenPhase
{
    Phase phase;
    qint64 steps = 0;
    qint64 unproven = 0; ///< of them: done, and not looked at again
    QStringList who;     ///< each once, as it is shown
};

QList<OpenPhase> openPhases(const CaseView& view, const Reader& reader)
{
    QList<OpenPhase> phases;
    for (const CaseStep& step : view.steps) {
        if (isSettled(step)) {
            continue;
        }
        if (phases.isEmpty() || phases.last().phase != step.step.phase) {
            phases.append({step.step.phase, 0, 0, {}});
        }
        OpenPhase& phase = phases.last();
        ++phase.steps;
        phase.unproven += step.status == StepStatus::MarkedDone ? 1 : 0;
        const QString who = render(step.step.who, Format::Plain, reader);
        if (!phase.who.contains(who) && !who.isEmpty() && phase.who.size() < mostPeople) {
            phase.who.append(who);
        }
    }
    return phases;
}

void writeWhatIsLeft(HtmlPage& page, const CaseView& view)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What is left, and who does it")));
    if (view.plan.choice && view.way.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "To be decided first: {question}"),
                           {{"question", sentence(view.plan.choice->question)}}));
    }
    if (const qint64 open = view.findings.size() - countFindings(view).settled; open > 0) {
        page.paragraph(
            say(MAILMEND_TEXT("report", "{open} of the {all} things that we found {open|is|are} still open."),
                {{"open", count(open)}, {"all", count(view.findings.size())}}));
    }
    const QList<OpenPhase> phases = openPhases(view, page.reader());
    if (phases.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "No step of the plan is open.")));
        return;
    }
    page.beginTable(say(MAILMEND_TEXT("report", "The steps stand in the technician's report")),
                    {say(MAILMEND_TEXT("report", "What")), say(MAILMEND_TEXT("report", "Steps")),
                     say(MAILMEND_TEXT("report", "Who"))});
    qint64 unproven = 0;
    for (const OpenPhase& phase : phases) {
        unproven += phase.unproven;
        page.beginRow(phaseTitle(phase.phase));
        page.number(phase.steps);
        page.cell(phase.who.join(QStringLiteral("; ")));
        page.endRow();
    }
    page.endTable();
    if (unproven > 0) {
        page.paragraph(
            say(MAILMEND_TEXT("report", "{count} of these steps {count|is|are} done, but nobody has looked "
                                        "again yet whether {count|it|they} worked: the server has to be "
                                        "checked again."),
                {{"count", count(unproven)}}));
    }
}

void writeWhatWeCouldNotSee(HtmlPage& page, const ReportInput& input)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What we could not see")));
    QHash<ReadState, QStringList> sources;
    QList<ReadState> order;
    for (const CoverageEntry& entry : input.view.scan ? input.view.scan->coverage : QList<CoverageEntry>{}) {
        if (entry.state == ReadState::Read) {
            continue;
        }
        const QString name = render(sourceTitle(input.knowledge, entry.source), Format::Plain, page.reader());
        QStringList& names = sources[entry.state];
        if (!order.contains(entry.state)) {
            order.append(entry.state);
        }
        if (!names.contains(name) && names.size() < mostLines) {
            names.append(name);
        }
    }
    QList<Text> lines;
    for (const ReadState state : order) {
        lines.append(
            say(MAILMEND_TEXT("report", "{state}: {sources}."),
                {{"state", sentence(readStateText(state))}, {"sources", names(sources.value(state))}}));
    }
    page.list(lines);
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
    HtmlPage page(readerFor(input), title, paperStyle, "owner");
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
    writeWhatWeDid(page, input);
    writeWhatIsLeft(page, view);
    writeWhatWeCouldNotSee(page, input);
    writeWhomToCall(page);
    writeSignOff(page, input);
    return page.finish();
}

} // namespace mailmend
