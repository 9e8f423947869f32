// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QDeadlineTimer>

#include <optional>
#include <span>

/** The operating system's calls for the helper's two pipes. posix/ and windows/ hold them. */
namespace mailmend::pipe {

/** Numbers of open files, as the C library counts them. */
struct Pipes
{
    int in = -1;
    int out = -1;
};

/**
 * Standard input and output for frames alone: whatever else writes to the latter lands on standard error, and
 * a pipe that nobody reads is an error and not the program's end. Once, before threads are started.
 */
std::optional<Pipes> takeStandardPipes();

inline constexpr qint64 Silent = -2;

/** How many bytes were taken, at least one; negative where nobody reads any more. */
qint64 write(int out, QByteArrayView bytes);
/** How many bytes came; 0 at the end, Silent where none came until then, other negative numbers for errors.
 */
qint64 read(int in, std::span<char> room, const QDeadlineTimer& until);

} // namespace mailmend::pipe
