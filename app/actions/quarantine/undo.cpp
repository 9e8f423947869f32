// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/subject.h"
#include "actions/quarantine/verbs.h"
#include "actions/quarantine/work.h"
#include "actions/quarantine_file.h"
#include "base/escape.h"

namespace mailmend::quarantine {
namespace {

Error notApplied(const ChangeRecord& record)
{
    return {ErrorKind::BadCall,
            say(MAILMEND_TEXT("quarantine-file", "This change can't be undone now. It stands at: {state}."),
                {{"state", sentence(changeStateText(record.state))}}),
            {},
            {},
            {}};
}

Error tooLate(const Memory& memory, const QDateTime& applied)
{
    return {
        ErrorKind::Unsupported,
        say(MAILMEND_TEXT(
                "quarantine-file",
                "{path} was taken away on {day}. After {count} days Mailmend doesn't put it back by itself."),
            {{"path", place(memory.real.display())},
             {"day", day(applied.date())},
             {"count", count(kUndoDays)}}),
        say(MAILMEND_TEXT(
            "quarantine-file",
            "The case still keeps it. If it is needed, a responder can take it out of there by hand.")),
        {},
        {}};
}

Error changedJournal()
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("quarantine-file",
                              "The journal of this change is not the one that the case knows.")),
            say(MAILMEND_TEXT("quarantine-file",
                              "Keep the case's folder as it is, and ask a responder before you go on.")),
            {},
            {}};
}

Error triedTooOften()
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("quarantine-file", "Putting it back failed too often to note another try.")),
            say(MAILMEND_TEXT("quarantine-file", "A responder can take it out of the case by hand.")),
            {},
            {}};
}

JournalEntry undoing(const Journal& journal, const Memory& memory, const Clock& clock)
{
    return entryAfter(journal, step::Undoing, ChangeState::Undoing,
                      say(MAILMEND_TEXT("quarantine-file", "Putting {path} back was begun."),
                          {{"path", mailmend::place(memory.real.display())}}),
                      clock, false);
}

/** Its private name must be free: what stands there would be in the way, and is not ours to remove. */
Done asideIsFree(const Place& place, const Memory& memory)
{
    const auto there = place.folder->kind(place.aside);
    if (!there) {
        return there.error();
    }
    if (*there == NameKind::Nothing) {
        return done();
    }
    return Error{
        ErrorKind::Conflict,
        say(MAILMEND_TEXT("quarantine-file",
                          "At {path} there is something that Mailmend did not put there, and it needs that "
                          "name. Nothing was changed."),
            {{"path", mailmend::place(memory.real.parent().child(place.aside).display())}}),
        say(MAILMEND_TEXT("quarantine-file", "See what it is and move it by hand. Then undo again.")),
        {},
        {}};
}

QDateTime appliedAt(const Journal& journal)
{
    for (const JournalEntry& entry : journal.entries()) {
        if (entry.step == QLatin1StringView(step::Applied)) {
            return entry.at;
        }
    }
    return journal.record().settled;
}

/** One thing that stands where the file should go. */
struct InTheWay
{
    QByteArray name;
    NameKind kind = NameKind::Other;
};

Result<QList<InTheWay>> whatIsInTheWay(const Place& place, const Memory& memory)
{
    const auto names = place.folder->names();
    if (!names) {
        return names.error();
    }
    QList<InTheWay> found;
    const QByteArray folded = foldName(place.name);
    for (const QByteArray& name : *names) {
        if (foldName(name) == folded && !memory.twins.contains(name)) {
            const auto kind = place.folder->kind(name);
            if (!kind) {
                return kind.error();
            }
            found.append({name, *kind});
        }
    }
    return found;
}

Text kindText(NameKind kind)
{
    switch (kind) {
    case NameKind::Folder:
        return say(MAILMEND_TEXT("quarantine-file", "a folder"));
    case NameKind::Link:
        return say(MAILMEND_TEXT("quarantine-file", "a link"));
    case NameKind::File:
        return say(MAILMEND_TEXT("quarantine-file", "another file"));
    default:
        return say(MAILMEND_TEXT("quarantine-file", "something that is no ordinary file"));
    }
}

Error taken(const Memory& memory, const InTheWay& there, const std::optional<FileRecord>& record)
{
    const Text what =
        record ? say(MAILMEND_TEXT("quarantine-file", "another file of {size}, last changed {time}"),
                     {{"size", bytes(record->size)},
                      {"time", moment(QDateTime::fromSecsSinceEpoch(record->modified.seconds, Qt::UTC))}})
               : kindText(there.kind);
    const bool isFile = there.kind == NameKind::File;
    return {
        ErrorKind::Conflict,
        say(MAILMEND_TEXT("quarantine-file",
                          "At {path} there is {what} now, so the old one was not put back."),
            {{"path", place(memory.real.parent().child(there.name).display())}, {"what", sentence(what)}}),
        isFile
            ? say(MAILMEND_TEXT(
                  "quarantine-file",
                  "Decide which one you need. What is there now can be taken into the case first."))
            : say(MAILMEND_TEXT("quarantine-file", "See what it is and move it by hand. Then undo again.")),
        {},
        {}};
}

