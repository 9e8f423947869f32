// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend {

/** Which build of Exchange runs, what it lacks, and since when the server stood open. */
extern const Check patchLevelCheck;

} // namespace mailmend
