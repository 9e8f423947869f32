// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output.h"
#include "findings/scan_result.h"

namespace mailmend {

/** Prints a scan for people: the answers, findings worst first, what could not be read, and what to do next.
 */
void showResult(Output& output, const ScanResult& result, const Knowledge& knowledge,
                const QString& caseFile);

} // namespace mailmend
