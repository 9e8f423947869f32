// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "cases/case_view.h"
#include "engine/where_done.h"
#include "gui/theme/theme.h"

#include <functional>

namespace mailmend::gui {

class Column;

/** What a part of the plan's right side is made with. */
struct PlanPart
{
    const Theme& theme;
    Reader reader;
    const CaseView& view;
    QDateTime now;
    WhereItCanBeDone where = {}; ///< as far as it was looked at
};

/** A sentence for this reader. */
QString tell(const Text& text, const PlanPart& part);

/** Fills `column` with one step: why, before you start, do it, check it, undo, notes. */
void showStep(Column* column, const CaseStep& step, const PlanPart& part);

/** Fills `column` with the choice between two ways. @param chosen is told the way whenever another one is
 * picked. */
void showChoice(Column* column, const Choice& choice, const Knowledge& knowledge, const PlanPart& part,
                const QString& picked, std::function<void(const QString&)> chosen);

} // namespace mailmend::gui
