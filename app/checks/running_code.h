// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend {

/** What the web server runs just now: commands that it started and program files that it loaded. */
extern const Check runningCodeCheck;

} // namespace mailmend
