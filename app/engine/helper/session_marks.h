// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QJsonObject>

namespace mailmend {

/**
 * Bind what Mailmend says to one conversation and to its place in it. The helper makes a session's id for
 * each conversation; every frame after the greeting carries it and its own number. What was recorded in
 * another conversation, sent twice, left out or put in another order is refused.
 */
class SessionMarks
{
public:
    /** @param session 32 digits that nobody can guess, as the helper's greeting tells them */
    explicit SessionMarks(const QString& session = {}) : m_session(session) {}

    /** The next frame that is sent. */
    QJsonObject put(QJsonObject frame);
    /** The next frame that came, without its marks; BadCall where it is not the one that is due. */
    Result<QJsonObject> take(QJsonObject frame);

private:
    QString m_session;
    qint64 m_number = 0; ///< of the frame before
};

} // namespace mailmend
