// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored_reader.h"

#include "findings/stored.h"

namespace mailmend {
namespace {

constexpr qsizetype kMostRows = 100'000;

} // namespace

QJsonValue StoredReader::member(QLatin1StringView key, QJsonValue::Type type)
{
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined() || value.isNull()) {
        return QJsonValue(QJsonValue::Undefined);
    }
    if (value.type() != type) {
        fail(key);
        return QJsonValue(QJsonValue::Undefined);
    }
    return value;
}

void StoredReader::fail(QLatin1StringView key)
{
    if (!m_failed) {
        m_failed = true;
        m_detail = QStringLiteral("member '%1' is not what it should be").arg(key);
    }
}

Error StoredReader::error() const
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("case", "A record of this case is damaged or was changed by another program.")),
            {},
            m_detail,
            {}};
}

QString StoredReader::text(QLatin1StringView key)
{
    return member(key, QJsonValue::String).toString();
}

double StoredReader::number(QLatin1StringView key)
{
    return member(key, QJsonValue::Double).toDouble();
}

bool StoredReader::flag(QLatin1StringView key)
{
    return member(key, QJsonValue::Bool).toBool();
}

QDateTime StoredReader::time(QLatin1StringView key)
{
    const QString written = text(key);
    if (written.isEmpty()) {
        return {};
    }
    const QDateTime value = QDateTime::fromString(written, Qt::ISODateWithMs).toUTC();
    if (!value.isValid()) {
        fail(key);
    }
    return value;
}

QByteArray StoredReader::hex(QLatin1StringView key)
{
    const QByteArray digits = text(key).toLatin1();
    if (QByteArray::fromHex(digits).toHex() != digits) {
        fail(key);
        return {};
    }
    return digits;
}

Text StoredReader::sentence(QLatin1StringView key)
{
    const QJsonValue value = member(key, QJsonValue::Object);
    return value.isUndefined() ? Text{} : take(readText(value));
}

WindowsPath StoredReader::path(QLatin1StringView key)
{
    const QJsonObject value = member(key, QJsonValue::Object).toObject();
    if (value.isEmpty()) {
        return {};
    }
    const QString drive = value.value(QLatin1String("drive")).toString();
    QList<QByteArray> components;
    for (const QJsonValue& one : value.value(QLatin1String("names")).toArray()) {
        components.append(QByteArray::fromBase64(one.toString().toLatin1()));
    }
    WindowsPath path(drive.isEmpty() ? '\0' : static_cast<char>(drive.at(0).toLatin1()), components);
    if (path.components().size() != components.size()) {
        fail(key);
    }
    return path;
}

QStringList StoredReader::texts(QLatin1StringView key)
{
    QStringList list;
    for (const QJsonValue& one : member(key, QJsonValue::Array).toArray()) {
        if (!one.isString() || list.size() >= kMostRows) {
            fail(key);
            break;
        }
        list.append(one.toString());
    }
    return list;
}

QJsonObject StoredReader::object(QLatin1StringView key)
{
    return member(key, QJsonValue::Object).toObject();
}

QList<QJsonObject> StoredReader::objects(QLatin1StringView key)
{
    QList<QJsonObject> list;
    for (const QJsonValue& one : member(key, QJsonValue::Array).toArray()) {
        if (!one.isObject() || list.size() >= kMostRows) {
            fail(key);
            break;
        }
        list.append(one.toObject());
    }
    return list;
}

QJsonObject store(const WindowsPath& path)
{
    if (path.isEmpty()) {
        return {};
    }
    QJsonArray names;
    for (const QByteArray& component : path.components()) {
        names.append(QString::fromLatin1(component.toBase64()));
    }
    return {{QStringLiteral("drive"), path.drive() == 0 ? QString() : QString(QLatin1Char(path.drive()))},
            {QStringLiteral("names"), names}};
}

QJsonValue storeTime(const QDateTime& utc)
{
    return utc.isValid() ? QJsonValue(utc.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue(QJsonValue::Null);
}

} // namespace mailmend
