// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/frames.h"

#include <QJsonDocument>
#include <QtEndian>

#include <algorithm>

namespace mailmend {
namespace {

constexpr qsizetype HeadSize = 4;

/** Brackets outside of strings, before anything is parsed: a parser must not be led into the depth. */
int deepestBracket(QByteArrayView json)
{
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        if (inString) {
            i += c == '\\' ? 1 : 0;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

} // namespace

Error notUnderstood(ErrorKind kind, const QString& detail)
{
    return {kind,
            say(MAILMEND_TEXT("helper", "Mailmend and its helper do not understand each other.")),
            say(MAILMEND_TEXT("helper", "Start Mailmend again. If it happens again, install it again.")),
            detail,
            {}};
}

Result<QJsonObject> parseFrame(const QByteArray& json)
{
    if (deepestBracket(json) > DeepestFrame) {
        return notUnderstood(ErrorKind::TooLarge, QStringLiteral("a frame nests too deep"));
    }
    QJsonParseError trouble;
    const QJsonDocument document = QJsonDocument::fromJson(json, &trouble);
    if (trouble.error != QJsonParseError::NoError || !document.isObject()) {
        return notUnderstood(ErrorKind::Damaged,
                             QStringLiteral("a frame is no JSON object: ") + trouble.errorString());
    }
    return document.object();
}

Result<QByteArray> encodeFrame(const QJsonObject& object)
{
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (json.size() > LargestFrame) {
        return notUnderstood(ErrorKind::TooLarge, QStringLiteral("a frame of %1 bytes").arg(json.size()));
    }
    QByteArray frame(HeadSize, '\0');
    qToLittleEndian(static_cast<quint32>(json.size()), frame.data());
    return frame + json;
}

Result<std::optional<QJsonObject>> FrameReader::next()
{
    if (m_broken) {
        return *m_broken;
    }
    const auto breakOff = [this](ErrorKind kind, const QString& detail) {
        m_bytes.clear();
        m_broken = notUnderstood(kind, detail);
        return *m_broken;
    };
    if (m_bytes.size() < HeadSize) {
        return std::optional<QJsonObject>();
    }
    const auto length = qsizetype{qFromLittleEndian<quint32>(m_bytes.constData())};
    if (length > LargestFrame) {
        return breakOff(ErrorKind::TooLarge, QStringLiteral("a frame of %1 bytes").arg(length));
    }
    if (m_bytes.size() - HeadSize < length) {
        return std::optional<QJsonObject>();
    }
    const QByteArray json = m_bytes.mid(HeadSize, length);
    m_bytes.remove(0, HeadSize + length);
    const Result<QJsonObject> object = parseFrame(json);
    if (!object) {
        return breakOff(object.error().kind, object.error().detail);
    }
    return std::optional<QJsonObject>(*object);
}

} // namespace mailmend
