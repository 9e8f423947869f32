// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/strict_object.h"

#include "findings/stored.h"

namespace mailmend {
namespace {

constexpr qsizetype MostNames = 256;
constexpr qsizetype LongestName = 1'024; // 255 UTF-16 units of NTFS as WTF-8, and room

std::optional<QByteArray> decoded(const QString& base64)
{
    const auto read =
        QByteArray::fromBase64Encoding(base64.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return read ? std::optional(read.decoded) : std::nullopt;
}

} // namespace

void StrictObject::refuse(const QString& why)
{
    m_trouble = m_trouble.isEmpty() ? why : m_trouble;
}

QJsonValue StrictObject::member(const char* key, QJsonValue::Type type)
{
    const QString name = QString::fromLatin1(key);
    m_taken.insert(name);
    const QJsonValue value = m_object.value(name);
    if (value.type() != type) {
        refuse(QStringLiteral("\"%1\" is missing or not of its type").arg(name));
        return QJsonValue(type);
    }
    return value;
}

QString StrictObject::text(const char* key, qsizetype longest)
{
    const QString value = member(key, QJsonValue::String).toString();
    if (value.size() > longest || value.contains(QChar(0))) {
        refuse(QStringLiteral("\"%1\" is too long or holds a zero").arg(QLatin1StringView(key)));
        return {};
    }
    return value;
}

qint64 StrictObject::number(const char* key)
{
    const QString written = text(key, 20);
    bool whole = false;
    const qint64 value = written.toLongLong(&whole);
    if (!whole || QString::number(value) != written) {
        refuse(QStringLiteral("\"%1\" is no whole number").arg(QLatin1StringView(key)));
        return 0;
    }
    return value;
}

bool StrictObject::flag(const char* key)
{
    return member(key, QJsonValue::Bool).toBool();
}

QByteArray StrictObject::hash(const char* key)
{
    const QByteArray digits = text(key, 64).toLatin1();
    const QByteArray bytes = QByteArray::fromHex(digits);
    if (digits.size() != 64 || bytes.toHex() != digits) {
        refuse(QStringLiteral("\"%1\" is no hash").arg(QLatin1StringView(key)));
        return {};
    }
    return bytes;
}

QDateTime StrictObject::time(const char* key)
{
    if (m_object.value(QLatin1StringView(key)).isNull()) {
        m_taken.insert(QString::fromLatin1(key));
        return {};
    }
    const QDateTime value = QDateTime::fromString(text(key, 40), Qt::ISODateWithMs).toUTC();
    if (!value.isValid()) {
        refuse(QStringLiteral("\"%1\" is no time").arg(QLatin1StringView(key)));
    }
    return value;
}

Text StrictObject::sentence(const char* key)
{
    const QJsonObject value = object(key);
    Result<Text> read = value.isEmpty() ? Result<Text>(Text{}) : readText(value);
    if (!read) {
        refuse(QStringLiteral("\"%1\" is no sentence").arg(QLatin1StringView(key)));
        return {};
    }
    return std::move(*read);
}

QList<Text> StrictObject::sentences(const char* key, qsizetype most)
{
    QList<Text> list;
    for (const QJsonObject& one : objects(key, most)) {
        Result<Text> read = readText(one);
        if (!read) {
            refuse(QStringLiteral("\"%1\" holds no sentence").arg(QLatin1StringView(key)));
            return {};
        }
        list.append(std::move(*read));
    }
    return list;
}

QJsonObject StrictObject::object(const char* key)
{
    return member(key, QJsonValue::Object).toObject();
}

QList<QJsonObject> StrictObject::objects(const char* key, qsizetype most)
{
    const QJsonArray array = member(key, QJsonValue::Array).toArray();
    QList<QJsonObject> list;
    if (array.size() > most) {
        refuse(QStringLiteral("\"%1\" is too long").arg(QLatin1StringView(key)));
        return list;
    }
    for (const QJsonValue& one : array) {
        if (!one.isObject()) {
            refuse(QStringLiteral("\"%1\" holds something else than objects").arg(QLatin1StringView(key)));
            return {};
        }
        list.append(one.toObject());
    }
    return list;
}

WindowsPath StrictObject::path(const char* key)
{
    const QJsonObject written = object(key);
    StrictObject inner(written);
    const QString drive = inner.text("drive", 1);
    const QJsonArray names = inner.member("names", QJsonValue::Array).toArray();
    QList<QByteArray> components;
    for (const QJsonValue& one : names) {
        const std::optional<QByteArray> name = one.isString() ? decoded(one.toString()) : std::nullopt;
        if (!name || name->size() > LongestName || name->contains('/') || name->contains('\0') ||
            components.size() >= MostNames) {
            inner.refuse(QStringLiteral("a name is not what it should be"));
            break;
        }
        components.append(*name);
    }
    const char letter = drive.isEmpty() ? '\0' : drive.at(0).toLatin1();
    if (letter != '\0' && (letter < 'A' || letter > 'Z')) {
        inner.refuse(QStringLiteral("no drive"));
    }
    // Empty, climbing and slashed names make a path without any.
    const WindowsPath path(letter, components);
    if (!inner.finish() || path.components().size() != components.size() || components.isEmpty()) {
        refuse(QStringLiteral("\"%1\" is no path").arg(QLatin1StringView(key)));
        return {};
    }
    return path;
}

Done StrictObject::finish()
{
    for (auto member = m_object.constBegin(); member != m_object.constEnd(); ++member) {
        if (!m_taken.contains(member.key())) {
            refuse(QStringLiteral("an unknown key"));
        }
    }
    if (m_trouble.isEmpty()) {
        return done();
    }
    return Error{
        ErrorKind::BadCall,
        say(MAILMEND_TEXT("helper", "Mailmend's helper was asked for something that it does not do.")),
        say(MAILMEND_TEXT("helper", "Nothing was changed. Start Mailmend again.")),
        m_trouble,
        {}};
}

} // namespace mailmend
