// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/session_marks.h"

#include "engine/helper/frames.h"

namespace mailmend {
namespace {

constexpr QLatin1StringView sessionMark("session");
constexpr QLatin1StringView numberMark("number");

} // namespace

QJsonObject SessionMarks::put(QJsonObject frame)
{
    frame.insert(sessionMark, m_session);
    frame.insert(numberMark, QString::number(++m_number));
    return frame;
}

Result<QJsonObject> SessionMarks::take(QJsonObject frame)
{
    const QJsonValue session = frame.take(sessionMark);
    const QJsonValue number = frame.take(numberMark);
    if (m_session.isEmpty() || session.toString() != m_session) {
        return notUnderstood(ErrorKind::BadCall, QStringLiteral("a frame of another session"));
    }
    if (number.toString() != QString::number(m_number + 1)) {
        return notUnderstood(ErrorKind::BadCall, QStringLiteral("a frame out of its order"));
    }
    ++m_number;
    return frame;
}

} // namespace mailmend
