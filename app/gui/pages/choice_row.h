// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/file_chooser.h"
#include "gui/theme/icons.h"
#include "gui/theme/theme.h"

#include <functional>

namespace mailmend::gui {

class Column;

/** One of the things that a person can choose: a whole row that is a button. */
void addChoiceRow(Column* column, const Theme& theme, Drawing drawing, const QString& title,
                  const QString& under, std::function<void()> chosen);

/** "This computer": for where it can be looked at. */
void addThisComputer(Column* column, const Theme& theme, std::function<void(const QString& target)> chosen);

/** The two questions with which evidence is chosen. */
FileQuestion askForCollection(const QString& title);
FileQuestion askForFolder();

/** What stands in an empty line for evidence. */
QString exampleTargets();

} // namespace mailmend::gui
