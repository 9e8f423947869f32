// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cli/write_event.h"

namespace mailmend {

namespace {

Result<Event> makeChoice(const CaseView& view, const Arguments& arguments, const QString& by)
{
    if (!view.plan.choice) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "The plan of this case leaves nothing to decide.")),
                     {},
                     {},
                     {}};
    }
    const QString way = arguments.word(1);
    if (!view.plan.choice->ways.contains(way)) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "{way} is none of the ways. Choose one of: {ways}."),
                         {{"way", words(way)}, {"ways", names(view.plan.choice->ways)}}),
                     {},
                     {},
                     {}};
    }
    return events::wayChosen(way, by);
}

} // namespace

extern const Command chooseCommand;
constinit const Command chooseCommand{
    "choose",
    "choose CASE WAY --by NAME",
    MAILMEND_TEXT("console", "Decides between the ways of repair that plan prints"),
    [](Console& console) {
        return writeEvent(console,
                          Arguments::parse(console.arguments, {{"by", "NAME"}}, {2, 2, "a case and a way"}),
                          makeChoice,
                          MAILMEND_TEXT("console", "The decision is in the case. mailmend-cli plan CASE "
                                                   "prints the steps of it."));
    },
};

} // namespace mailmend
