// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/windows/read_error.h"

#include "base/escape.h"

namespace mailmend::native {
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
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_INVALID_DRIVE:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
    case ERROR_FILENAME_EXCED_RANGE:
    case ERROR_DELETE_PENDING:
        return {ErrorKind::NotFound, MAILMEND_TEXT("evidence", "{name} is not there."),
                MAILMEND_TEXT("evidence", "Check the spelling, and whether the disk is connected.")};
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
        return {ErrorKind::Denied, MAILMEND_TEXT("evidence", "We were not allowed to read {name}."),
                MAILMEND_TEXT("evidence", "Look at it with an account of an administrator.")};
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
        return {ErrorKind::InUse,
                MAILMEND_TEXT("evidence", "Another program holds {name} open and lets nobody read it."),
                MAILMEND_TEXT("evidence", "Look at it again when that program has ended.")};
    case windows::code::VirusInfected:
    case windows::code::VirusDeleted:
        return {
            ErrorKind::AntiVirus,
            MAILMEND_TEXT("evidence", "The anti-virus program of this computer kept us from reading {name}."),
            MAILMEND_TEXT("evidence", "See in its log what it found there.")};
    case ERROR_DIRECTORY:
    case ERROR_NOT_A_REPARSE_POINT:
        return {ErrorKind::BadCall, MAILMEND_TEXT("evidence", "{name} is no folder."),
                MAILMEND_TEXT("evidence", "Choose the folder that holds it.")};
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
        return {ErrorKind::Full, MAILMEND_TEXT("evidence", "This computer has no room left to open {name}."),
                MAILMEND_TEXT("evidence", "Close other programs, then try again.")};
    default:
        return {ErrorKind::Damaged, MAILMEND_TEXT("evidence", "The disk gave an error when we read {name}."),
                MAILMEND_TEXT("evidence", "Let Windows check the disk, or look at a copy of it.")};
    }
}

} // namespace

Argument shownName(const QByteArray& name)
{
    return place(displayBytes(name));
}

Error readError(DWORD code, const QByteArray& name)
{
    const Words words = wordsFor(code);
    return {words.kind,
            say(words.text, {{"name", shownName(name)}}),
            say(words.hint),
            windows::codeInWords(code),
            {}};
}

} // namespace mailmend::native
