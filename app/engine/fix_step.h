// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fix_runner.h"

namespace mailmend {

/** A step with everything that doing it needs. A value: it outlives the view. */
struct FixTask
{
    CaseStep step;
    CaseFinding finding;
    TargetInfo target; ///< with the identity that it had when the finding was seen last
};

/** BadCall where there is no such step; Unsupported where it can only be done by hand. */
Result<FixTask> fixTask(const CaseView& view, const QString& step);

/** What the step's action is asked to do: the file as it was when it was found. */
ActionRequest requestFor(const FixTask& task);

/** The target on which a change was made, with the identity that it had when its finding was seen last;
 * nothing where the case can't tell. */
std::optional<TargetInfo> targetOfChange(const CaseView& view, const ChangeRecord& record);

/** Findings that may look otherwise once this change is done or undone: those of the step at its root. */
QStringList findingsTouchedBy(const CaseView& view, const CaseChange& change);

/** Rights are asked for on the computer that runs alone: another disk needs none. */
bool rightsMayHelp(const TargetInfo& target, const Error& refused);

/** Where Mailmend keeps what a change took; of what only administrators get at also what would remove it. */
Text whereItLies(const CaseView& view, const CaseChange& change);
/** The same of what is about to be done: on `server`, with rights, in the store of this key. */
Text whereItLiesWithRights(const QString& server, const QString& protectedStore);

/** How a change of which the end is not known is settled where that needs rights; empty where it needs none.
 */
Text howRightsSettleIt(const CaseView& view, const CaseChange& change);

/** A change that waits for a word from the helper's journal. */
bool isOpen(ChangeState state);

} // namespace mailmend
