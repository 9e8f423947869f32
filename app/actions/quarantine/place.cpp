// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/place.h"

#include "actions/quarantine/subject.h"

namespace mailmend::quarantine {

Result<Present> presentAt(const Place& place, const QByteArray& name, const Memory& memory)
{
    const auto kind = place.folder->kind(name);
    if (!kind) {
        return kind.error();
    }
    if (*kind != NameKind::File) {
        return *kind == NameKind::Nothing ? Present::Nothing : Present::Other;
    }
    const auto file = place.folder->open(name);
    if (!file) {
        return file.error();
    }
    const auto record = (*file)->record();
    if (!record) {
        return record.error();
    }
    if (record->size != memory.record.size) {
        return Present::Other;
    }
    const auto hash = hashOf(**file, record->size, [](const ActionProgress&) { return true; });
    if (!hash) {
        return hash.error();
    }
    return *hash == memory.sha256 ? Present::Ours : Present::Other;
}

Result<bool> isOneFile(const Place& place)
{
    const auto one = place.folder->open(place.name);
    const auto other = place.folder->open(place.aside);
    if (!one || !other) {
        return false;
    }
    const auto left = (*one)->record();
    const auto right = (*other)->record();
    if (!left || !right) {
        return left ? right.error() : left.error();
    }
    return left->device == right->device && left->inode == right->inode;
}

JournalEntry entryAfter(const Journal& journal, const char* step, ChangeState state, const Text& what,
                        const Clock& clock, bool recovered)
{
    JournalEntry entry;
    entry.step = QString::fromLatin1(step);
    entry.state = state;
    entry.what = what;
    entry.at = clock();
    entry.recovered = recovered;
    if (state != ChangeState::RolledBack) {
        entry.lost = journal.record().lost;
    }
    return entry;
}

Error withEnd(const Error& error, TextSource end)
{
    return {error.kind,
            say(MAILMEND_TEXT("quarantine-file", "{what} {end}"),
                {{"what", sentence(error.text)}, {"end", sentence(say(end))}}),
            error.hint, error.detail, error.cause};
}

} // namespace mailmend::quarantine
