// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/pages/plan_parts.h"
#include "gui/theme/looks.h"

namespace mailmend::gui {

/** A shape and its words, which wrap where there is little room. */
void addStateLine(Column* column, Look look, const QString& words, const PlanPart& part);

/** Who signed the case off and when, and whether that still stands; nothing where nobody has. */
void addSignOff(Column* column, const PlanPart& part);

/** How many steps are proven, done and skipped, which ones are open, and what was not solved. */
void addHowItStands(Column* column, const PlanPart& part);

} // namespace mailmend::gui
