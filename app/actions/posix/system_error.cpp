// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/system_error.h"

#include "base/escape.h"

#include <cerrno>
#include <cstring>

namespace mailmend {
namespace {

struct Words
{
    ErrorKind kind;
    TextSource text;
    TextSource hint;
};

Words wordsFor(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return {ErrorKind::Full,
                MAILMEND_TEXT("actions", "There is no room left on the disk that holds {name}."),
                MAILMEND_TEXT("actions", "Make room on that disk, then do it again.")};
    case EROFS:
        return {ErrorKind::Denied,
                MAILMEND_TEXT("actions", "The disk that holds {name} can be read but not written."),
                MAILMEND_TEXT("actions", "Connect it again so that it may be written, then do it again.")};
    case EACCES:
    case EPERM:
        return {ErrorKind::Denied, MAILMEND_TEXT("actions", "We were not allowed to change {name}."),
                MAILMEND_TEXT("actions", "Start Mailmend with an account that may, then do it again.")};
    case ENOENT:
        return {ErrorKind::NotFound, MAILMEND_TEXT("actions", "{name} is not there."),
                MAILMEND_TEXT("actions", "Connect the disk if it is not connected, then look again.")};
    case EEXIST:
    case ENOTEMPTY:
        return {ErrorKind::Conflict, MAILMEND_TEXT("actions", "There is already something named {name}."),
                MAILMEND_TEXT("actions", "See what it is, then do it again.")};
    case ELOOP:
    case ENOTDIR:
    case EISDIR:
        return {
            ErrorKind::Unsupported,
            MAILMEND_TEXT("actions", "{name} is a link or another kind of thing than we expected."),
            MAILMEND_TEXT("actions", "We follow no links when we change something. Do this step by hand.")};
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        return {ErrorKind::Full, MAILMEND_TEXT("actions", "This computer has no memory left to open {name}."),
                MAILMEND_TEXT("actions", "Close other programs, then do it again.")};
    default:
        return {ErrorKind::Damaged, MAILMEND_TEXT("actions", "The disk gave an error at {name}."),
                MAILMEND_TEXT("actions", "Check the disk and its cable. Then do it again.")};
    }
}

} // namespace

Error systemError(int code, const QByteArray& name)
{
    const Words words = wordsFor(code);
    return {words.kind,
            say(words.text, {{"name", place(displayBytes(name))}}),
            say(words.hint),
            QStringLiteral("%1 (errno %2)").arg(QString::fromLocal8Bit(std::strerror(code))).arg(code),
            {}};
}

} // namespace mailmend
