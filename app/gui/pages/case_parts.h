// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/pages/plan_parts.h"

namespace mailmend::gui {

// Parts of the case's page; each adds nothing where there is nothing to say.

/** Whether the case is as it was written, and whether somebody signed it off. */
void addSignOffState(Column* column, const PlanPart& part);

/** What Mailmend changed itself, newest first, with a button for what can still be undone. @param undo is
 * told the change's id. */
void addChanges(Column* column, const PlanPart& part, const QDateTime& now,
                std::function<void(const QString&)> undo);

/** Findings that somebody accepted, with the reason. */
void addAccepted(Column* column, const PlanPart& part);

void addCaseNotes(Column* column, const PlanPart& part);

/** Who wrote something into the case, and when last. */
void addPeople(Column* column, const PlanPart& part);

/** The case's file, and where what Mailmend took away lies: beside it, or in protected folders. */
void addWhereKept(Column* column, const PlanPart& part, const QString& caseFile);

} // namespace mailmend::gui
