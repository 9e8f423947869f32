// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"

namespace mailmend {

/**
 * Looks at the start of every loose file and adds what the files are to `evidence`: a row of coverage for
 * each kind of log, and facts from registry hives and Exchange's programs, each with the file that it stands
 * in. Nothing is said of a server around them: `evidence` gets no host, no registry and no day.
 */
void surveyLooseFiles(Evidence& evidence, const CancelToken& cancel);

} // namespace mailmend
