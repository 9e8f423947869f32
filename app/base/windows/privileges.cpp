// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/privileges.h"

namespace mailmend::windows {

bool usePrivilege(const wchar_t* name)
{
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token) == 0) {
        return false;
    }
    TOKEN_PRIVILEGES wanted = {};
    wanted.PrivilegeCount = 1;
    wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    const bool used = LookupPrivilegeValueW(nullptr, name, &wanted.Privileges[0].Luid) != 0 &&
                      AdjustTokenPrivileges(token, FALSE, &wanted, 0, nullptr, nullptr) != 0 &&
                      GetLastError() == ERROR_SUCCESS;
    CloseHandle(token);
    return used;
}

} // namespace mailmend::windows
