// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"
#include "findings/unread.h"
#include "reports/html_parts.h"
#include "reports/style_sheet.h"
#include "reports/wording.h"

namespace mailmend {

namespace {

QString timeOrNothing(const QDateTime& time, const Reader& reader)
{
    return time.isValid() ? tellTime(time, reader) : QString();
}

void writeHead(HtmlPage& page, const ReportInput& input)
{
    const CaseView& view = input.view;
    page.paragraph(
        say(MAILMEND_TEXT("report", "Report for the technician, written on {time}. Times are the server's."),
            {{"time", moment(input.now)}}),
        "quiet");
    if (!view.integrity.intact) {
        page.paragraph(view.integrity.text, "warning");
    }
    if (!view.scan) {
        page.paragraph(say(MAILMEND_TEXT("report", "No server has been looked at yet.")));
        return;
    }
    page.paragraph(headline(countFindings(view)), "lead");
    page.paragraph(knowledgeAge(view.scan->knowledge), "quiet");
}

void writeAnswerTable(HtmlPage& page, const Text& title, const Assessment& answers)
{
    page.beginTable(title, {say(MAILMEND_TEXT("report", "Question")), say(MAILMEND_TEXT("report", "Answer")),
                            say(MAILMEND_TEXT("report", "Because"))});
    for (const QuestionAnswered& one : fourAnswers(answers)) {
        page.beginRow(say(MAILMEND_TEXT("report", "{question} {meaning}"),
                          {{"question", sentence(one.question)}, {"meaning", sentence(one.meaning)}}));
        page.cell(one.answer);
        page.cell(one.because);
        page.endRow();
    }
    page.endTable();
}

void writeAnswers(HtmlPage& page, const CaseView& view)
{
    page.heading(2, say(MAILMEND_TEXT("report", "The four answers")));
    writeAnswerTable(page, say(MAILMEND_TEXT("report", "As of the last whole check of each server")),
                     view.scan->answers);
    for (const ServerAnswers& server : view.answersByServer) {
        writeAnswerTable(page, serversOf(view, server.targets), server.answers);
    }
    page.paragraph(say(MAILMEND_TEXT(
                       "report", "Checking single findings again does not change these answers; only a new "
                                 "whole check does. How a finding stands now is written under Findings.")),
                   "quiet");
}

void writeHosts(HtmlPage& page, const CaseView& view)
{
    page.heading(2, say(MAILMEND_TEXT("report", "The servers")));
    for (const TargetInfo& target : view.targets) {
        page.beginTable(say(MAILMEND_TEXT("report", "{name}, read from {path}"),
                            {{"name", words(targetName(target))}, {"path", place(target.path)}}),
                        {say(MAILMEND_TEXT("report", "Fact")), say(MAILMEND_TEXT("report", "Value")),
                         say(MAILMEND_TEXT("report", "Where it was read, or why it is not known"))});
        page.beginRow(say(MAILMEND_TEXT("report", "As it was on")));
        page.cell(timeOrNothing(target.takenAt, page.reader()));
        page.cell(target.takenAtSource);
        page.endRow();
        for (const HostFact& fact : target.facts) {
            page.beginRow(fact.label);
            page.cell(fact.value);
            page.cell(fact.value.isEmpty() ? fact.unknown : fact.source);
            page.endRow();
        }
        page.endTable();
    }
}

/** From the first to the last record, or the one that is known. */
Text howFar(const CoverageEntry& entry)
{
    if (entry.first.isValid() && entry.last.isValid()) {
        return say(MAILMEND_TEXT("report", "{first} to {last}"),
                   {{"first", moment(entry.first)}, {"last", moment(entry.last)}});
    }
    if (entry.last.isValid()) {
        return say(MAILMEND_TEXT("report", "up to {last}"), {{"last", moment(entry.last)}});
    }
    return entry.first.isValid()
               ? say(MAILMEND_TEXT("report", "from {first}"), {{"first", moment(entry.first)}})
               : Text{};
}

void writeCoverage(HtmlPage& page, const ReportInput& input, const ScanResult& scan)
{
    page.heading(2, say(MAILMEND_TEXT("report", "What was read, and how far back it reaches")));
    for (const TargetInfo& target : scan.targets) {
        page.beginTable(
            say(MAILMEND_TEXT("report", "Sources of {name}"), {{"name", words(targetName(target))}}),
            {say(MAILMEND_TEXT("report", "Source")), say(MAILMEND_TEXT("report", "State")),
             say(MAILMEND_TEXT("report", "How much")), say(MAILMEND_TEXT("report", "From and to")),
             say(MAILMEND_TEXT("report", "Why, and what to do"))});
        for (const CoverageEntry& entry : scan.coverage) {
            if (entry.target != target.id) {
                continue;
            }
            page.beginRow(sourceTitle(input.knowledge, entry.source));
            page.cell(readStateText(entry.state));
            page.cell(howMuchWasRead(entry));
            page.cell(howFar(entry));
            page.cell(entry.reason);
            page.endRow();
        }
        page.endTable();
    }
    if (!scan.leftOut.isEmpty()) {
        page.heading(3, say(MAILMEND_TEXT("report", "Left out")));
        page.list(scan.leftOut);
    }
}

void writeChecks(HtmlPage& page, const ScanResult& scan)
{
    page.heading(2, say(MAILMEND_TEXT("report", "The checks")));
    page.beginTable(say(MAILMEND_TEXT("report", "What each check says")),
                    {say(MAILMEND_TEXT("report", "Check")), say(MAILMEND_TEXT("report", "Server")),
                     say(MAILMEND_TEXT("report", "Result")), say(MAILMEND_TEXT("report", "Because"))});
    for (const CheckResult& result : scan.checks) {
        page.beginRow(verbatim(result.check));
        QString name = result.target;
        for (const TargetInfo& target : scan.targets) {
            name = target.id == result.target ? targetName(target) : name;
        }
        page.cell(name);
        page.cell(verdictText(result.verdict));
        page.open("td");
        page.paragraph(result.reason);
        page.paragraph(unreadBesides(result));
        page.list(result.looked);
        page.close("td");
        page.endRow();
    }
    page.endTable();
}

void writeHistory(HtmlPage& page, const CaseView& view)
{
    if (!view.notes.isEmpty()) {
        page.heading(2, say(MAILMEND_TEXT("report", "Notes")));
        page.beginTable(say(MAILMEND_TEXT("report", "What people wrote down")),
                        {say(MAILMEND_TEXT("report", "When")), say(MAILMEND_TEXT("report", "Who")),
                         say(MAILMEND_TEXT("report", "Note")), say(MAILMEND_TEXT("report", "About"))});
        for (const CaseNote& note : view.notes) {
            page.beginRow(verbatim(tellTime(note.at, page.reader())));
            page.cell(note.by);
            page.cell(note.text);
            page.cell(note.step.isEmpty() ? note.finding : note.step, "mono");
            page.endRow();
        }
        page.endTable();
    }
    page.heading(2, say(MAILMEND_TEXT("report", "Time line of this case")));
    page.beginTable(say(MAILMEND_TEXT("report", "Every event, in its order")),
                    {say(MAILMEND_TEXT("report", "Number")), say(MAILMEND_TEXT("report", "When")),
                     say(MAILMEND_TEXT("report", "Who")), say(MAILMEND_TEXT("report", "What"))});
    for (const HistoryLine& line : view.history) {
        page.beginRow(verbatim(page.reader().locale.toString(line.number)));
        page.cell(tellTime(line.at, page.reader()), "time");
        page.cell(line.by.isEmpty()
                      ? render(say(MAILMEND_TEXT("report", "Mailmend")), Format::Plain, page.reader())
                      : line.by);
        page.cell(line.text);
        page.endRow();
    }
    page.endTable();
}

void writeProof(HtmlPage& page, const ReportInput& input)
{
    const CaseView& view = input.view;
    page.heading(2, say(MAILMEND_TEXT("report", "What Mailmend cannot see")));
    page.list(cannotSee());
    page.heading(2, say(MAILMEND_TEXT("report", "To check this paper against the case")));
    page.open("dl");
    page.term(say(MAILMEND_TEXT("report", "Case")), view.title);
    page.term(say(MAILMEND_TEXT("report", "State of the case file")), view.integrity.text);
    page.term(say(MAILMEND_TEXT("report", "Number of events")), QString::number(view.lastEvent));
    page.term(say(MAILMEND_TEXT("report", "Head of the chain of events (SHA-256)")),
              QString::fromLatin1(view.head.toHex()), "mono");
    page.term(say(MAILMEND_TEXT("report", "Mailmend")), QStringLiteral(MAILMEND_VERSION));
    if (view.scan) {
        page.term(say(MAILMEND_TEXT("report", "Knowledge that judged")), knowledgeAge(view.scan->knowledge));
        page.term(say(MAILMEND_TEXT("report", "Knowledge pack (SHA-256)")), view.scan->knowledge.sha256,
                  "mono");
    }
    page.close("dl");
}

} // namespace

QByteArray technicianReport(const ReportInput& input)
{
    const CaseView& view = input.view;
    const Text title =
        say(MAILMEND_TEXT("report", "What we found on {names}"), {{"names", sentence(serverNames(view))}});
    HtmlPage page(readerFor(input), title, paperStyle, "technician");
    page.heading(1, title);
    writeHead(page, input);
    if (view.scan) {
        writeAnswers(page, view);
        writeCoverage(page, input, *view.scan);
    }
    writeFindings(page, input);
    if (view.scan) {
        writeChecks(page, *view.scan);
    }
    writePlan(page, input);
    writeChanges(page, input);
    writeSignOff(page, input);
    writeHosts(page, view);
    if (view.scan) {
        writeLive(page, *view.scan);
    }
    writeHistory(page, view);
    writeProof(page, input);
    return page.finish();
}

} // namespace mailmend
