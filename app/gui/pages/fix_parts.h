// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "gui/pages/plan_parts.h"
#include "gui/theme/looks.h"

namespace mailmend::gui {

/** The newest change of this step that is done or was interrupted; none: the step's target is as it was. */
const CaseChange* standingChange(const CaseView& view, QStringView step);

/** The newest change of this step of which the end is not known: its own, or one that made room for its
 * undoing. */
const CaseChange* openChange(const CaseView& view, QStringView step);

/** It was begun, or its undoing was, and nobody has seen the end yet. */
bool isInterrupted(const ChangeRecord& record);

Look lookOf(ChangeState state);

/** The name of the file that a change is about, escaped; or empty. */
QString nameOf(const ChangeRecord& record);

/** Words for a button that may hold a name from the evidence: short enough, and no mnemonic of its own. */
QString buttonWords(const QString& words);

/** A heading and a card with a line for each sentence; nothing where there are none. */
void addSentences(Column* column, const QString& heading, const QList<Text>& sentences, const PlanPart& part,
                  Look look);

/** What Mailmend can do itself for this step, or has done and until when that can be undone; or why the step
 * is to be done by hand. Nothing where no action belongs to it. @return it is done or begun. */
bool addOwnRepair(Column* column, const CaseStep& step, const PlanPart& part);

} // namespace mailmend::gui
