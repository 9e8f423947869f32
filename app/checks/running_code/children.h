// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/running_code/workers.h"

namespace mailmend::running_code {

/**
 * Programs that worker processes of the web server started and that run now: those for commands, which a page
 * has no use for, and those from folders where anyone may write. What ASP.NET starts to compile pages is
 * none, nor what Windows starts when a program fails. One finding for a pool and a program.
 */
QList<Finding> childrenFindings(const LiveFacts& facts, const Evidence& evidence);

} // namespace mailmend::running_code
