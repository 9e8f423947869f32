// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fix_runner.h"

namespace mailmend {

/**
 * Looks at a change's findings again, at its own disk only, and writes what came of it into the case. Not
 * being able to is a result, not an error.
 */
void verifyFix(FixOutcome& outcome, const CaseView& view, const QStringList& findings, const QString& target,
               const FixParts& parts, const CancelToken& cancel);

} // namespace mailmend
