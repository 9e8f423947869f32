// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/fix_output.h"

namespace mailmend {

namespace {

int runPreview(Console& console)
{
    auto call = readFixCall(console, {{"format", "text|json"}, {"out", "FILE"}});
    if (!call) {
        return fail(console, call.error());
    }
    const CaseView view = call->opened.view;
    const FixParts parts = fixParts(call->opened, console);
    QJsonArray previews;
    for (const QString& step : call->steps) {
        const auto preview = previewStep(view, call->opened.log->file(), step, parts, console.cancel);
        if (!preview) {
            return fail(console, preview.error());
        }
        if (call->format == PrintAs::Json) {
            previews.append(fixJson(*preview));
        } else {
            show(*call->output, *preview);
        }
    }
    if (call->format == PrintAs::Json) {
        call->output->json(fixesJson("mailmend-preview/1", previews));
    }
    const auto printed = call->output->finish();
    return printed ? exit_status::Nothing : fail(console, printed.error());
}

} // namespace

extern const Command previewCommand;
constinit const Command previewCommand{
    "preview",
    "preview CASE STEP… [--format text|json] [--out FILE]",
    MAILMEND_TEXT("console", "Shows what Mailmend would change for a step, and changes nothing"),
    runPreview,
};

} // namespace mailmend
