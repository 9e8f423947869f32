// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/quarantine/work.h"

namespace mailmend::quarantine {

/** A change that is about to be undone: looked at, and nothing but its place may speak against it. */
struct Undoable
{
    Journal journal;
    Memory memory;
    Place place;
};

/**
 * Everything that undo needs but a free place: the journal that the case knows, in time, the same server's
 * disk, writable, with a whole copy in the store. Changes nothing.
 */
Result<Undoable> openForUndo(const ChangeRecord& record, ActionRun& run);

/** Conflict that says what stands at the place now. */
Done placeIsFree(const Place& place, const Memory& memory);

} // namespace mailmend::quarantine
