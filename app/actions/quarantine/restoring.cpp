// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/subject.h"
#include "actions/quarantine/work.h"

namespace mailmend::quarantine {
namespace {

Argument shown(const Memory& memory)
{
    return place(memory.real.display());
}

Error notAsWritten(const Memory& memory)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("quarantine-file", "What was written for {path} is not what is in quarantine."),
                {{"path", shown(memory)}}),
            say(MAILMEND_TEXT("quarantine-file",
                              "Check the disk, then do it again. The file is still in quarantine.")),
            {},
            {}};
}

Error stopped()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("quarantine-file", "It was stopped.")), {}, {}, {}};
}

/** Writes the whole file under its private name. @return what of its record could not be brought back */
Result<QList<Text>> writeAside(const Work& work)
{
    auto file = work.place.folder->create(work.place.aside);
    if (!file) {
        return file.error();
    }
    const Memory& memory = work.memory;
    Done written =
        work.run.store.copyTo(work.journal.record().change, memory.content(), **file, work.run.mayGoOn);
    written = written ? (*file)->flush() : written;
    if (!written) {
        return written.error();
    }
    const auto hash = hashOf(**file, memory.record.size, work.run.mayGoOn);
    if (!hash || *hash != memory.sha256) {
        return hash ? notAsWritten(memory) : hash.error();
    }
    // Times last: everything before moves them.
    Done applied = (*file)->apply(memory.record);
    applied = applied ? (*file)->flush() : applied;
    if (!applied) {
        return applied.error();
    }
    const auto present = (*file)->record();
    return present ? Result<QList<Text>>(differences(memory.record, *present))
                   : Result<QList<Text>>(present.error());
}

Done noteRestored(const Work& work, const QList<Text>& lost)
{
    JournalEntry entry = entryAfter(work.journal, step::Restored, ChangeState::Undoing,
                                    say(MAILMEND_TEXT("quarantine-file", "{path} is at its place again."),
                                        {{"path", shown(work.memory)}}),
                                    work.run.clock, work.recovered);
    entry.lost = lost;
    return work.journal.append(entry);
}

/** Takes what the case keeps, and holds it against a file that may have been cut short. */
class Comparison final : public NewFile
{
public:
    explicit Comparison(const OpenFile& file) : m_file(file) {}

    bool isPart() const { return m_isPart; }
    Result<FileRecord> record() const override { return m_file.record(); }
    Result<qint64> read(qint64 position, std::span<char> room) const override
    {
        return m_file.read(position, room);
    }
    Done write(QByteArrayView data) override
    {
        QByteArray there(data.size(), Qt::Uninitialized);
        for (qsizetype at = 0; at < data.size() && m_isPart;) {
            const auto got =
                m_file.read(m_position, std::span(there.data(), static_cast<size_t>(data.size() - at)));
            if (!got) {
                return got.error();
            }
            if (*got == 0) {
                break;
            }
            for (qint64 i = 0; i < *got; ++i) {
                // Where the power went before the content was on the disk there are zeros.
                m_isPart = m_isPart && (there.at(i) == data.at(at + i) || there.at(i) == '\0');
            }
            at += *got;
            m_position += *got;
        }
        return done();
    }
    Done apply(const FileRecord&) override { return done(); }
    Done flush() override { return done(); }

private:
    const OpenFile& m_file;
    qint64 m_position = 0;
    bool m_isPart = true;
};

/** Whether the file beside the place holds nothing but what the case keeps: then removing it loses nothing.
 */
Result<bool> asideIsOurs(const Work& work)
{
    const auto kind = work.place.folder->kind(work.place.aside);
    if (!kind || *kind != NameKind::File) {
        return kind ? Result<bool>(false) : Result<bool>(kind.error());
    }
    const auto file = work.place.folder->open(work.place.aside);
    const auto record = file ? (*file)->record() : Result<FileRecord>(file.error());
    if (!record || record->size > work.memory.record.size) {
        return record ? Result<bool>(false) : Result<bool>(record.error());
    }
    Comparison comparison(**file);
    const Done read =
        work.run.store.copyTo(work.journal.record().change, work.memory.content(), comparison, neverStopped);
    return read ? Result<bool>(comparison.isPart()) : Result<bool>(read.error());
}

} // namespace

