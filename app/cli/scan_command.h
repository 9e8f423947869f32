// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace mailmend {

/** `check` and `scan`: the same walk, checks and output. @param looseFiles any files, no Windows layout
 * needed. */
int runScanCommand(Console& console, bool looseFiles);

} // namespace mailmend
