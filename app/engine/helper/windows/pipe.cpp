// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/pipe.h"

#include "engine/helper/windows/pipe_calls.h"

#include <QThread>

#include <algorithm>

#include <fcntl.h>
#include <io.h>

namespace mailmend::pipe {
namespace {

constexpr auto WritePatience = std::chrono::minutes(3); ///< for one who does not read
constexpr unsigned long LongestNap = 20; // ms; a pipe of a parent can be looked into, not waited for

HANDLE handleOf(int number)
{
    return reinterpret_cast<HANDLE>(_get_osfhandle(number));
}

bool isClosed(DWORD code)
{
    return code == ERROR_BROKEN_PIPE || code == ERROR_HANDLE_EOF || code == ERROR_NO_DATA ||
           code == ERROR_PIPE_NOT_CONNECTED;
}

} // namespace

std::optional<Pipes> takeStandardPipes()
{
    const int in = _fileno(stdin);
    const int frames = _dup(_fileno(stdout));
    if (frames < 0 || _dup2(_fileno(stderr), _fileno(stdout)) != 0) {
        return std::nullopt;
    }
    _setmode(in, _O_BINARY);
    _setmode(frames, _O_BINARY);
    return Pipes{in, frames};
}

qint64 write(int out, QByteArrayView bytes)
{
    DWORD wrote = 0;
    return windows::writePipe(handleOf(out), bytes, WritePatience, &wrote) == windows::PipeCall::Done
               ? qint64(wrote)
               : -1;
}

qint64 read(int in, std::span<char> room, const QDeadlineTimer& until)
{
    const HANDLE pipe = handleOf(in);
    for (unsigned long nap = 0;; nap = std::min(nap + 1, LongestNap)) {
        DWORD ready = 0;
        if (PeekNamedPipe(pipe, nullptr, 0, nullptr, &ready, nullptr) == 0) {
            return isClosed(GetLastError()) ? 0 : -1;
        }
        if (ready > 0) {
            DWORD got = 0;
            const windows::PipeCall call = windows::readPipe(pipe, room, WritePatience, &got);
            if (call != windows::PipeCall::Done) {
                return call == windows::PipeCall::Closed ? 0 : -1;
            }
            if (got > 0) {
                return qint64(got);
            }
        }
        if (until.hasExpired()) {
            return Silent;
        }
        QThread::msleep(nap);
    }
}

} // namespace mailmend::pipe
