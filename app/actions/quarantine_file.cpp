// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine_file.h"

#include "actions/quarantine/compiled_copies.h"
#include "actions/quarantine/subject.h"
#include "actions/quarantine/verbs.h"
#include "base/escape.h"

#include <algorithm>

namespace mailmend {
namespace {

using quarantine::Subject;

constexpr qsizetype mostCopies = 5; ///< named one by one

constexpr ParameterSpec kParameters[] = {{quarantine::kPath, ParameterKind::Path},
                                         {quarantine::kSha256, ParameterKind::Sha256}};

QStringList shownNames(const QList<QByteArray>& names)
{
    QStringList out;
    for (const QByteArray& name : names) {
        out.append(displayBytes(name));
    }
    return out;
}

QList<Text> changesOf(const Subject& subject)
{
    const quarantine::Memory& memory = subject.memory;
    QList<Text> out;
    out.append(
        say(MAILMEND_TEXT(
                "quarantine-file",
                "{path} ({size}) is in its folder now. Afterwards it is not there any more; Mailmend keeps "
                "its content, encoded so that it can do no harm."),
            {{"path", place(memory.real.display())}, {"size", bytes(memory.record.size)}}));
    if (memory.real != subject.asked) {
        out.append(
            say(MAILMEND_TEXT("quarantine-file", "{asked} leads there through a link. The link stays."),
                {{"asked", place(subject.asked.display())}}));
    }
    out.append(say(MAILMEND_TEXT("quarantine-file",
                                 "The folder {folder} shows the time of this step as its last change."),
                   {{"folder", place(memory.real.parent().display())}}));
    return out;
}

/** A page that was asked for has a translated copy, which the web server can go on delivering. */
QList<Text> copiesOf(const quarantine::CompiledCopies& copies)
{
    QList<Text> out;
    for (const quarantine::CompiledCopy& copy :
         copies.found.first(std::min(copies.found.size(), mostCopies))) {
        out.append(
            say(MAILMEND_TEXT("quarantine-file",
                              "The web server keeps a translated copy of it, made {time}: {note}. So the "
                              "page was asked for at least once. Until the copy is thrown out, the page may "
                              "go on answering."),
                {{"time", moment(copy.made)}, {"note", place(copy.note.display())}}));
        if (!copy.program.isEmpty()) {
            out.append(
                say(MAILMEND_TEXT("quarantine-file",
                                  "Its program {program} stays too: other pages may be in it. The plan's "
                                  "step “Throw out the compiled copies” takes both away, while the web "
                                  "server is stopped."),
                    {{"program", place(copy.program.display())}}));
        }
    }
    if (copies.found.size() > mostCopies) {
        out.append(say(MAILMEND_TEXT("quarantine-file", "There are {count} further copies of it."),
                       {{"count", count(copies.found.size() - mostCopies)}}));
    }
    if (copies.looked == quarantine::CopiesLooked::Nowhere) {
        out.append(say(MAILMEND_TEXT(
            "quarantine-file", "We could not look for translated copies of the page: the web server's folder "
                               "Temporary ASP.NET Files was not found or can't be opened. If there are "
                               "copies, the page may go on answering. Throw them out as the plan says.")));
    } else if (copies.looked == quarantine::CopiesLooked::InPart) {
        out.append(say(MAILMEND_TEXT(
            "quarantine-file", "Temporary ASP.NET Files could not be looked through in full: translated "
                               "copies of the page may lie there. Throw them out as the plan says.")));
    }
    return out;
}

QList<Text> staysOf(const Subject& subject)
{
    const quarantine::Memory& memory = subject.memory;
    QList<Text> out;
    out.append(say(MAILMEND_TEXT("quarantine-file", "Mailmend keeps its content with the SHA-256 {hash}, its "
                                                    "times, owner, rights and attributes."),
                   {{"hash", words(QString::fromLatin1(memory.sha256.toHex()))}}));
    if (memory.record.links > 1) {
        out.append(say(MAILMEND_TEXT("quarantine-file",
                                     "The file has {count} other {count|name|names} on this disk. {count|It "
                                     "stays|They stay}, and the "
                                     "content can still be reached there. Find {count|it|them} too."),
                       {{"count", count(static_cast<qint64>(memory.record.links) - 1)}}));
    }
    if (!memory.twins.isEmpty()) {
        out.append(say(
            MAILMEND_TEXT("quarantine-file", "Beside it there is {names}, with other content. That stays."),
            {{"names", names(shownNames(memory.twins))}}));
    }
    out.append(say(MAILMEND_TEXT("quarantine-file", "Nothing else on the disk is changed.")));
    return out;
}

Result<Preview> preview(const ActionRequest& request, ActionRun& run)
{
    if (const Done good = checkRequest(quarantineFile, request); !good) {
        return good.error();
    }
    const auto subject = quarantine::findSubject(request, run);
    if (!subject) {
        return subject.error();
    }
    const quarantine::Memory& memory = subject->memory;
    const auto copies = quarantine::compiledCopiesOf({memory.real, subject->asked}, run);
    if (!copies) {
        return copies.error();
    }
    const Argument name = words(displayBytes(memory.real.name()));
    Preview out;
    out.title =
        say(MAILMEND_TEXT("quarantine-file", "This moves {name} out of its folder and into quarantine."),
            {{"name", name}});
    out.changes = changesOf(*subject);
    out.stays = copiesOf(*copies) + staysOf(*subject);
    out.cannotComeBack = run.machine.files->cannotComeBack(memory.real.parent(), memory.record);
    out.cannotComeBack.append(say(MAILMEND_TEXT(
        "quarantine-file", "The time at which the folder was last changed. Mailmend notes it.")));
    out.undo = say(MAILMEND_TEXT("quarantine-file", "Mailmend can put it back until {day}."),
                   {{"day", day(lastDayToUndo(run.clock()))}});
    out.consent = say(MAILMEND_TEXT("quarantine-file", "Quarantine {name}"), {{"name", name}});
    out.decline = say(MAILMEND_TEXT("quarantine-file", "Keep it"));
    out.digest = subject->digest;
    return out;
}

} // namespace

constinit const Action quarantineFile{"quarantine-file",
                                      MAILMEND_TEXT("quarantine-file", "Quarantine a file"),
                                      kParameters,
                                      quarantine::possible,
                                      preview,
                                      quarantine::apply,
                                      quarantine::undo,
                                      quarantine::inTheWay,
                                      quarantine::recover};

} // namespace mailmend
