// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/case_access.h"

#include "cli/output.h"
#include "engine/helper/elevation.h"
#include "evidence/sample/sample.h"

#include <QFileInfo>

#include <algorithm>

namespace mailmend {

namespace {

Done refresh(OpenCase& opened, const Console& console)
{
    const auto events = opened.log->read(0);
    if (!events) {
        return events.error();
    }
    auto view = viewCase(*events, *console.knowledge, console.clock());
    if (!view) {
        return view.error();
    }
    opened.view = std::move(*view);
    opened.view.integrity = opened.log->verify();
    opened.view.head = opened.log->head();
    return done();
}

Result<OpenCase> take(const Console& console, Result<std::unique_ptr<EventLog>> log)
{
    if (!log) {
        return log.error();
    }
    OpenCase opened;
    opened.log = std::move(*log);
    if (const auto read = refresh(opened, console); !read) {
        return read.error();
    }
    return opened;
}

/** Says on standard error what was finished, put back, or is still open. */
void settleInterrupted(OpenCase& opened, const Console& console)
{
    if (!opened.view.integrity.intact) {
        return; // nothing may be added to it
    }
    const CaseView view = opened.view;
    const TakenOver settled =
        takeOverChanges(view, opened.log->file(), fixParts(opened, console), console.cancel);
    for (const Error& trouble : settled.troubles) {
        tell(console, say(MAILMEND_TEXT("console", "What was interrupted could not be looked after: {why} "
                                                   "{hint}"),
                          {{"why", sentence(trouble.text)}, {"hint", sentence(trouble.hint)}}));
    }
    for (const ChangeRecord& record : settled.changes) {
        tell(console,
             say(MAILMEND_TEXT("console", "{state}: {what}"),
                 {{"state", sentence(changeStateText(record.state))}, {"what", sentence(record.what)}}));
    }
}

} // namespace

StartElevated elevationFor(const Console& console)
{
    // Where nobody sits nobody can answer Windows; who has the rights already is not asked.
    return console.inIsTerminal || rightsAreOurs() ? elevationOf(console.program) : StartElevated();
}

FixParts fixParts(OpenCase& opened, const Console& console)
{
    return {console.program,
            *console.knowledge,
            console.clock,
            [&opened, &console](const QList<Event>& events) {
                Done written = appendTo(opened, console, events);
                if (!written && written.error().kind == ErrorKind::Conflict) {
                    // Another program wrote first: what we add only adds, so it goes after theirs.
                    const Done again = refresh(opened, console);
                    written = again ? appendTo(opened, console, events) : again;
                }
                return written;
            },
            {},
            elevationFor(console)};
}

Result<OpenCase> openCase(const Console& console, const QString& file)
{
    if (!QFileInfo::exists(file)) {
        return Error{ErrorKind::NotFound,
                     say(MAILMEND_TEXT("console", "There is no case {file}."), {{"file", place(file)}}),
                     say(MAILMEND_TEXT("console", "mailmend-cli check TARGET --case FILE makes one.")),
                     {},
                     {}};
    }
    Result<OpenCase> opened = take(console, EventLog::open(file, console.sealFolder, console.clock));
    if (opened) {
        settleInterrupted(*opened, console);
    }
    return opened;
}

Result<OpenCase> openOrCreateCase(const Console& console, const QString& file)
{
    return QFileInfo::exists(file) ? openCase(console, file)
                                   : take(console, EventLog::create(file, console.sealFolder, console.clock));
}

Done appendTo(OpenCase& opened, const Console& console, const QList<Event>& events)
{
    const auto written = opened.log->append(opened.view.lastEvent, events);
    if (!written) {
        return written.error();
    }
    return refresh(opened, console);
}

Result<const CaseStep*> findStep(const CaseView& view, const QString& name)
{
    if (const CaseStep* step = view.step(name)) {
        return step;
    }
    return Error{
        ErrorKind::BadCall,
        say(MAILMEND_TEXT("console", "There is no step {step} in this case."), {{"step", words(name)}}),
        say(MAILMEND_TEXT("console", "mailmend-cli plan CASE prints the names of the steps.")),
        {},
        {}};
}

Result<QString> whoIsIt(const Arguments& arguments, bool loginWillDo)
{
    QString name = arguments.value("by").trimmed();
    if (name.isEmpty()) {
        name = Settings().text(setting::personName).trimmed();
    }
    if (name.isEmpty() && loginWillDo) {
        name = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    }
    if (name.isEmpty() && !loginWillDo) {
        return Error{
            ErrorKind::BadCall,
            say(MAILMEND_TEXT("console", "The case keeps who did what. Say who you are: --by NAME.")),
            {},
            {},
            {}};
    }
    return name;
}

Clock clockFor(const Console& console, const QStringList& targets)
{
    const bool onlySamples =
        !targets.isEmpty() &&
        std::all_of(targets.begin(), targets.end(), [](const QString& one) { return isSampleTarget(one); });
    return onlySamples ? sampleClock() : console.clock;
}

} // namespace mailmend
