// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/passphrase.h"

#include <cerrno>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace mailmend {
namespace {

constexpr qsizetype longestLine = 4096;
constexpr int milliseconds = 100;

/** What is typed doesn't show as long as this lives. */
class Hidden
{
public:
    explicit Hidden(int terminal) : m_terminal(terminal)
    {
        m_is = ::tcgetattr(m_terminal, &m_before) == 0;
        if (m_is) {
            struct termios quiet = m_before;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            m_is = ::tcsetattr(m_terminal, TCSAFLUSH, &quiet) == 0;
        }
    }
    ~Hidden()
    {
        if (m_is) {
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
        }
    }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;

private:
    int m_terminal;
    struct termios m_before = {};
    bool m_is = false;
};

} // namespace

std::optional<QByteArray> readHiddenLine(FILE* from, const std::function<void()>& ask,
                                         const std::function<bool()>& wait)
{
    const int terminal = ::fileno(from);
    const Hidden hidden(terminal);
    ask();
    QByteArray line;
    while (wait()) {
        struct pollfd ready = {terminal, POLLIN, 0};
        if (::poll(&ready, 1, milliseconds) <= 0) {
            continue;
        }
        char letter = 0;
        const ssize_t got = ::read(terminal, &letter, 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return std::nullopt;
        }
        if (letter == '\n') {
            return line;
        }
        if (line.size() < longestLine) {
            line += letter;
        }
    }
    return std::nullopt;
}

} // namespace mailmend
