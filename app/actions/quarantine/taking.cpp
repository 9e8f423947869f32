// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/work.h"

namespace mailmend::quarantine {
namespace {

Argument shown(const Work& work)
{
    return place(work.memory.real.display());
}

Error replacedMeanwhile(const Work& work)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("quarantine-file", "Somebody changed {path} while it was being taken."),
                {{"path", shown(work)}}),
            say(MAILMEND_TEXT("quarantine-file", "Look at the disk again, then decide anew.")),
            {},
            {}};
}

/** Gives the original its private name, and makes sure that it is the original that got it. */
Done setAside(const Work& work, const OpenFile& original)
{
    if (const Done renamed = work.place.folder->rename(work.place.name, work.place.aside); !renamed) {
        return renamed;
    }
    const auto file = work.place.folder->open(work.place.aside);
    const auto there = file ? (*file)->record() : Result<FileRecord>(file.error());
    const auto opened = original.record();
    if (!there || !opened) {
        return there ? opened.error() : there.error();
    }
    const FileRecord& before = work.memory.record;
    const bool same = there->device == opened->device && there->inode == opened->inode &&
                      there->size == before.size && there->modified == before.modified;
    return same ? done() : Done(replacedMeanwhile(work));
}

/** What a later start does first: the same, by content instead of by the open file. */
Done setAsideAgain(const Work& work, bool& gone)
{
    const auto aside = presentAt(work.place, work.place.aside, work.memory);
    const auto named = presentAt(work.place, work.place.name, work.memory);
    if (!aside || !named) {
        return aside ? named.error() : aside.error();
    }
    if (const Done whole =
            work.run.store.verify(work.journal.record().change, work.memory.content(), neverStopped);
        !whole) {
        return whole;
    }
    gone = *aside == Present::Nothing && *named != Present::Ours;
    if (*aside == Present::Nothing && *named == Present::Ours) {
        const auto file = work.place.folder->open(work.place.name);
        return file ? setAside(work, **file) : Done(file.error());
    }
    return *aside == Present::Other ? Done(replacedMeanwhile(work)) : done();
}

Text takenText(const Work& work)
{
    return work.recovered
               ? say(MAILMEND_TEXT("quarantine-file", "Taking {path} away was interrupted and has now been "
                                                      "finished. The file is in quarantine."),
                     {{"path", shown(work)}})
               : say(MAILMEND_TEXT("quarantine-file",
                                   "{path} was taken out of its folder and into quarantine."),
                     {{"path", shown(work)}});
}

Text backText(const Work& work)
{
    if (work.copyDamaged) {
        return say(
            MAILMEND_TEXT("quarantine-file",
                          "Taking {path} away was interrupted, and the copy of it was damaged or changed "
                          "meanwhile. Everything was put back: the file is where it was."),
            {{"path", shown(work)}});
    }
    return work.recovered
               ? say(MAILMEND_TEXT("quarantine-file", "Taking {path} away was interrupted. Everything was "
                                                      "put back: the file is where it was."),
                     {{"path", shown(work)}})
               : say(MAILMEND_TEXT("quarantine-file", "Taking {path} away was stopped. Everything was put "
                                                      "back: the file is where it was."),
                     {{"path", shown(work)}});
}

Text otherText(const Work& work)
{
    return say(MAILMEND_TEXT(
                   "quarantine-file",
                   "{path} was changed or removed by somebody else while it was being taken. What was there "
                   "when we looked is in quarantine; what is there now was left alone. Look at it again."),
               {{"path", shown(work)}});
}

Text nothingTakenText(const Work& work)
{
    return say(
        MAILMEND_TEXT("quarantine-file",
                      "{path} was changed or removed by somebody else before it was taken. We took nothing."),
        {{"path", shown(work)}});
}