Done restore(const Work& work)
{
    const auto lost = writeAside(work);
    if (!lost) {
        return lost.error();
    }
    const qint64 size = work.memory.record.size;
    if (!work.run.mayGoOn(
            {say(MAILMEND_TEXT("quarantine-file", "Putting the file at its place")), size, size})) {
        return stopped();
    }
    MachineFolder& folder = *work.place.folder;
    Done named = folder.flush(); // the file is there for good before it gets its name
    named = named ? folder.rename(work.place.aside, work.place.name) : named;
    named = named ? folder.flush() : named;
    named = named ? noteRestored(work, *lost) : named;
    return named ? finishRestoring(work.journal, work.memory, work.run, work.recovered) : named;
}

Done finishRestoring(Journal& journal, const Memory& memory, ActionRun& run, bool recovered)
{
    if (const Done forgotten = run.store.forget(journal.record().change); !forgotten) {
        return forgotten;
    }
    const Text what =
        recovered ? say(MAILMEND_TEXT("quarantine-file",
                                      "Putting {path} back was interrupted and has now been finished."),
                        {{"path", shown(memory)}})
                  : say(MAILMEND_TEXT("quarantine-file", "{path} was put back as it was."),
                        {{"path", shown(memory)}});
    return journal.append(entryAfter(journal, step::Undone, ChangeState::Undone, what, run.clock, recovered));
}

Done settleRestoring(const Work& work)
{
    const auto named = presentAt(work.place, work.place.name, work.memory);
    const auto aside = work.place.folder->kind(work.place.aside);
    const auto twice = isOneFile(work.place);
    if (!named || !aside || !twice) {
        return !named ? named.error() : !aside ? aside.error() : twice.error();
    }
    if (*named != Present::Ours || (*aside != NameKind::Nothing && !*twice)) {
        return stopRestoring(work);
    }
    Done settled = *twice ? work.place.folder->remove(work.place.aside) : done();
    settled = settled ? work.place.folder->flush() : settled;
    if (!settled) {
        return settled;
    }
    const auto file = work.place.folder->open(work.place.name);
    const auto record = file ? (*file)->record() : Result<FileRecord>(file.error());
    if (!record) {
        return record.error();
    }
    settled = noteRestored(work, differences(work.memory.record, *record));
    return settled ? finishRestoring(work.journal, work.memory, work.run, work.recovered) : settled;
}

Done stopRestoring(const Work& work)
{
    // Never the last whole copy: what the case keeps must be whole before anything else is removed.
    if (const Done whole =
            work.run.store.verify(work.journal.record().change, work.memory.content(), neverStopped);
        !whole) {
        return whole;
    }
    // What somebody else put under that name stays; the next undo says that it is in the way.
    const auto ours = asideIsOurs(work);
    if (!ours) {
        return ours.error();
    }
    Done removed = *ours ? work.place.folder->remove(work.place.aside) : done();
    removed = removed ? work.place.folder->flush() : removed;
    if (!removed) {
        return removed;
    }
    const Text what =
        work.recovered
            ? say(MAILMEND_TEXT("quarantine-file",
                                "Putting {path} back was interrupted. The file is still in quarantine."),
                  {{"path", shown(work.memory)}})
            : say(MAILMEND_TEXT("quarantine-file",
                                "Putting {path} back was stopped. The file is still in quarantine."),
                  {{"path", shown(work.memory)}});
    return work.journal.append(entryAfter(work.journal, step::UndoStopped, ChangeState::Applied, what,
                                          work.run.clock, work.recovered));
}

} // namespace mailmend::quarantine
