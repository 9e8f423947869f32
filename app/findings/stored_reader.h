// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows_path.h"
#include "findings/coverage.h"
#include "findings/finding.h"

#include <QJsonArray>
#include <QJsonObject>

namespace mailmend {

/**
 * Reads the members of one stored object. The first member that is missing or of the wrong type is remembered
 * and everything after it is empty, so that a reader can take all members and ask once, at the end. Used
 * within one call.
 */
class StoredReader
{
public:
    explicit StoredReader(const QJsonObject& object) : m_object(object) {}

    QString text(QLatin1StringView key);   ///< "" where absent
    double number(QLatin1StringView key);  ///< 0 where absent
    bool flag(QLatin1StringView key);      ///< false where absent
    QDateTime time(QLatin1StringView key); ///< invalid where absent or null
    QByteArray hex(QLatin1StringView key); ///< hexadecimal digits as they are; checked
    Text sentence(QLatin1StringView key);  ///< empty where absent
    WindowsPath path(QLatin1StringView key);
    QStringList texts(QLatin1StringView key);
    QJsonObject object(QLatin1StringView key);
    QList<QJsonObject> objects(QLatin1StringView key); ///< 100,000 at most

    template<typename Enum>
    Enum word(QLatin1StringView key, Enum fallback)
    {
        const QString written = text(key);
        if (written.isEmpty()) {
            return fallback;
        }
        const std::optional<Enum> value = fromWord<Enum>(written);
        if (!value) {
            fail(key);
        }
        return value.value_or(fallback);
    }

    /** Takes what reading a part gave, and its error where it has one. */
    template<typename T>
    T take(Result<T> part)
    {
        if (!part) {
            m_failed = true;
            m_detail = part.error().detail;
            return T{};
        }
        return std::move(part).value();
    }

    void fail(QLatin1StringView key);
    bool failed() const { return m_failed; }
    Error error() const;

private:
    QJsonValue member(QLatin1StringView key, QJsonValue::Type type);

    const QJsonObject& m_object;
    bool m_failed = false;
    QString m_detail;
};

/** A path with its raw names, as the store keeps it. */
QJsonObject store(const WindowsPath& path);

/** "2021-03-03T04:11:09.000Z", or null for an invalid time. */
QJsonValue storeTime(const QDateTime& utc);

} // namespace mailmend
