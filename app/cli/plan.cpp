// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/case_access.h"
#include "cli/output.h"
#include "cli/show_plan.h"
#include "reports/case_json.h"

namespace mailmend {

namespace {

int runPlan(Console& console)
{
    const auto arguments = Arguments::parse(
        console.arguments, {{"step", "STEP"}, {"format", "text|json"}, {"out", "FILE"}}, {1, 1, "a case"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    const auto opened = openCase(console, arguments->word(0));
    if (!opened) {
        return fail(console, opened.error());
    }
    // Fresh every time: a disk may be connected in another way than a minute ago.
    const WhereItCanBeDone where = lookWhereItCanBeDone(
        opened->view, console.program,
        elevationFor(console) ? MoreRights::CanBeAskedFor : MoreRights::AreNotToBeHad, console.cancel);
    auto output = Output::open(console, arguments->value("out"));
    if (!output) {
        return fail(console, output.error());
    }
    if (*format == PrintAs::Json) {
        (*output)->json(planJson(opened->view, where));
    } else if (arguments->has("step")) {
        const auto step = findStep(opened->view, arguments->value("step"));
        if (!step) {
            return fail(console, step.error());
        }
        showStep(**output, opened->view, **step, {where, console.clock()});
    } else {
        showPlan(**output, opened->view, *console.knowledge, {where, console.clock()});
    }
    const auto written = (*output)->finish();
    return written ? exit_status::Nothing : fail(console, written.error());
}

} // namespace

extern const Command planCommand;
constinit const Command planCommand{
    "plan",
    "plan CASE [--step STEP] [--format text|json] [--out FILE]",
    MAILMEND_TEXT("console", "Prints the repair of a case, step by step"),
    runPlan,
};

} // namespace mailmend
