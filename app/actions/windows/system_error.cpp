// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/system_error.h"

#include "actions/change_trouble.h"

namespace mailmend {
namespace {

ChangeTrouble troubleOf(DWORD code)
{
    switch (code) {
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
    case windows::code::QuotaExceeded:
        return ChangeTrouble::NoRoom;
    case ERROR_WRITE_PROTECT:
        return ChangeTrouble::NotWritable;
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
    case ERROR_INVALID_OWNER:
        return ChangeTrouble::NotAllowed;
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_USER_MAPPED_FILE:
        return ChangeTrouble::HeldOpen;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_DELETE_PENDING:
        return ChangeTrouble::NotThere;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
    case ERROR_DIR_NOT_EMPTY:
        return ChangeTrouble::SomethingThere;
    case ERROR_DIRECTORY:
    case ERROR_CANT_ACCESS_FILE:
    case windows::code::StoppedOnLink:
        return ChangeTrouble::OtherKind;
    case windows::code::VirusInfected:
    case windows::code::VirusDeleted:
        return ChangeTrouble::AntiVirus;
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
        return ChangeTrouble::NoMemory;
    default:
        return ChangeTrouble::DiskError;
    }
}

} // namespace

Error systemError(DWORD code, const QByteArray& name)
{
    return changeError(troubleOf(code), name, windows::codeInWords(code));
}

} // namespace mailmend
