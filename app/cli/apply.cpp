// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/fix_output.h"

#include <algorithm>

namespace mailmend {

namespace {

/** 1 not fixed; 2 cannot tell; 0 fixed. */
int statusOf(FindingStatus status)
{
    switch (status) {
    case FindingStatus::Open:
    case FindingStatus::NotFixedYet:
        return exit_status::NeedsAction;
    case FindingStatus::CannotTell:
        return exit_status::CouldNotCheck;
    case FindingStatus::Accepted:
    case FindingStatus::Fixed:
        break;
    }
    return exit_status::Nothing;
}

int worse(int left, int right)
{
    const auto weight = [](int status) { return status == exit_status::NeedsAction ? 10 : status; };
    return weight(left) >= weight(right) ? left : right;
}

/** @return nothing where the person declined. */
Result<std::optional<FixOutcome>> applyOne(Console& console, FixCall& call, const QString& step,
                                           const QString& by)
{
    const CaseView view = call.opened.view;
    const QString file = call.opened.log->file();
    const FixParts parts = fixParts(call.opened, console);
    const auto preview = previewStep(view, file, step, parts, console.cancel);
    if (!preview) {
        return preview.error();
    }
    if (call.format == PrintAs::Text) {
        show(*call.output, *preview);
    }
    if (!agrees(console, call.arguments, preview->preview.consent, preview->preview.decline)) {
        return std::optional<FixOutcome>();
    }
    auto outcome = applyStep(view, file, *preview, by, parts, {}, console.cancel);
    if (!outcome) {
        return outcome.error();
    }
    return std::optional<FixOutcome>(std::move(*outcome));
}

int runApply(Console& console)
{
    auto call = readFixCall(console, {{"yes"}, {"by", "NAME"}, {"format", "text|json"}, {"out", "FILE"}});
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
    int status = exit_status::Nothing;
    QJsonArray changes;
    std::optional<Error> failed;
    for (const QString& step : call->steps) {
        const auto outcome = applyOne(console, *call, step, *by);
        if (!outcome) {
            failed = outcome.error();
            break;
        }
        if (!*outcome) {
            status = worse(status, exit_status::NeedsAction);
            continue;
        }
        if (call->format == PrintAs::Json) {
            changes.append(fixJson(step, **outcome));
        } else {
            show(*call->output, **outcome);
        }
        status = worse(status, statusOf((*outcome)->status));
    }
    if (call->format == PrintAs::Json) {
        call->output->json(fixesJson("mailmend-change/1", changes));
    }
    const auto printed = call->output->finish();
    if (failed || !printed) {
        return fail(console, failed ? *failed : printed.error());
    }
    return status;
}

} // namespace

extern const Command applyCommand;
constinit const Command applyCommand{
    "apply",
    "apply CASE STEP… --by NAME [--yes] [--format text|json] [--out FILE]",
    MAILMEND_TEXT("console", "Does a step on a mounted disk: shows it, asks, does it and looks again"),
    runApply,
};

} // namespace mailmend
