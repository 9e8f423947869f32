// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "actions/change_store.h"
#include "actions/machine.h"
#include "actions/quarantine/place.h"

namespace mailmend::quarantine {

/** One change that is being made, finished or put back. All outlive it. */
struct Work
{
    Journal& journal;
    const Memory& memory;
    const Place& place;
    ActionRun& run;
    bool recovered = false;   ///< it was interrupted and this is a later start
    bool copyDamaged = false; ///< and what the case kept of it was damaged meanwhile
};

/** The safe point of what must not end half-way. */
inline bool neverStopped(const ActionProgress&)
{
    return true;
}

/**
 * What apply asked is asked again before undo or a later start touches the disk: the same server's disk
 * (Conflict), the file that the person agreed to (Damaged), and none that is replaced instead.
 */
Done mayTouch(const Journal& journal, const Memory& memory, ActionRun& run);

/** The place of a journal's change; NotFound in words where its folder isn't there now. */
Result<Place> openPlace(const Journal& journal, const Memory& memory, ActionRun& run);

/**
 * From "kept" to "applied". May be interrupted and called again.
 * @param original the open file that was copied, or nullptr where a later start goes on
 */
Done finishTaking(const Work& work, const OpenFile* original);

/**
 * Puts the original back and forgets the copy: "rolled-back". Where something else stands at its place and
 * the store holds the only whole copy, that is kept and the change counts as applied. May be called again.
 */
Done rollBack(const Work& work);

/** From "undoing" to "undone": writes the file beside its place, then gives it its name. */
Done restore(const Work& work);

/** From "restored" to "undone"; needs no disk. */
Done finishRestoring(Journal& journal, const Memory& memory, ActionRun& run, bool recovered);

/** An undo that was interrupted: finished where the file has its name already, else taken back to "applied".
 */
Done settleRestoring(const Work& work);

/** A half-written file is removed, nothing else; the change is applied as before. */
Done stopRestoring(const Work& work);

} // namespace mailmend::quarantine
