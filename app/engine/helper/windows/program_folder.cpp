// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/windows/program_folder.h"

#include "actions/windows/rights.h"
#include "base/windows/file_calls.h"

#include <QString>

#include <aclapi.h>
#include <sddl.h>

namespace mailmend::windows {
namespace {

constexpr DWORD LongestFolderPath = 32'768;

/** Windows' own installer, which owns the folders of programs. Source: Microsoft Learn, "TrustedInstaller".
 */
constexpr wchar_t TrustedInstaller[] = L"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

/** What changes a folder, or lets somebody give himself the right to. */
constexpr ACCESS_MASK Takes =
    DELETE | WRITE_DAC | WRITE_OWNER | FILE_DELETE_CHILD | GENERIC_WRITE | GENERIC_ALL;
constexpr ACCESS_MASK Adds = FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY | FILE_WRITE_ATTRIBUTES | FILE_WRITE_EA;

bool isTrusted(PSID sid, PSID self)
{
    if (sid == nullptr) {
        return false;
    }
    if (IsWellKnownSid(sid, WinLocalSystemSid) != 0 ||
        IsWellKnownSid(sid, WinBuiltinAdministratorsSid) != 0 ||
        (self != nullptr && EqualSid(sid, self) != 0)) {
        return true;
    }
    LPWSTR text = nullptr;
    if (ConvertSidToStringSidW(sid, &text) == 0) {
        return false;
    }
    const bool installer = std::wstring(text) == TrustedInstaller;
    LocalFree(text);
    return installer;
}

/** An entry that we can't read gives everybody everything. */
bool givesChange(const ACE_HEADER* entry, ACCESS_MASK dangerous, PSID self)
{
    if ((entry->AceFlags & INHERIT_ONLY_ACE) != 0 || entry->AceType == ACCESS_DENIED_ACE_TYPE) {
        return false;
    }
    if (entry->AceType != ACCESS_ALLOWED_ACE_TYPE) {
        return true;
    }
    auto* allowed = reinterpret_cast<ACCESS_ALLOWED_ACE*>(const_cast<ACE_HEADER*>(entry));
    return (allowed->Mask & dangerous) != 0 && !isTrusted(&allowed->SidStart, self);
}

Error notFromThere(const std::wstring& where, const QString& detail)
{
    const QString shown = QString::fromStdWString(where);
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("helper", "Mailmend runs from a folder that others can change, {folder}, so it "
                                    "does not ask for the rights of an administrator there. Nothing was "
                                    "changed."),
            {{"folder", place(shown)}}),
        say(MAILMEND_TEXT("helper", "Install Mailmend with its installer (the .msi file), which puts it "
                                    "where only administrators can change it. Then open this case again.")),
        detail,
        {}};
}

/** As it really lies there: links and other spellings resolved. Empty: it can't be told. */
std::wstring finalPath(HANDLE file)
{
    std::wstring path(LongestFolderPath, L'\0');
    const DWORD length =
        GetFinalPathNameByHandleW(file, path.data(), LongestFolderPath, FILE_NAME_NORMALIZED);
    path.resize(length < LongestFolderPath ? length : 0);
    return path;
}

Owned openForRights(const std::wstring& path)
{
    return Owned(CreateFileW(path.c_str(), READ_CONTROL | FILE_READ_ATTRIBUTES,
                             FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                             FILE_FLAG_BACKUP_SEMANTICS, nullptr));
}

/** None: it can't be told. */
std::optional<bool> othersCanChange(const std::wstring& path, FolderRole role, PSID self)
{
    const Owned file = openForRights(path);
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (!file ||
        GetSecurityInfo(file.get(), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                        nullptr, nullptr, nullptr, nullptr, &descriptor) != ERROR_SUCCESS) {
        return std::nullopt;
    }
    const bool can = othersCanChange(descriptor, role, self);
    LocalFree(descriptor);
    return can;
}

} // namespace

bool othersCanChange(PSECURITY_DESCRIPTOR descriptor, FolderRole role, PSID self)
{
    PSID owner = nullptr;
    PACL entries = nullptr;
    BOOL isDefault = FALSE, isThere = FALSE;
    if (GetSecurityDescriptorOwner(descriptor, &owner, &isDefault) == 0 || !isTrusted(owner, self) ||
        GetSecurityDescriptorDacl(descriptor, &isThere, &entries, &isDefault) == 0 || isThere == FALSE ||
        entries == nullptr) {
        return true;
    }
    const ACCESS_MASK dangerous = role == FolderRole::Own ? Takes | Adds : Takes;
    for (DWORD i = 0; i < entries->AceCount; ++i) {
        void* entry = nullptr;
        if (GetAce(entries, i, &entry) == 0 ||
            givesChange(static_cast<const ACE_HEADER*>(entry), dangerous, self)) {
            return true;
        }
    }
    return false;
}

Done mayBeElevated(const std::wstring& program, disk::Keeper keeper)
{
    std::wstring path;
    {
        const Owned file = openForRights(program);
        path = file ? finalPath(file.get()) : std::wstring();
    }
    const std::wstring start = L"\\\\?\\";
    if (path.size() < start.size() + 3 || path.compare(0, start.size(), start) != 0 ||
        path[start.size() + 1] != L':') {
        return notFromThere(program, QStringLiteral("not on a disk of this computer"));
    }
    if (GetDriveTypeW(path.substr(start.size(), 3).c_str()) != DRIVE_FIXED) {
        return notFromThere(path.substr(start.size()), QStringLiteral("not on a fixed disk"));
    }
    std::vector<std::byte> account =
        keeper == disk::Keeper::ThisAccount ? accountSid() : std::vector<std::byte>();
    const PSID self = account.empty() ? nullptr : account.data();
    // The program and its folder; then whatever stands above, up to the disk itself.
    FolderRole role = FolderRole::Own;
    bool isFolder = false;
    while (true) {
        const auto can = othersCanChange(path, role, self);
        if (!can || *can) {
            return notFromThere(path.substr(start.size()), can ? QString() : codeInWords(GetLastError()));
        }
        if (path.size() <= start.size() + 3) {
            return done();
        }
        role = isFolder ? FolderRole::Above : FolderRole::Own;
        isFolder = true;
        const size_t slash = path.rfind(L'\\');
        path.resize(slash == start.size() + 2 ? slash + 1 : slash);
    }
}

} // namespace mailmend::windows
