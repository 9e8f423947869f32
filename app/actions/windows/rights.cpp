// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/rights.h"

#include "base/windows/privileges.h"

#include <array>
#include <string>

#include <aclapi.h>
#include <sddl.h>

namespace mailmend {
namespace {

constexpr SECURITY_INFORMATION kKept =
    OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;

/** One value that Windows keeps of this process; `otherwise` where it doesn't tell. */
template<typename T>
T ofOwnToken(TOKEN_INFORMATION_CLASS which, T otherwise)
{
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == 0) {
        return otherwise;
    }
    T value = otherwise;
    DWORD size = 0;
    const bool told = GetTokenInformation(token, which, &value, sizeof value, &size) != 0;
    CloseHandle(token);
    return told ? value : otherwise;
}

/** @param self empty where this account by itself is none */
bool isOneOfUs(PSID sid, std::vector<std::byte>& self)
{
    if (IsWellKnownSid(sid, WinLocalSystemSid) != 0 ||
        IsWellKnownSid(sid, WinBuiltinAdministratorsSid) != 0) {
        return true;
    }
    return !self.empty() &&
           (EqualSid(sid, self.data()) != 0 || IsWellKnownSid(sid, WinCreatorOwnerSid) != 0 ||
            IsWellKnownSid(sid, WinCreatorOwnerRightsSid) != 0);
}

/** Whom an entry lets in; nullptr: it lets nobody in here. An entry that we can't read lets everybody in. */
bool letsOthersIn(const ACE_HEADER* entry, std::vector<std::byte>& self)
{
    if ((entry->AceFlags & INHERIT_ONLY_ACE) != 0 || entry->AceType == ACCESS_DENIED_ACE_TYPE) {
        return false;
    }
    if (entry->AceType != ACCESS_ALLOWED_ACE_TYPE) {
        return true;
    }
    auto* allowed = reinterpret_cast<ACCESS_ALLOWED_ACE*>(const_cast<ACE_HEADER*>(entry));
    return allowed->Mask != 0 && !isOneOfUs(&allowed->SidStart, self);
}

} // namespace

std::vector<std::byte> accountSid()
{
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == 0) {
        return {};
    }
    alignas(TOKEN_USER) std::array<std::byte, sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE> room;
    DWORD size = 0;
    std::vector<std::byte> sid;
    if (GetTokenInformation(token, TokenUser, room.data(), DWORD(room.size()), &size) != 0) {
        const auto* user = reinterpret_cast<const TOKEN_USER*>(room.data());
        const auto* bytes = static_cast<const std::byte*>(user->User.Sid);
        sid.assign(bytes, bytes + GetLengthSid(user->User.Sid));
    }
    CloseHandle(token);
    return sid;
}

OwnRights::OwnRights(disk::Keeper keeper)
{
    if (keeper == disk::Keeper::Administrators) {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(L"O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)",
                                                             SDDL_REVISION_1, &m_descriptor, nullptr);
        return;
    }
    std::vector<std::byte> sid = accountSid();
    LPWSTR name = nullptr;
    if (!sid.empty() && ConvertSidToStringSidW(sid.data(), &name) != 0) {
        const std::wstring rights =
            std::wstring(L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;") + name + L")";
        ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1, &m_descriptor,
                                                             nullptr);
        LocalFree(name);
    }
}

OwnRights::~OwnRights()
{
    LocalFree(m_descriptor);
}

bool OwnRights::giveTo(HANDLE fileOrFolder) const
{
    return m_descriptor != nullptr &&
           SetKernelObjectSecurity(fileOrFolder,
                                   DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                                   m_descriptor) != 0;
}

std::optional<bool> onlyWeGetIn(HANDLE fileOrFolder, disk::Keeper keeper)
{
    PSID owner = nullptr;
    PACL entries = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const DWORD code =
        GetSecurityInfo(fileOrFolder, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                        &owner, nullptr, &entries, nullptr, &descriptor);
    if (code != ERROR_SUCCESS) {
        SetLastError(code);
        return std::nullopt;
    }
    const bool alone = keeper == disk::Keeper::Administrators;
    std::vector<std::byte> self = alone ? std::vector<std::byte>() : accountSid();
    bool closed =
        (alone || !self.empty()) && owner != nullptr && isOneOfUs(owner, self) && entries != nullptr;
    for (DWORD i = 0; closed && i < entries->AceCount; ++i) {
        void* entry = nullptr;
        closed =
            GetAce(entries, i, &entry) != 0 && !letsOthersIn(static_cast<const ACE_HEADER*>(entry), self);
    }
    LocalFree(descriptor);
    return closed;
}

bool rightsWereGiven()
{
    return ofOwnToken(TokenElevationType, TokenElevationTypeDefault) == TokenElevationTypeFull;
}

bool isElevated()
{
    return ofOwnToken(TokenElevation, TOKEN_ELEVATION{0}).TokenIsElevated != 0;
}

disk::Keeper keeperOfRights()
{
    return isElevated() && !rightsWereGiven() ? disk::Keeper::ThisAccount : disk::Keeper::Administrators;
}

std::optional<QByteArray> rightsOf(HANDLE file)
{
    QByteArray room(4096, '\0');
    for (;;) {
        DWORD size = 0;
        if (GetKernelObjectSecurity(file, kKept, room.data(), DWORD(room.size()), &size) != 0) {
            room.truncate(qsizetype(GetSecurityDescriptorLength(room.data())));
            return room;
        }
        if (GetLastError() != ERROR_INSUFFICIENT_BUFFER || qsizetype(size) <= room.size()) {
            return std::nullopt;
        }
        room.resize(qsizetype(size));
    }
}

bool setRights(HANDLE file, const QByteArray& rights)
{
    QByteArray copy = rights;
    SECURITY_DESCRIPTOR_CONTROL control = 0;
    DWORD revision = 0;
    if (copy.size() < qsizetype(sizeof(SECURITY_DESCRIPTOR_RELATIVE)) ||
        IsValidSecurityDescriptor(copy.data()) == 0 ||
        GetSecurityDescriptorControl(copy.data(), &control, &revision) == 0) {
        SetLastError(ERROR_INVALID_SECURITY_DESCR);
        return false;
    }
    if ((control & SE_DACL_AUTO_INHERITED) != 0) { // else Windows would forget that they came from above
        SetSecurityDescriptorControl(copy.data(), SE_DACL_AUTO_INHERIT_REQ, SE_DACL_AUTO_INHERIT_REQ);
    }
    const SECURITY_INFORMATION from = (control & SE_DACL_PROTECTED) != 0
                                          ? PROTECTED_DACL_SECURITY_INFORMATION
                                          : UNPROTECTED_DACL_SECURITY_INFORMATION;
    // Without it Windows makes nobody the owner but ourselves: who wrote a page would be lost.
    const windows::PrivilegeOfThread restoring(SE_RESTORE_NAME);
    return SetKernelObjectSecurity(file, kKept | from, copy.data()) != 0 ||
           SetKernelObjectSecurity(file, DACL_SECURITY_INFORMATION | from, copy.data()) != 0;
}

} // namespace mailmend
