// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cli/arguments.h"
#include "cli/write_event.h"

namespace mailmend {

namespace {

/** The day on which it is to be looked at again; invalid: none was given. */
Result<QDate> readReview(const Arguments& arguments, const QDate& today)
{
    if (!arguments.has("review")) {
        return QDate();
    }
    const QDate review = QDate::fromString(arguments.value("review"), Qt::ISODate);
    if (!review.isValid()) {
        return badCall(
            say(MAILMEND_TEXT("console", "Say on which day it is to be looked at again: --review {example}."),
                {{"example", words(today.addMonths(3).toString(Qt::ISODate))}}));
    }
    if (review <= today) {
        return badCall(say(MAILMEND_TEXT("console", "{day} is not a day to come."), {{"day", day(review)}}));
    }
    return review;
}

Result<Event> makeSkip(const CaseView& view, const Arguments& arguments, const QString& by,
                       const QDate& today)
{
    const auto step = findStep(view, arguments.word(1));
    if (!step) {
        return step.error();
    }
    const QString reason = arguments.value("reason").trimmed();
    if (reason.isEmpty()) {
        return badCall(say(
            MAILMEND_TEXT("console", "A step is left out only with a reason, which stands in every report: "
                                     "--reason TEXT.")));
    }
    const auto review = readReview(arguments, today);
    return review ? Result<Event>(events::stepSkipped((*step)->step.id, reason, by, *review))
                  : Result<Event>(review.error());
}

int runSkip(Console& console)
{
    const QDate today = console.clock().toUTC().date();
    return writeEvent(
        console,
        Arguments::parse(console.arguments, {{"by", "NAME"}, {"reason", "TEXT"}, {"review", "DATE"}},
                         {2, 2, "a case and a step"}),
        [today](const CaseView& view, const Arguments& arguments, const QString& by) {
            return makeSkip(view, arguments, by, today);
        },
        MAILMEND_TEXT("console", "The step is left out. The reason stands in the case."));
}

} // namespace

extern const Command skipCommand;
constinit const Command skipCommand{
    "skip",
    "skip CASE STEP --reason TEXT --by NAME [--review DATE]",
    MAILMEND_TEXT("console", "Leaves a step out, with a reason; from the given day on it is open again"),
    runSkip,
};

} // namespace mailmend
