// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "cases/case_view.h"
#include "engine/fix_runner.h"

namespace mailmend {

/** Whether Mailmend could do a step on this computer, as things stood when it was looked at. */
struct DoableHere
{
    enum class Answer {
        NotLooked,
        Yes, ///< or at least nothing speaks against trying: its preview says more
        No,
        CouldNotSee,
    };
    Answer answer = Answer::NotLooked;
    Text why; ///< No: why, and what to do. CouldNotSee: why not
};
const char* toWord(DoableHere::Answer);

/**
 * What was seen when the disks of a case were looked at last. A value of a moment, never kept in the case:
 * disks are connected anew while a plan is read.
 */
struct WhereItCanBeDone
{
    QHash<QString, DoableHere> steps;

    DoableHere of(const QString& step) const { return steps.value(step); }
};

/** A step that Mailmend can do as far as the case tells, and has not done: the disk decides. */
bool dependsOnTheDisk(const CaseView& view, const CaseStep& step);

/** Whether somebody can be asked for more rights where the ones we have don't suffice. */
enum class MoreRights { CanBeAskedFor, AreNotToBeHad };

/** What an error at one of the target's steps, or at the target as a whole, says of doing it here. */
DoableHere answerTo(const Error& error, const TargetInfo& target, MoreRights rights);

/** How long a look waits for a disk. */
inline constexpr HelperPatience LookPatience{std::chrono::seconds(10), std::chrono::seconds(20)};

/**
 * Has the helper look, which is who would do it: whether the disk is connected, is the one that was examined,
 * may be written and is neither asleep nor in disorder. Changes nothing and holds up no repair. Blocks: never
 * on the window's thread.
 */
WhereItCanBeDone lookWhereItCanBeDone(const CaseView& view, const QString& helperProgram, MoreRights rights,
                                      const CancelToken& cancel,
                                      const HelperPatience& patience = LookPatience);

} // namespace mailmend
