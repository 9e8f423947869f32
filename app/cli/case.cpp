// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"
#include "cli/case_access.h"
#include "cli/output.h"
#include "cli/show_plan.h"
#include "findings/finding_text.h"
#include "reports/case_json.h"
#include "reports/wording.h"

namespace mailmend {

namespace {

void showFindings(Output& output, const CaseView& view)
{
    output.heading(say(MAILMEND_TEXT("console", "Findings")));
    for (const CaseFinding& of : view.findings) {
        const Text status =
            of.status == FindingStatus::Open ? verdictText(of.finding.verdict) : statusText(of.status);
        output.marked(of.status == FindingStatus::Fixed ? Verdict::Clear : of.finding.verdict, status,
                      of.finding.title);
        const Subject& subject = of.finding.subject;
        output.line(subjectText(subject), 4);
        output.line(serversOf(view, {of.finding.target}), 4);
        output.line(of.statusReason, 4);
        output.line(of.finding.id, 4);
    }
}

void showChanges(Output& output, const CaseView& view, const QDateTime& now)
{
    if (view.changes.isEmpty()) {
        return;
    }
    output.heading(say(MAILMEND_TEXT("console", "What Mailmend changed")));
    for (const CaseChange& change : view.changes) {
        output.line(changeLine(view, change, now));
        for (const Text& lost : change.record.lost) {
            output.line(lost, 4);
        }
        output.line(change.step, 4);
        output.line(change.record.change, 4);
    }
}

void showHistory(Output& output, const CaseView& view)
{
    output.heading(say(MAILMEND_TEXT("console", "What happened in this case")));
    for (const HistoryLine& line : view.history) {
        output.line(say(MAILMEND_TEXT("console", "{count}. {time} {by}: {what}"),
                        {{"count", count(line.number)},
                         {"time", moment(line.at)},
                         {"by", words(line.by.isEmpty() ? QStringLiteral("Mailmend") : line.by)},
                         {"what", sentence(line.text)}}));
    }
}

void showAnswers(Output& output, const Assessment& answers, int indent)
{
    for (const QuestionAnswered& one : fourAnswers(answers)) {
        output.pair(one.question,
                    say(MAILMEND_TEXT("console", "{answer}. {because}"),
                        {{"answer", sentence(one.answer)}, {"because", sentence(one.because)}}),
                    indent, 18);
    }
}

void show(Output& output, const CaseView& view, const QDateTime& now)
{
    if (!view.targets.isEmpty()) {
        output.setZone(view.targets.first().zone);
    }
    showIntegrity(output, view);
    output.line(view.title);
    for (const TargetInfo& target : view.targets) {
        output.line(say(MAILMEND_TEXT("console", "{name}, read from {path}"),
                        {{"name", words(targetName(target))}, {"path", place(target.path)}}),
                    2);
    }
    if (view.scan) {
        output.line();
        showAnswers(output, view.scan->answers, 0);
    }
    for (const ServerAnswers& server : view.answersByServer) {
        output.line();
        output.line(serversOf(view, server.targets));
        showAnswers(output, server.answers, 2);
    }
    showFindings(output, view);
    output.heading(say(MAILMEND_TEXT("console", "Plan")));
    output.line(say(
        MAILMEND_TEXT("console", "{settled} of {all} steps are settled. mailmend-cli plan CASE prints them."),
        {{"settled", count(view.stepsSettled())}, {"all", count(view.steps.size())}}));
    output.line(notLookedAtAgain(view));
    showChanges(output, view, now);
    output.heading(say(MAILMEND_TEXT("console", "Sign-off")));
    output.line(signOffLine(view.signOff));
    showHistory(output, view);
    output.line();
    output.line(say(MAILMEND_TEXT("console", "Head of the chain of events:")));
    output.line(QString::fromLatin1(view.head.toHex()));
}

int verify(Output& output, const CaseView& view)
{
    output.line(view.integrity.text);
    output.line(QString::fromLatin1(view.head.toHex()));
    if (!view.integrity.intact) {
        return exit_status::NeedsAction;
    }
    return view.integrity.sealedHere ? exit_status::Nothing : exit_status::CouldNotCheck;
}

int runCase(Console& console)
{
    const auto arguments = Arguments::parse(console.arguments, {{"format", "text|json"}, {"out", "FILE"}},
                                            {2, 2, "show or verify, and a case"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    const QString what = arguments->word(0);
    if (what != QStringLiteral("show") && what != QStringLiteral("verify")) {
        return fail(console, {ErrorKind::BadCall,
                              say(MAILMEND_TEXT("console",
                                                "{what} is nothing that can be done with a case. Use show or "
                                                "verify."),
                                  {{"what", words(what)}}),
                              {},
                              {},
                              {}});
    }
    const auto opened = openCase(console, arguments->word(1));
    if (!opened) {
        return fail(console, opened.error());
    }
    auto output = Output::open(console, arguments->value("out"));
    if (!output) {
        return fail(console, output.error());
    }
    int status = exit_status::Nothing;
    if (*format == PrintAs::Json) {
        (*output)->json(caseJson(opened->view));
        status = opened->view.integrity.intact ? exit_status::Nothing : exit_status::NeedsAction;
    } else if (what == QStringLiteral("verify")) {
        status = verify(**output, opened->view);
    } else {
        show(**output, opened->view, console.clock());
    }
    const auto printed = (*output)->finish();
    return printed ? status : fail(console, printed.error());
}

} // namespace

extern const Command caseCommand;
constinit const Command caseCommand{
    "case",
    "case show|verify FILE [--format text|json] [--out FILE]",
    MAILMEND_TEXT("console",
                  "Shows a case, or checks that nobody has changed or cut it (exit 1: somebody has)"),
    runCase,
};

} // namespace mailmend
