// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/raw_tree.h"

namespace mailmend::testing {

/** Where the page stands on the servers of writeOfficeServer(), below the drive. */
inline constexpr const char* officeShell = "inetpub/wwwroot/aspnet_client/shell.aspx";
QList<QByteArray> officeShellPath();

/**
 * A small server on a disk, with a page through which commands can be run: one of the two of an office.
 * @param another machine than the first. @param name of the computer.
 */
void writeOfficeServer(const RawTree& disk, bool another, const QString& name);

} // namespace mailmend::testing
