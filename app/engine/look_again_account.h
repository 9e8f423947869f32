// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/recheck.h"
#include "evidence/evidence.h"

namespace mailmend {

/**
 * What newer evidence says of an account that its check does not find any more. Fixed where the account, the
 * membership or the profile is gone from a list that was read in full, or where something that spoke against
 * it is gone. Time alone proves nothing: an account that was "made lately" last month is still there.
 */
Rechecked goneAccount(const CaseFinding& known, const Evidence& evidence);

} // namespace mailmend
