// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/iis.h"

#include <QStringList>

namespace mailmend::quarantine {

/** The application pools that deliver this file: those of the deepest configured folder that holds it. Pure.
 */
QStringList poolsThatServe(const WindowsPath& file, const QList<VirtualDirectory>& served);

/** Under which addresses the web server knows a file, folded: "/owa/auth/help.aspx". Empty: none is known.
 * Pure.
 */
QStringList addressesOf(const WindowsPath& file, const QList<VirtualDirectory>& served);

} // namespace mailmend::quarantine
