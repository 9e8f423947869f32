// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "engine/where_done.h"

namespace mailmend::gui {

/** What comes next in a plan, seen from one of its rows: the page's main button. */
struct NextThing
{
    enum class Kind {
        None,
        Choose,    ///< one of two ways
        Preview,   ///< Mailmend can do the step itself and shows first what would change
        Follow,    ///< a repair runs now: it is seen and paused on its own page
        Recover,   ///< what Mailmend did was interrupted: it finishes it or puts it back
        MarkDone,  ///< the person does the step by hand and says so
        GoTo,      ///< `step` has to come first
        LookAgain, ///< the step is done and can be proven
        NextStep,  ///< this one is settled; `step` is not
        SignOff,   ///< everything is settled
        Report,    ///< everything is settled and signed off
    };
    Kind kind = Kind::None;
    QString step;
};

/** @param row a step's id, or choiceRow. @param where what was seen of the disks. Pure. */
NextThing nextThing(const CaseView& view, const QString& row, const WhereItCanBeDone& where = {});

/** What the main button says then. */
QString nextWords(NextThing::Kind kind);

/** The row to open first: where the person left it, else the first that isn't settled. */
QString firstRow(const CaseView& view);

} // namespace mailmend::gui
