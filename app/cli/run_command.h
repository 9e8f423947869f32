// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace mailmend {

/**
 * Finds the command that the first word names and runs it with the others. Also --version, --help and COMMAND
 * --help.
 * @return the exit status (DESIGN 6).
 */
int runCommand(Console& console, const QStringList& words);

} // namespace mailmend
