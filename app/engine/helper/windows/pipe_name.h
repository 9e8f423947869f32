// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows/file_calls.h"

#include <QString>
#include <QStringList>

namespace mailmend::windows {

/** A name that nobody can guess: "mailmend-" and 64 hexadecimal digits. */
QString newPipeName();
bool isPipeName(const QString& name);

/**
 * The pipe of that name, for overlapped calls: the first and only one, closed to other computers, open to
 * this logon, administrators and the system. @return none, with GetLastError(): that somebody has made one
 * before us is an error.
 */
Owned makePipe(const QString& name);

/** The end of a pipe to whom it belongs to, and that process, held so that its number is nobody else's. */
struct JoinedPipe
{
    Owned pipe;
    Owned server;
};

/**
 * Opens the pipe that somebody else has made. BadCall where it is none of ours by its name, or where the
 * process that made it runs something else than one of `programs` in this program's own folder.
 */
Result<JoinedPipe> joinPipe(const QString& name, const QStringList& programs);

} // namespace mailmend::windows
