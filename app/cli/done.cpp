// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cli/write_event.h"

namespace mailmend {

namespace {

Result<Event> makeDone(const CaseView& view, const Arguments& arguments, const QString& by)
{
    const auto step = findStep(view, arguments.word(1));
    if (!step) {
        return step.error();
    }
    return events::stepDone((*step)->step.id, by, arguments.value("ticket").trimmed());
}

Result<Event> makeReopened(const CaseView& view, const Arguments& arguments, const QString& by)
{
    const auto step = findStep(view, arguments.word(1));
    if (!step) {
        return step.error();
    }
    return events::stepReopened((*step)->step.id, by);
}

Result<Arguments> readStepCall(const Console& console, std::initializer_list<Option> options)
{
    return Arguments::parse(console.arguments, options, {2, 2, "a case and a step"});
}

} // namespace

extern const Command doneCommand;
constinit const Command doneCommand{
    "done",
    "done CASE STEP [--ticket TEXT] --by NAME",
    MAILMEND_TEXT("console",
                  "Marks a step as done, with a ticket where it was done elsewhere; recheck proves "
                  "it"),
    [](Console& console) {
        return writeEvent(
            console, readStepCall(console, {{"by", "NAME"}, {"ticket", "TEXT"}}), makeDone,
            MAILMEND_TEXT("console", "The step is marked as done. Prove it with: mailmend-cli recheck CASE "
                                     "--with TARGET"));
    },
};

extern const Command reopenCommand;
constinit const Command reopenCommand{
    "reopen",
    "reopen CASE STEP --by NAME",
    MAILMEND_TEXT("console", "Opens a step again that was marked as done or left out"),
    [](Console& console) {
        return writeEvent(console, readStepCall(console, {{"by", "NAME"}}), makeReopened,
                          MAILMEND_TEXT("console", "The step is open again."));
    },
};

} // namespace mailmend