/** The copy was noted as whole, and now neither it nor the original can be found. */
Error bothMissing(const Work& work)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("quarantine-file",
                              "{path} is not at its place, and its copy is not in quarantine any more."),
                {{"path", shown(work)}}),
            say(MAILMEND_TEXT("quarantine-file", "Somebody else removed one of them. Keep the disk and "
                                                 "this computer as they are, and ask a responder.")),
            {},
            {}};
}

Done settle(const Work& work, const char* step, ChangeState state, const Text& what)
{
    return work.journal.append(entryAfter(work.journal, step, state, what, work.run.clock, work.recovered));
}

} // namespace

Result<Place> openPlace(const Journal& journal, const Memory& memory, ActionRun& run)
{
    const auto because = [&memory](const Error& cause) {
        return Error{
            cause.kind,
            say(MAILMEND_TEXT("quarantine-file", "The folder {folder} is not there now, or can't be opened."),
                {{"folder", place(memory.real.parent().display())}}),
            say(MAILMEND_TEXT("quarantine-file", "Connect the disk that holds it, then do this again.")),
            cause.detail, std::make_shared<const Error>(cause)};
    };
    if (!run.machine.files) {
        return because({ErrorKind::NotFound, run.machine.files.reason, {}, {}, {}});
    }
    auto folder = run.machine.files->folder(memory.real.parent());
    if (!folder) {
        return because(folder.error());
    }
    return Place{std::move(*folder), memory.real.name(), privateName(journal.record().change)};
}

Done finishTaking(const Work& work, const OpenFile* original)
{
    MachineFolder& folder = *work.place.folder;
    bool gone = false;
    if (const Done aside = original != nullptr ? setAside(work, *original) : setAsideAgain(work, gone);
        !aside) {
        return aside;
    }
    if (!gone) {
        const auto twice = isOneFile(work.place);
        Done removed = twice ? done() : Done(twice.error());
        removed = removed && *twice ? folder.remove(work.place.name) : removed;
        removed = removed ? folder.flush() : removed; // the name is gone for good before the file goes
        removed = removed ? folder.remove(work.place.aside) : removed;
        if (!removed) {
            return removed;
        }
    }
    if (const Done flushed = folder.flush(); !flushed) {
        return flushed;
    }
    const auto named = folder.kind(work.place.name);
    const bool replaced = named && *named != NameKind::Nothing;
    return settle(work, step::Applied, ChangeState::Applied, replaced ? otherText(work) : takenText(work));
}

Done rollBack(const Work& work)
{
    MachineFolder& folder = *work.place.folder;
    const auto aside = folder.kind(work.place.aside);
    if (!aside) {
        return aside.error();
    }
    if (*aside != NameKind::Nothing) {
        const auto twice = isOneFile(work.place);
        if (!twice) {
            return twice.error();
        }
        const Done back =
            *twice ? folder.remove(work.place.aside) : folder.rename(work.place.aside, work.place.name);
        if (!back) {
            return back;
        }
    }
    if (const Done flushed = folder.flush(); !flushed) {
        return flushed;
    }
    ChangeStore& store = work.run.store;
    const QString change = work.journal.record().change;
    const auto named = presentAt(work.place, work.place.name, work.memory);
    const auto kept = store.kept(change);
    if (!named || !kept) {
        return named ? kept.error() : named.error();
    }
    const bool noted = work.journal.last().step == QLatin1StringView(step::Kept);
    if (*named != Present::Ours && *kept == KeptState::Whole) {
        const Done whole = store.verify(change, work.memory.content(), neverStopped);
        const bool byUs = noted && *named == Present::Nothing; // it was gone before something failed
        return whole ? settle(work, step::Applied, ChangeState::Applied,
                              byUs ? takenText(work) : otherText(work))
                     : whole;
    }
    if (*named != Present::Ours && noted) {
        return bothMissing(work);
    }
    const Done forgotten = store.forget(change);
    return forgotten ? settle(work, step::RolledBack, ChangeState::RolledBack,
                              *named == Present::Ours ? backText(work) : nothingTakenText(work))
                     : forgotten;
}

} // namespace mailmend::quarantine
