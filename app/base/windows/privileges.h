// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <windows.h>

namespace mailmend::windows {

/** Uses a right that this account has but Windows leaves unused, until the program ends. False: it has it
 * not. */
bool usePrivilege(const wchar_t* name);

/** Uses such a right as long as it lives, on its own thread alone. Where the account has it not, nothing
 * changes. Not while the thread acts for somebody else. */
class PrivilegeOfThread
{
public:
    explicit PrivilegeOfThread(const wchar_t* name);
    ~PrivilegeOfThread();
    PrivilegeOfThread(const PrivilegeOfThread&) = delete;
    PrivilegeOfThread& operator=(const PrivilegeOfThread&) = delete;

private:
    bool m_isOwn = false; ///< the thread has a token of its own, to be given back
};

} // namespace mailmend::windows
