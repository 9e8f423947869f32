// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/folder.h"
#include "actions/windows/rights.h"
#include "base/wtf8.h"

namespace mailmend {
namespace {

using windows::Opening;
using windows::Owned;

/** Opens what has that name, whatever it is, so that it can be renamed or removed. */
Owned openToChange(HANDLE folder, const QByteArray& name, ACCESS_MASK more = 0)
{
    Opening opening;
    opening.access = DELETE | FILE_READ_ATTRIBUTES | more;
    return windows::openIn(folder, name, opening);
}

/** Removes the name even while others have the file open; Windows 10 and Server 2019 can. */
bool removeAtOnce(HANDLE file)
{
    // FileDispositionInfoEx with DELETE, POSIX_SEMANTICS and IGNORE_READONLY_ATTRIBUTE; older headers have no
    // names.
    constexpr auto dispositionEx = static_cast<FILE_INFO_BY_HANDLE_CLASS>(21);
    DWORD flags = 0x1 | 0x2 | 0x10;
    return SetFileInformationByHandle(file, dispositionEx, &flags, sizeof flags) != 0;
}

bool removeWhenClosed(HANDLE file)
{
    FILE_DISPOSITION_INFO info = {TRUE};
    return SetFileInformationByHandle(file, FileDispositionInfo, &info, sizeof info) != 0;
}

bool isNotOffered(DWORD code)
{
    return code == ERROR_INVALID_PARAMETER || code == ERROR_INVALID_FUNCTION || code == ERROR_NOT_SUPPORTED ||
           code == ERROR_CALL_NOT_IMPLEMENTED || code == ERROR_INVALID_LEVEL;
}

/** A read-only file may not be removed before it is one no more. */
bool removeReadOnly(HANDLE folder, const QByteArray& name)
{
    const Owned file = openToChange(folder, name, FILE_WRITE_ATTRIBUTES);
    FILE_BASIC_INFO basic = {};
    if (!file || GetFileInformationByHandleEx(file.get(), FileBasicInfo, &basic, sizeof basic) == 0) {
        return false;
    }
    const DWORD before = basic.FileAttributes;
    basic.FileAttributes = before & ~static_cast<DWORD>(FILE_ATTRIBUTE_READONLY);
    if (basic.FileAttributes == 0) {
        basic.FileAttributes = FILE_ATTRIBUTE_NORMAL;
    }
    if (SetFileInformationByHandle(file.get(), FileBasicInfo, &basic, sizeof basic) == 0) {
        return false;
    }
    if (removeWhenClosed(file.get())) {
        return true;
    }
    const DWORD code = GetLastError();
    basic.FileAttributes = before;
    SetFileInformationByHandle(file.get(), FileBasicInfo, &basic, sizeof basic);
    SetLastError(code);
    return false;
}

} // namespace

bool renameIn(HANDLE folder, const QByteArray& from, const QByteArray& to, Taken taken)
{
    const auto wanted = fromWtf8(to);
    if (!wanted || !windows::isName(from) || !windows::isName(to)) {
        SetLastError(ERROR_INVALID_NAME);
        return false;
    }
    const Owned file = openToChange(folder, from);
    if (!file) {
        return false;
    }
    return windows::renameOpen(file.get(), folder, *wanted, taken == Taken::IsReplaced);
}

bool removeIn(HANDLE folder, const QByteArray& name)
{
    {
        const Owned file = openToChange(folder, name);
        const auto facts = file ? windows::factsOf(file.get()) : std::nullopt;
        if (!facts) {
            return false;
        }
        if (facts->isFolder()) {
            SetLastError(ERROR_DIRECTORY);
            return false;
        }
        if (removeAtOnce(file.get())) {
            return true;
        }
        if (!isNotOffered(GetLastError())) {
            return false;
        }
        if ((facts->attributes & FILE_ATTRIBUTE_READONLY) == 0) {
            return removeWhenClosed(file.get());
        }
    }
    return removeReadOnly(folder, name);
}

bool flushFolder(HANDLE folder)
{
    Opening opening;
    opening.access = FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY;
    opening.kinds = windows::Kinds::OnlyFolders;
    const Owned once = windows::openIn(folder, {}, opening);
    if (!once) {
        return false;
    }
    // Where a file system keeps no journal of names there is nothing to wait for.
    return FlushFileBuffers(once.get()) != 0 || isNotOffered(GetLastError());
}

Owned createIn(HANDLE folder, const QByteArray& name, disk::Keeper keeper)
{
    const OwnRights rights(keeper);
    if (rights.get() == nullptr) {
        return Owned();
    }
    Opening opening;
    opening.access = GENERIC_READ | GENERIC_WRITE | DELETE | READ_CONTROL | WRITE_DAC | WRITE_OWNER;
    opening.share = FILE_SHARE_READ | FILE_SHARE_DELETE;
    opening.kinds = windows::Kinds::NoFolders;
    opening.isNew = true;
    return windows::makeIn(folder, name, opening, rights.get());
}

} // namespace mailmend
