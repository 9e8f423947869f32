// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/privileges.h"

namespace mailmend::windows {
namespace {

constexpr DWORD kAdjusting = TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY;

bool use(HANDLE token, const wchar_t* name)
{
    TOKEN_PRIVILEGES wanted = {};
    wanted.PrivilegeCount = 1;
    wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    return LookupPrivilegeValueW(nullptr, name, &wanted.Privileges[0].Luid) != 0 &&
           AdjustTokenPrivileges(token, FALSE, &wanted, 0, nullptr, nullptr) != 0 &&
           GetLastError() == ERROR_SUCCESS;
}

} // namespace

bool usePrivilege(const wchar_t* name)
{
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), kAdjusting, &token) == 0) {
        return false;
    }
    const bool used = use(token, name);
    CloseHandle(token);
    return used;
}

PrivilegeOfThread::PrivilegeOfThread(const wchar_t* name)
{
    if (ImpersonateSelf(SecurityImpersonation) == 0) {
        return;
    }
    m_isOwn = true;
    HANDLE token = nullptr;
    if (OpenThreadToken(GetCurrentThread(), kAdjusting, TRUE, &token) != 0) {
        use(token, name);
        CloseHandle(token);
    }
}

PrivilegeOfThread::~PrivilegeOfThread()
{
    const DWORD code = GetLastError(); // of what it was used for
    if (m_isOwn) {
        RevertToSelf();
    }
    SetLastError(code);
}

} // namespace mailmend::windows
