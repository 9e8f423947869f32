// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/verbs.h"
#include "actions/quarantine/work.h"

namespace mailmend::quarantine {
namespace {

/** Nothing but the intent and perhaps half a copy: the disk is not needed. */
Done forgetBegun(Journal& journal, const Memory& memory, ActionRun& run)
{
    if (const Done forgotten = run.store.forget(journal.record().change); !forgotten) {
        return forgotten;
    }
    return journal.append(entryAfter(
        journal, step::RolledBack, ChangeState::RolledBack,
        say(MAILMEND_TEXT(
                "quarantine-file",
                "Taking {path} away was interrupted before anything was changed. The file is where it was."),
            {{"path", place(memory.real.display())}}),
        run.clock, true));
}

Done settle(Journal& journal, const Memory& memory, ActionRun& run)
{
    const QString last = journal.last().step;
    if (last == QLatin1StringView(step::Restored)) {
        return finishRestoring(journal, memory, run, true);
    }
    const auto kept = run.store.kept(journal.record().change);
    if (!kept) {
        return kept.error();
    }
    if (last == QLatin1StringView(step::Begun) && *kept == KeptState::Nothing) {
        return forgetBegun(journal, memory, run);
    }
    const auto place = openPlace(journal, memory, run);
    if (!place) {
        return place.error();
    }
    // The disk may have been put to sleep, or connected in another way, since it was interrupted.
    if (const Done may = run.machine.files->mayWrite(memory.real.parent()); !may) {
        return may;
    }
    const Work work{journal, memory, *place, run, true};
    if (last == QLatin1StringView(step::Undoing)) {
        return settleRestoring(work);
    }
    if (last == QLatin1StringView(step::Kept) && *kept == KeptState::Whole) {
        const Done finished = finishTaking(work, nullptr);
        if (!finished && finished.error().kind == ErrorKind::Damaged) {
            // Then the original is the only whole copy: where it is still there, it goes back to its place.
            return rollBack({journal, memory, *place, run, true, true});
        }
        return finished || finished.error().kind != ErrorKind::Conflict ? finished : rollBack(work);
    }
    return rollBack(work);
}

} // namespace

Result<ChangeRecord> recover(const ChangeRecord& record, ActionRun& run)
{
    auto journal = run.store.journal(record.change);
    if (!journal) {
        return journal.error();
    }
    const ChangeState state = journal->record().state;
    if (state != ChangeState::Begun && state != ChangeState::Undoing) {
        return journal->record();
    }
    const auto memory = readMemory(*journal);
    if (!memory) {
        return memory.error();
    }
    Done settled = mayTouch(*journal, *memory, run);
    settled = settled ? settle(*journal, *memory, run) : settled;
    if (!settled) {
        return settled.error();
    }
    return journal->record();
}

} // namespace mailmend::quarantine
