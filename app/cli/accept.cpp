// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cli/arguments.h"
#include "cli/write_event.h"

namespace mailmend {

namespace {

Result<const CaseFinding*> findFinding(const CaseView& view, const QString& id)
{
    const CaseFinding* finding = view.finding(id);
    if (finding == nullptr) {
        return badCall(say(MAILMEND_TEXT("console", "There is no finding {finding} in this case."),
                           {{"finding", words(id)}}),
                       say(MAILMEND_TEXT("console", "mailmend-cli case show CASE prints the names of the "
                                                    "findings.")));
    }
    if (const std::optional<Text> why = whyNotAcceptable(*finding)) {
        return badCall(*why,
                       finding->status == FindingStatus::Fixed
                           ? Text{}
                           : say(MAILMEND_TEXT("console", "Leave its steps out instead: mailmend-cli skip "
                                                          "CASE STEP.")));
    }
    return finding;
}

Result<QDate> readUntil(const QString& given, const QDate& today)
{
    const QDate until = QDate::fromString(given, Qt::ISODate);
    if (!until.isValid()) {
        return badCall(
            say(MAILMEND_TEXT("console", "A finding is accepted for a time only. Say until which day: "
                                         "--until {example}."),
                {{"example", words(today.addMonths(3).toString(Qt::ISODate))}}));
    }
    if (until < today) {
        return badCall(say(MAILMEND_TEXT("console", "{day} has passed already."), {{"day", day(until)}}));
    }
    return until;
}

int runAccept(Console& console)
{
    const QDate today = console.clock().toUTC().date();
    const auto make = [today](const CaseView& view, const Arguments& arguments,
                              const QString& by) -> Result<Event> {
        const auto finding = findFinding(view, arguments.word(1));
        if (!finding) {
            return finding.error();
        }
        const QString reason = arguments.value("reason").trimmed();
        if (reason.isEmpty()) {
            return badCall(
                say(MAILMEND_TEXT("console", "A finding is accepted only with a reason, which stands in "
                                             "every report: --reason TEXT.")));
        }
        const auto until = readUntil(arguments.value("until"), today);
        return until ? Result<Event>(events::findingAccepted((*finding)->finding, reason, *until, by))
                     : Result<Event>(until.error());
    };
    return writeEvent(
        console,
        Arguments::parse(console.arguments, {{"by", "NAME"}, {"reason", "TEXT"}, {"until", "DATE"}},
                         {2, 2, "a case and a finding"}),
        make,
        MAILMEND_TEXT("console", "The finding is accepted as it is now. It opens again after that "
                                 "day, or as soon as it changes. No answer gets better by this."));
}

} // namespace

extern const Command acceptCommand;
constinit const Command acceptCommand{
    "accept",
    "accept CASE FINDING --reason TEXT --by NAME --until DATE",
    MAILMEND_TEXT("console", "Takes a finding as it is until a day (2027-01-31), with a reason"),
    runAccept,
};

} // namespace mailmend
