// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/running_code/workers.h"

namespace mailmend::running_code {

/**
 * Program files that worker processes have loaded from where none belongs, or that nobody signed where all
 * are signed. What .NET and the web server compile themselves is signed by nobody and is none. One finding a
 * file.
 */
QList<Finding> moduleFindings(const LiveFacts& facts, const Evidence& evidence);

/** Program files of Exchange whose signature is missing or not theirs. */
QList<Finding> programFindings(const LiveFacts& facts, const Evidence& evidence);

} // namespace mailmend::running_code
