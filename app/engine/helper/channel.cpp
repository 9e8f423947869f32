// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/channel.h"

#include <QDeadlineTimer>

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace mailmend {
namespace {

Error lost(ErrorKind kind, const char* detail)
{
    return notUnderstood(kind, QString::fromLatin1(detail));
}

} // namespace

Done Channel::send(const QJsonObject& frame)
{
    const Result<QByteArray> bytes = encodeFrame(frame);
    if (!bytes) {
        return bytes.error();
    }
    qsizetype sent = 0;
    while (sent < bytes->size()) {
        const ssize_t wrote =
            ::write(m_out, bytes->constData() + sent, static_cast<size_t>(bytes->size() - sent));
        if (wrote < 0 && errno != EINTR) {
            return lost(ErrorKind::Denied, "nobody reads");
        }
        sent += wrote > 0 ? wrote : 0;
    }
    return done();
}

Result<std::optional<QJsonObject>> Channel::receive(std::chrono::milliseconds patience)
{
    QDeadlineTimer until =
        patience.count() < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(patience);
    std::array<char, 65'536> room;
    while (true) {
        Result<std::optional<QJsonObject>> frame = m_reader.next();
        if (!frame || *frame) {
            return frame;
        }
        pollfd waited{m_in, POLLIN, 0};
        const qint64 left = until.remainingTime(); // -1: for ever
        const int ready = ::poll(&waited, 1, static_cast<int>(left));
        if (ready == 0) {
            return lost(ErrorKind::Cancelled, "silence");
        }
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        const ssize_t got = ready < 0 ? -1 : ::read(m_in, room.data(), room.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return lost(ErrorKind::Fault, "the pipe can't be read");
        }
        if (got == 0) {
            return m_reader.isInside()
                       ? Result<std::optional<QJsonObject>>(lost(ErrorKind::Damaged, "a frame was cut"))
                       : Result<std::optional<QJsonObject>>(std::optional<QJsonObject>());
        }
        m_reader.take(QByteArrayView(room.data(), got));
    }
}

} // namespace mailmend
