// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Qt>

namespace mailmend::gui {

/** What our models tell beside Qt's own roles. */
enum ModelRole {
    LookRole = Qt::UserRole + 1, ///< Look: the shape that belongs to the row's state
    UnderRole,                   ///< QString: the quiet second line
    IdRole,                      ///< QString: finding or step
    SectionRole,                 ///< QString: the heading above this row, where one starts
};

} // namespace mailmend::gui
