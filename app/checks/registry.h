// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend {

/** Every check, in the order in which results are shown. */
std::span<const Check* const> allChecks();

/** nullptr: there is none of that id. */
const Check* findCheck(QStringView id);

} // namespace mailmend
