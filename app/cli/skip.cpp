// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cli/write_event.h"

namespace mailmend {

namespace {

Result<Event> makeSkip(const CaseView& view, const Arguments& arguments, const QString& by)
{
    const auto step = findStep(view, arguments.word(1));
    if (!step) {
        return step.error();
    }
    const QString reason = arguments.value("reason").trimmed();
    if (reason.isEmpty()) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console",
                                       "A step is left out only with a reason, which stands in every report: "
                                       "--reason TEXT.")),
                     {},
                     {},
                     {}};
    }
    return events::stepSkipped((*step)->step.id, reason, by);
}

int runSkip(Console& console)
{
    return writeEvent(console,
                      Arguments::parse(console.arguments, {{"by", "NAME"}, {"reason", "TEXT"}},
                                       {2, 2, "a case and a step"}),
                      makeSkip,
                      MAILMEND_TEXT("console", "The step is left out. The reason stands in the case."));
}

} // namespace

extern const Command skipCommand;
constinit const Command skipCommand{
    "skip",
    "skip CASE STEP --reason TEXT --by NAME",
    MAILMEND_TEXT("console", "Leaves a step out, with a reason"),
    runSkip,
};

} // namespace mailmend
