// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/escape.h"

#include <QDir>

namespace mailmend::gui {

/** A path of this computer as its people write it, for a label: Windows has backslashes. What names several
 * folders ("C=E:/,D=F:/") and what is no path ("this-computer") can be given too. */
inline QString shownPath(const QString& path)
{
    return escapeForDisplay(QDir::toNativeSeparators(path));
}

} // namespace mailmend::gui
