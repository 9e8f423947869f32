// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fix_runner.h"

namespace mailmend::testing {

/** What the engine would say of a repair in handMadeCase(): for tests of how it looks. */
struct HandMadeRepair
{
    StepPreview preview;
    ActionProgress progress;
    FixOutcome fixed;
    FixOutcome cannotTell;
    Error inTheWay; ///< of an undo
};

/** @param name of the file. */
HandMadeRepair handMadeRepair(const QString& name);

/** The changes of handMadeCase(): one that stands, one that was undone, one that was interrupted. */
QList<CaseChange> handMadeChanges(const QString& name, const QString& by);

} // namespace mailmend::testing
