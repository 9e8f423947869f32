// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend {

/** Pages through which somebody can run commands: by content, known hashes, place and head. */
extern const Check webShellsCheck;

} // namespace mailmend
