// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/channel.h"

#include "engine/helper/pipe.h"

#include <QDeadlineTimer>

#include <array>

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
        const qint64 wrote = pipe::write(m_out, QByteArrayView(*bytes).sliced(sent));
        if (wrote < 0) {
            return lost(ErrorKind::Denied, "nobody reads");
        }
        sent += wrote;
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
        const qint64 got = pipe::read(m_in, room, until);
        if (got == pipe::Silent) {
            return lost(ErrorKind::Cancelled, "silence");
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
