// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine_files.h"
#include "actions/quarantine/memory.h"
#include "actions/store/journal.h"
#include "base/clock.h"

namespace mailmend::quarantine {

/** What stands under a name, held against what is remembered. */
enum class Present { Nothing, Ours, Other };

/** The place of a change on the disk: its folder, and the two names that are its own. */
struct Place
{
    std::unique_ptr<MachineFolder> folder;
    QByteArray name;
    QByteArray aside; ///< privateName()
};

/** By content: a file of that size and hash is ours. */
Result<Present> presentAt(const Place& place, const QByteArray& name, const Memory& memory);

/** True where both names stand for the same file. */
Result<bool> isOneFile(const Place& place);

/** The entry that follows the journal's last: what can't come back stays as it was said. */
JournalEntry entryAfter(const Journal& journal, const char* step, ChangeState state, const Text& what,
                        const Clock& clock, bool recovered);

/** The error with a sentence behind it: how things stand now. */
Error withEnd(const Error& error, TextSource end);

} // namespace mailmend::quarantine
