// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cli/write_event.h"

namespace mailmend {

namespace {

Result<Event> makeNote(const CaseView& view, const Arguments& arguments, const QString& by)
{
    const QString step = arguments.value("step");
    if (!step.isEmpty()) {
        if (const auto found = findStep(view, step); !found) {
            return found.error();
        }
    }
    const QString finding = arguments.value("finding");
    if (!finding.isEmpty() && view.finding(finding) == nullptr) {
        return Error{
            ErrorKind::BadCall,
            say(MAILMEND_TEXT("console", "There is no finding {finding} in this case."),
                {{"finding", words(finding)}}),
            say(MAILMEND_TEXT("console", "mailmend-cli case show CASE prints the names of the findings.")),
            {},
            {}};
    }
    if (arguments.word(1).trimmed().isEmpty()) {
        return Error{ErrorKind::BadCall, say(MAILMEND_TEXT("console", "The note is empty.")), {}, {}, {}};
    }
    return events::noteAdded(arguments.word(1), step, finding, by);
}

int runNote(Console& console)
{
    return writeEvent(console,
                      Arguments::parse(console.arguments,
                                       {{"by", "NAME"}, {"step", "STEP"}, {"finding", "FINDING"}},
                                       {2, 2, "a case and the note in quotes"}),
                      makeNote, MAILMEND_TEXT("console", "The note is in the case."));
}

} // namespace

extern const Command noteCommand;
constinit const Command noteCommand{
    "note",
    "note CASE TEXT --by NAME [--step STEP] [--finding FINDING]",
    MAILMEND_TEXT("console", "Writes a note into a case"),
    runNote,
};

} // namespace mailmend
