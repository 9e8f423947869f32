// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/subject.h"
#include "actions/quarantine/undoable.h"
#include "actions/quarantine/verbs.h"
#include "actions/store/protected_place.h"

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

/** Whoever goes by "beside the case" looks in vain for what a helper with rights keeps, and may remove it. */
Text whereAResponderFindsIt(const ChangeStore& store)
{
    return store.keeper() == disk::Keeper::Administrators
               ? say(MAILMEND_TEXT("quarantine-file",
                                   "Mailmend still keeps it on this computer, below {folder}, where only "
                                   "administrators get in. Removing Mailmend together with its data removes "
                                   "it too. If it is needed, a responder can take it out of there by hand."),
                     {{"folder", mailmend::place(QString::fromLatin1(kProtectedFolder))}})
               : say(MAILMEND_TEXT("quarantine-file", "Mailmend still keeps it, beside the case. If it is "
                                                      "needed, a responder can take it out of there by "
                                                      "hand."));
}

Error tooLate(const Memory& memory, const QDateTime& applied, const ChangeStore& store)
{
    return {
        ErrorKind::Unsupported,
        say(MAILMEND_TEXT(
                "quarantine-file",
                "{path} was taken away on {day}. After {count} days Mailmend doesn't put it back by itself."),
            {{"path", place(memory.real.display())},
             {"day", day(applied.date())},
             {"count", count(kUndoDays)}}),
        whereAResponderFindsIt(store),
        {},
        {}};
}

Error changedJournal()
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("quarantine-file",
                              "The journal of this change is not the one that the case knows.")),
            say(MAILMEND_TEXT("quarantine-file",
                              "Keep this computer as it is, and ask a responder before you go on.")),
            {},
            {}};
}

Error triedTooOften()
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("quarantine-file", "Putting it back failed too often to note another try.")),
            say(MAILMEND_TEXT("quarantine-file", "A responder can take it out of quarantine by hand.")),
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
    return withEnd(why, settled ? MAILMEND_TEXT("quarantine-file", "The file is still in quarantine.")
                                : MAILMEND_TEXT("quarantine-file",
                                                "Nothing is lost. When the case is opened next, Mailmend "
                                                "finishes it or takes it back, or says what that needs."));
}

} // namespace

Result<Undoable> openForUndo(const ChangeRecord& record, ActionRun& run)
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
    auto memory = readMemory(*journal);
    if (!memory) {
        return memory.error();
    }
    if (const QDateTime applied = appliedAt(*journal); run.clock() >= endOfUndo(applied)) {
        return tooLate(*memory, applied, run.store);
    }
    if (const Done may = mayTouch(*journal, *memory, run); !may) {
        return may.error();
    }
    if (!journal->hasRoomToBegin(undoing(*journal, *memory, run.clock))) {
        return triedTooOften();
    }
    auto place = openPlace(*journal, *memory, run);
    if (!place) {
        return place.error();
    }
    Done ready = run.machine.files->mayWrite(memory->real.parent());
    ready = ready ? asideIsFree(*place, *memory) : ready;
    ready = ready ? run.store.verify(record.change, memory->content(), run.mayGoOn) : ready;
    if (!ready) {
        return ready.error();
    }
    return Undoable{std::move(*journal), std::move(*memory), std::move(*place)};
}

Result<ChangeRecord> undo(const ChangeRecord& record, ActionRun& run)
{
    auto opened = openForUndo(record, run);
    if (!opened) {
        return opened.error();
    }
    const Done isFree = placeIsFree(opened->place, opened->memory);
    return isFree ? putBack({opened->journal, opened->memory, opened->place, run})
                  : Result<ChangeRecord>(isFree.error());
}

} // namespace mailmend::quarantine
