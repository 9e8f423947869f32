// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/passphrase.h"

#include <array>
#include <io.h>
#include <windows.h>

namespace mailmend {

/** Ctrl+C ends the reading by itself: the console then answers with nothing read. */
std::optional<QByteArray> readHiddenLine(FILE* from, const std::function<void()>& ask,
                                         const std::function<bool()>& wait)
{
    const auto console = reinterpret_cast<HANDLE>(_get_osfhandle(_fileno(from)));
    DWORD before = 0;
    const bool isConsole = GetConsoleMode(console, &before) != 0;
    if (!isConsole || SetConsoleMode(console, before & ~static_cast<DWORD>(ENABLE_ECHO_INPUT)) == 0) {
        return std::nullopt;
    }
    ask();
    std::array<wchar_t, 4096> room{};
    DWORD got = 0;
    const bool read = ReadConsoleW(console, room.data(), static_cast<DWORD>(room.size()), &got, nullptr) != 0;
    SetConsoleMode(console, before);
    QString line = QString::fromWCharArray(room.data(), static_cast<qsizetype>(got));
    SecureZeroMemory(room.data(), sizeof room);
    if (!read || got == 0 || !wait()) {
        return std::nullopt;
    }
    while (line.endsWith(u'\n') || line.endsWith(u'\r')) {
        line.chop(1);
    }
    return line.toUtf8();
}

} // namespace mailmend
