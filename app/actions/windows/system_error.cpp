// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/system_error.h"

#include "base/escape.h"

namespace mailmend {
namespace {

struct Words
{
    ErrorKind kind;
    TextSource text;
    TextSource hint;
};

Words wordsFor(DWORD code)
{
    switch (code) {
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
    case windows::code::QuotaExceeded:
        return {ErrorKind::Full,
                MAILMEND_TEXT("actions", "There is no room left on the disk that holds {name}."),
                MAILMEND_TEXT("actions", "Make room on that disk, then do it again.")};
    case ERROR_WRITE_PROTECT: // no rights help against that
        return {ErrorKind::Unsupported,
                MAILMEND_TEXT("actions", "The disk that holds {name} can be read but not written."),
                MAILMEND_TEXT("actions", "Connect it again so that it may be written, then do it again.")};
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
    case ERROR_INVALID_OWNER:
        return {ErrorKind::Denied, MAILMEND_TEXT("actions", "We were not allowed to change {name}."),
                MAILMEND_TEXT("actions", "Start Mailmend with an account that may, then do it again.")};
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_USER_MAPPED_FILE:
        return {ErrorKind::Conflict,
                MAILMEND_TEXT("actions", "Another program holds {name} open and lets nobody change it."),
                MAILMEND_TEXT("actions", "Stop that program, or its application pool, then do it again.")};
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_DELETE_PENDING:
        return {ErrorKind::NotFound, MAILMEND_TEXT("actions", "{name} is not there."),
                MAILMEND_TEXT("actions", "Connect the disk if it is not connected, then look again.")};
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
    case ERROR_DIR_NOT_EMPTY:
        return {ErrorKind::Conflict, MAILMEND_TEXT("actions", "There is already something named {name}."),
                MAILMEND_TEXT("actions", "See what it is, then do it again.")};
    case ERROR_DIRECTORY:
    case ERROR_CANT_ACCESS_FILE:
    case windows::code::StoppedOnLink:
        return {
            ErrorKind::Unsupported,
            MAILMEND_TEXT("actions", "{name} is a link or another kind of thing than we expected."),
            MAILMEND_TEXT("actions", "We follow no links when we change something. Do this step by hand.")};
    case windows::code::VirusInfected:
    case windows::code::VirusDeleted:
        return {ErrorKind::AntiVirus,
                MAILMEND_TEXT("actions", "The anti-virus program of this computer holds {name} back."),
                MAILMEND_TEXT("actions", "See in its log what it did, and look at the server again.")};
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
        return {ErrorKind::Full, MAILMEND_TEXT("actions", "This computer has no memory left to open {name}."),
                MAILMEND_TEXT("actions", "Close other programs, then do it again.")};
    default:
        return {ErrorKind::Damaged, MAILMEND_TEXT("actions", "The disk gave an error at {name}."),
                MAILMEND_TEXT("actions", "Check the disk and its cable. Then do it again.")};
    }
}

} // namespace

Error systemError(DWORD code, const QByteArray& name)
{
    const Words words = wordsFor(code);
    return {words.kind,
            say(words.text, {{"name", place(displayBytes(name))}}),
            say(words.hint),
            windows::codeInWords(code),
            {}};
}

} // namespace mailmend
