// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/subject.h"
#include "actions/quarantine/verbs.h"
#include "actions/quarantine/work.h"
#include "actions/quarantine_file.h"

namespace mailmend::quarantine {
namespace {

Error changedSincePreview(const WindowsPath& path)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("quarantine-file", "{path} is not as it was when you were asked."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("quarantine-file", "Look at what would change once more, then decide.")),
            {},
            {}};
}

/** From the intent to "applied". */
Done take(const Work& work, const OpenFile& original)
{
    ActionRun& run = work.run;
    const KeptContent content = work.memory.content();
    if (const Done kept = run.store.keep(work.journal.record().change, original, content, run.mayGoOn);
        !kept) {
        return kept;
    }
    const Text what = say(MAILMEND_TEXT("quarantine-file", "The case holds a whole copy of {path}."),
                          {{"path", place(work.memory.real.display())}});
    if (const Done noted = work.journal.append(
            entryAfter(work.journal, step::Kept, ChangeState::Begun, what, run.clock, false));
        !noted) {
        return noted;
    }
    const Text doing = say(MAILMEND_TEXT("quarantine-file", "Taking the file out of its folder"));
    if (!run.mayGoOn({doing, content.size, content.size})) {
        return Error{
            ErrorKind::Cancelled, say(MAILMEND_TEXT("quarantine-file", "It was stopped.")), {}, {}, {}};
    }
    return finishTaking(work, &original);
}

} // namespace

Result<ChangeRecord> apply(const ActionRequest& request, const QByteArray& digest, ActionRun& run)
{
    if (const Done good = checkRequest(quarantineFile, request); !good) {
        return good.error();
    }
    auto subject = findSubject(request, run);
    if (!subject) {
        return subject.error();
    }
    if (subject->digest != digest) {
        return changedSincePreview(subject->asked);
    }
    const Memory& memory = subject->memory;
    JournalEntry intent;
    intent.step = QString::fromLatin1(step::Begun);
    intent.what = say(MAILMEND_TEXT("quarantine-file", "Taking {path} into quarantine was begun."),
                      {{"path", place(memory.real.display())}});
    intent.at = run.clock();
    intent.lost = run.machine.files->cannotComeBack(memory.real.parent(), memory.record);
    intent.data = store(memory);
    auto journal = run.store.begin(request, intent);
    if (!journal) {
        return journal.error();
    }
    const Place place{std::move(subject->folder), memory.real.name(), privateName(request.change)};
    const Work work{*journal, memory, place, run};
    const Done taken = take(work, *subject->file);
    if (taken) {
        return journal->record();
    }
    const Done back = rollBack(work);
    if (!back) {
        return withEnd(taken.error(),
                       MAILMEND_TEXT("quarantine-file",
                                     "Nothing is lost, but it could not be put back right away. "
                                     "When the case is opened next, Mailmend finishes it or puts "
                                     "it back, or says what that needs."));
    }
    if (journal->record().state == ChangeState::Applied) {
        return journal->record();
    }
    return withEnd(taken.error(),
                   MAILMEND_TEXT("quarantine-file", "Nothing was changed: the file is where it was."));
}

} // namespace mailmend::quarantine
