// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/pipe.h"

#include <QThread>

#include <algorithm>

#include <fcntl.h>
#include <io.h>
#include <windows.h>

namespace mailmend::pipe {
namespace {

constexpr DWORD LongestPiece = 65'536;
constexpr unsigned long LongestNap = 20; // ms; a pipe of a parent can be looked into, not waited for

HANDLE handleOf(int number)
{
    return reinterpret_cast<HANDLE>(_get_osfhandle(number));
}

bool isClosed(DWORD code)
{
    return code == ERROR_BROKEN_PIPE || code == ERROR_HANDLE_EOF || code == ERROR_NO_DATA;
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
    const auto size = static_cast<DWORD>(std::min<qsizetype>(bytes.size(), LongestPiece));
    return WriteFile(handleOf(out), bytes.data(), size, &wrote, nullptr) != 0 ? qint64(wrote) : -1;
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
            const auto size = static_cast<DWORD>(std::min<size_t>(room.size(), LongestPiece));
            if (ReadFile(pipe, room.data(), size, &got, nullptr) == 0) {
                return isClosed(GetLastError()) ? 0 : -1;
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
