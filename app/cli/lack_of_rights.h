// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/recheck.h"

namespace mailmend {

/** Of a collection: something is missing in it that only an administrator may read. Empty: nothing is.
 * @param hasRights rightsAreOurs() */
Text lackOfRights(const TargetInfo& collected, bool hasRights);
/** Of looking again: it could not tell, perhaps since only an administrator may read what it needs. */
Text lackOfRights(const RecheckOutcome& again, bool hasRights);

} // namespace mailmend
