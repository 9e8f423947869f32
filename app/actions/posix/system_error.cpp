// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/system_error.h"

#include "actions/change_trouble.h"

#include <cerrno>
#include <cstring>

namespace mailmend {
namespace {

ChangeTrouble troubleOf(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return ChangeTrouble::NoRoom;
    case EROFS:
        return ChangeTrouble::NotWritable;
    case EACCES:
    case EPERM:
        return ChangeTrouble::NotAllowed;
    case ENOENT:
        return ChangeTrouble::NotThere;
    case EEXIST:
    case ENOTEMPTY:
        return ChangeTrouble::SomethingThere;
    case ELOOP:
    case ENOTDIR:
    case EISDIR:
        return ChangeTrouble::OtherKind;
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        return ChangeTrouble::NoMemory;
    default:
        return ChangeTrouble::DiskError;
    }
}

} // namespace

Error systemError(int code, const QByteArray& name)
{
    return changeError(
        troubleOf(code), name,
        QStringLiteral("%1 (errno %2)").arg(QString::fromLocal8Bit(std::strerror(code))).arg(code));
}

} // namespace mailmend