/** Takes what is there now into the case, as a change of its own. */
Done keepPresent(const Place& at, const Memory& memory, const InTheWay& there, ActionRun& run)
{
    const auto file = at.folder->open(there.name);
    const auto record = file ? (*file)->record() : Result<FileRecord>(file.error());
    const auto hash = record ? hashOf(**file, record->size, run.mayGoOn) : Result<QByteArray>(record.error());
    if (!hash) {
        return hash.error();
    }
    ActionRequest request{QString::fromLatin1(quarantineFile.id), newChangeId(), {}};
    request.parameters.insert(QString::fromLatin1(kPath), memory.real.parent().child(there.name));
    request.parameters.insert(QString::fromLatin1(kSha256), Sha256Value{*hash});
    const auto preview = quarantineFile.preview(request, run);
    if (!preview) {
        return preview.error();
    }
    const auto kept = apply(request, preview->digest, run);
    return kept ? done() : Done(kept.error());
}

/** @return whether what was there is in the case now */
Result<bool> freeThePlace(const Place& place, const Memory& memory, UndoWish wish, ActionRun& run)
{
    const auto found = whatIsInTheWay(place, memory);
    if (!found) {
        return found.error();
    }
    if (found->isEmpty()) {
        return false;
    }
    const InTheWay& first = found->first();
    if (wish == UndoWish::KeepPresentToo && found->size() == 1 && first.kind == NameKind::File) {
        const Done kept = keepPresent(place, memory, first, run);
        return kept ? Result<bool>(true) : Result<bool>(kept.error());
    }
    std::optional<FileRecord> record;
    if (const auto file = place.folder->open(first.name)) {
        if (auto read = (*file)->record()) {
            record = std::move(*read);
        }
    }
    return taken(memory, first, record);
}

/** Undoes it once nothing is in the way. */
Result<ChangeRecord> putBack(const Work& work)
{
    if (const Done noted = work.journal.append(undoing(work.journal, work.memory, work.run.clock)); !noted) {
        return noted.error();
    }
    const Done restored = restore(work);
    if (restored) {
        return work.journal.record();
    }
    const Error& why = restored.error();
    const bool onlyTheRest = work.journal.last().step == QLatin1StringView(step::Restored);
    const Done settled = onlyTheRest ? Done(why) : settleRestoring(work);
    if (settled && work.journal.record().state == ChangeState::Undone) {
        return work.journal.record();
    }
    return withEnd(why, settled ? MAILMEND_TEXT("quarantine-file", "The case still keeps the file.")
                                : MAILMEND_TEXT("quarantine-file",
                                                "Nothing is lost. Mailmend finishes it or takes "
                                                "it back at its next start."));
}

} // namespace

Result<ChangeRecord> undo(const ChangeRecord& record, UndoWish wish, ActionRun& run)
{
    auto journal = run.store.journal(record.change);
    if (!journal) {
        return journal.error();
    }
    if (journal->record().head != record.head) {
        return changedJournal();
    }
    if (journal->record().state != ChangeState::Applied) {
        return notApplied(journal->record());
    }
    const auto memory = readMemory(*journal);
    if (!memory) {
        return memory.error();
    }
    if (const QDateTime applied = appliedAt(*journal);
        applied.date().addDays(kUndoDays) < run.clock().date()) {
        return tooLate(*memory, applied);
    }
    if (const Done may = mayTouch(*journal, *memory, run); !may) {
        return may.error();
    }
    if (!journal->hasRoomToBegin(undoing(*journal, *memory, run.clock))) {
        return triedTooOften();
    }
    const auto place = openPlace(*journal, *memory, run);
    if (!place) {
        return place.error();
    }
    Done ready = run.machine.files->mayWrite(memory->real.parent());
    ready = ready ? asideIsFree(*place, *memory) : ready;
    ready = ready ? run.store.verify(record.change, memory->content(), run.mayGoOn) : ready;
    if (!ready) {
        return ready.error();
    }
    const auto freed = freeThePlace(*place, *memory, wish, run);
    if (!freed) {
        return freed.error();
    }
    auto result = putBack({*journal, *memory, *place, run});
    if (!result && *freed) {
        return withEnd(result.error(),
                       MAILMEND_TEXT("quarantine-file",
                                     "What was at its place is kept in the case now; a responder can take it "
                                     "out by hand."));
    }
    return result;
}

} // namespace mailmend::quarantine
