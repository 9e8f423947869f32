// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/fix_output.h"

namespace mailmend {

namespace {

/** @param named a step, or the number of one change. @return nothing where the person declined. */
Result<std::optional<FixOutcome>> undoOne(Console& console, FixCall& call, const QString& named,
                                          const QString& by)
{
    const CaseView view = call.opened.view;
    const CaseChange* change = isChangeId(named) ? view.change(named) : doneChange(view, named);
    if (change == nullptr || change->record.state != ChangeState::Applied) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "Mailmend has done nothing for {step} that it could undo."),
                         {{"step", words(named)}}),
                     say(MAILMEND_TEXT("console", "mailmend-cli case show CASE says what can be undone.")),
                     {},
                     {}};
    }
    if (call.format == PrintAs::Text) {
        call.output->line(change->record.what);
    }
    if (!agrees(console, call.arguments,
                say(MAILMEND_TEXT("console", "Undo this and put back what was there")),
                say(MAILMEND_TEXT("console", "Leave it as it is")))) {
        return std::optional<FixOutcome>();
    }
    const UndoWish wish =
        call.arguments.has("keep-present") ? UndoWish::KeepPresentToo : UndoWish::OnlyIfUntouched;
    auto outcome = undoChange(view, call.opened.log->file(), change->record.change, wish, by,
                              fixParts(call.opened, console), {}, console.cancel);
    if (!outcome) {
        return outcome.error();
    }
    return std::optional<FixOutcome>(std::move(*outcome));
}

int runUndo(Console& console)
{
    auto call = readFixCall(
        console, {{"yes"}, {"keep-present"}, {"by", "NAME"}, {"format", "text|json"}, {"out", "FILE"}});
    if (!call) {
        return fail(console, call.error());
    }
    const auto by = whoIsIt(call->arguments);
    if (!by) {
        return fail(console, by.error());
    }
    if (const Done agreed = somebodyAgrees(console, call->arguments); !agreed) {
        return fail(console, agreed.error());
    }
    QJsonArray changes;
    std::optional<Error> failed;
    for (const QString& step : call->steps) {
        const auto outcome = undoOne(console, *call, step, *by);
        if (!outcome) {
            failed = outcome.error();
            break;
        }
        if (*outcome && call->format == PrintAs::Json) {
            changes.append(fixJson(call->opened.view.change((*outcome)->change.change)->step, **outcome));
        } else if (*outcome) {
            show(*call->output, **outcome);
        }
    }
    if (call->format == PrintAs::Json) {
        call->output->json(fixesJson("mailmend-change/1", changes));
    }
    const auto printed = call->output->finish();
    if (failed || !printed) {
        return fail(console, failed ? *failed : printed.error());
    }
    return exit_status::Nothing;
}

} // namespace

extern const Command undoCommand;
constinit const Command undoCommand{
    "undo",
    "undo CASE STEP|CHANGE… --by NAME [--yes] [--keep-present] [--format text|json] [--out FILE]",
    MAILMEND_TEXT("console", "Puts back what Mailmend has changed, by step or by number of the change; "
                             "--keep-present keeps what lies in its place now"),
    runUndo,
};

} // namespace mailmend
