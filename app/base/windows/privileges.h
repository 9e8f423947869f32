// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <windows.h>

namespace mailmend::windows {

/** Uses a right that this account has but Windows leaves unused, until the program ends. False: it has it
 * not. */
bool usePrivilege(const wchar_t* name);

} // namespace mailmend::windows
