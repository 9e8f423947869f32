// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_sign_off.h"
#include "cases/events.h"
#include "cli/case_access.h"
#include "cli/output.h"
#include "reports/case_json.h"
#include "reports/wording.h"

namespace mailmend {

namespace {

/** Before it is signed: nobody signs what they have not been told. */
void showWhatIsSigned(Output& output, const CaseView& view)
{
    if (!view.targets.isEmpty()) {
        output.setZone(view.targets.first().zone);
    }
    output.line(say(MAILMEND_TEXT("console", "This is what is signed:")));
    for (const Text& line : whatIsSigned(view)) {
        output.line(say(MAILMEND_TEXT("console", "- {line}"), {{"line", sentence(line)}}), 2);
    }
    output.line();
}

void showSigned(Output& output, const CaseView& after)
{
    output.line(signOffLine(after.signOff));
    output.line(say(MAILMEND_TEXT("console", "Head of the chain of events:")));
    output.line(QString::fromLatin1(after.head.toHex()));
}

int runSignOff(Console& console)
{
    const auto arguments = Arguments::parse(
        console.arguments,
        {{"by", "NAME"}, {"second", "NAME"}, {"reason", "TEXT"}, {"format", "text|json"}, {"out", "FILE"}},
        {1, 1, "a case"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    const auto by = whoIsIt(*arguments);
    if (!by) {
        return fail(console, by.error());
    }
    const QString second = arguments->value("second").trimmed();
    if (isSamePerson(second, *by)) {
        return fail(console, {ErrorKind::BadCall,
                              say(MAILMEND_TEXT("console", "The second person must be somebody else.")),
                              say(MAILMEND_TEXT("console", "Leave it out if nobody looked at it with you.")),
                              {},
                              {}});
    }
    auto opened = openCase(console, arguments->word(0));
    if (!opened) {
        return fail(console, opened.error());
    }
    auto output = Output::open(console, arguments->value("out"));
    if (!output) {
        return fail(console, output.error());
    }
    const CaseView before = opened->view;
    if (*format == PrintAs::Text) {
        showWhatIsSigned(**output, before);
    }
    const auto written = appendTo(
        *opened, console, {events::signedOff(before, second, arguments->value("reason").trimmed(), *by)});
    if (!written) {
        return fail(console, written.error());
    }
    if (*format == PrintAs::Json) {
        (*output)->json(caseJson(opened->view));
    } else {
        showSigned(**output, opened->view);
    }
    const auto printed = (*output)->finish();
    return printed ? exit_status::Nothing : fail(console, printed.error());
}

} // namespace

extern const Command signOffCommand;
constinit const Command signOffCommand{
    "sign-off",
    "sign-off CASE --by NAME [--second NAME] [--reason TEXT] [--format text|json] [--out FILE]",
    MAILMEND_TEXT("console", "Signs a case as finished, and says what is still open in it"),
    runSignOff,
};

} // namespace mailmend
