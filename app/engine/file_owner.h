// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"
#include "findings/finding.h"

namespace mailmend {

/**
 * Whose the finding's file is, who else may change it, and its short name, as facts; nothing where the source
 * does not keep that. Reads the file's folder once more. A finding's id, state and verdict stay as they are.
 */
void addOwner(Finding& finding, const Evidence& evidence);

} // namespace mailmend
