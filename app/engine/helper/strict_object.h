// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows_path.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace mailmend {

/**
 * Takes the members of an object that came over a border, each of one type and bounded. The first that is
 * missing or wrong is remembered, and what follows is empty; a member that nobody took is wrong too. Used
 * within one call: take all, then ask finish().
 */
class StrictObject
{
public:
    explicit StrictObject(const QJsonObject& object) : m_object(object) {}

    QString text(const char* key, qsizetype longest = 32'768);
    qint64 number(const char* key); ///< written as text: JSON's own can't hold 64 bits
    bool flag(const char* key);
    QByteArray hash(const char* key); ///< 32 bytes, as 64 hexadecimal digits
    QDateTime time(const char* key);  ///< UTC; null: invalid
    Text sentence(const char* key);   ///< {}: empty
    QList<Text> sentences(const char* key, qsizetype most = 1'000);
    QJsonObject object(const char* key);
    QList<QJsonObject> objects(const char* key, qsizetype most);
    WindowsPath path(const char* key); ///< drive and raw names; never climbs out

    void refuse(const QString& why);
    /** An error of kind BadCall where something was wrong or was not taken. */
    Done finish();

private:
    QJsonValue member(const char* key, QJsonValue::Type type);

    const QJsonObject& m_object;
    QSet<QString> m_taken;
    QString m_trouble;
};

} // namespace mailmend
