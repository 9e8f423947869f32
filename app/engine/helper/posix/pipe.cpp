// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/pipe.h"

#include <cerrno>
#include <csignal>

#include <poll.h>
#include <unistd.h>

namespace mailmend::pipe {

std::optional<Pipes> takeStandardPipes()
{
    std::signal(SIGPIPE, SIG_IGN);
    const int frames = ::dup(STDOUT_FILENO);
    return frames >= 0 && ::dup2(STDERR_FILENO, STDOUT_FILENO) >= 0
               ? std::optional(Pipes{STDIN_FILENO, frames})
               : std::nullopt;
}

qint64 write(int out, QByteArrayView bytes)
{
    for (;;) {
        const ssize_t wrote = ::write(out, bytes.data(), static_cast<size_t>(bytes.size()));
        if (wrote >= 0 || errno != EINTR) {
            return wrote;
        }
    }
}

qint64 read(int in, std::span<char> room, const QDeadlineTimer& until)
{
    for (;;) {
        pollfd waited{in, POLLIN, 0};
        const int ready = ::poll(&waited, 1, static_cast<int>(until.remainingTime())); // -1: for ever
        if (ready == 0) {
            return Silent;
        }
        const ssize_t got = ready < 0 ? -1 : ::read(in, room.data(), room.size());
        if (got >= 0) {
            return got;
        }
        if (errno != EINTR) {
            return -1;
        }
    }
}

} // namespace mailmend::pipe
