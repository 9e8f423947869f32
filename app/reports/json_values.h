// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/escape.h"
#include "base/reader.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonValue>
#include <QStringList>

/** How values stand in what Mailmend prints as JSON: English, UTC, evidence made visible; null: not known. */
namespace mailmend::json_values {

inline QString shown(const QString& value)
{
    return escapeForDisplay(value);
}

inline QString word(const char* value)
{
    return QString::fromLatin1(value);
}

inline QJsonValue orNull(const QString& value)
{
    return value.isEmpty() ? QJsonValue() : QJsonValue(shown(value));
}

inline QJsonValue orNull(const Text& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(inEnglish(text));
}

/** RFC 3339 in UTC. */
inline QJsonValue timeOrNull(const QDateTime& time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

inline QJsonArray strings(const QStringList& list)
{
    QJsonArray array;
    for (const QString& value : list) {
        array.append(shown(value));
    }
    return array;
}

template<typename List, typename Make>
QJsonArray each(const List& list, Make make)
{
    QJsonArray array;
    for (const auto& value : list) {
        array.append(make(value));
    }
    return array;
}

} // namespace mailmend::json_values
