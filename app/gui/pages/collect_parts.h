// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/theme/theme.h"

namespace mailmend::gui {

class Column;

/** What became of a collecting: where the file is, its SHA-256, and what is not in it.
 * @param lacksRights this computer was collected without the rights of an administrator */
void showCollected(Column* column, const Theme& theme, const CollectedInto& into, const Reader& reader,
                   bool lacksRights);

} // namespace mailmend::gui
