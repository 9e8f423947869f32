// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend {

/** Accounts of the server itself through which somebody can come back. */
extern const Check localAccountsCheck;

} // namespace mailmend
