// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/kept_code.h"

#include "findings/stored_reader.h"

#include <QJsonDocument>
#include <QRandomGenerator>

#include <array>

namespace mailmend {

QByteArray newKeptKey()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    return QByteArray(reinterpret_cast<const char*>(random.data()), sizeof random);
}

QByteArray writeHead(const KeptHead& head)
{
    const QJsonObject json{{QStringLiteral("kept"), QStringLiteral("mailmend/1")},
                           {QStringLiteral("change"), head.change},
                           {QStringLiteral("key"), QString::fromLatin1(head.key.toHex())},
                           {QStringLiteral("size"), QString::number(head.size)},
                           {QStringLiteral("sha256"), QString::fromLatin1(head.sha256.toHex())}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

Result<ReadKeptHead> readHead(const QByteArray& start)
{
    const qsizetype end = start.indexOf('\n');
    const QJsonObject json = QJsonDocument::fromJson(start.left(std::max<qsizetype>(end, 0))).object();
    StoredReader reader(json);
    ReadKeptHead out;
    out.length = end + 1;
    out.head.change = reader.text(QLatin1StringView("change"));
    out.head.key = QByteArray::fromHex(reader.hex(QLatin1StringView("key")));
    out.head.sha256 = QByteArray::fromHex(reader.hex(QLatin1StringView("sha256")));
    bool isNumber = false;
    out.head.size = reader.text(QLatin1StringView("size")).toLongLong(&isNumber);
    if (reader.failed() || !isNumber || out.head.size < 0 || out.head.key.size() != 32 ||
        out.head.sha256.size() != 32 ||
        reader.text(QLatin1StringView("kept")) != QStringLiteral("mailmend/1")) {
        return Error{ErrorKind::Damaged, {}, {}, QStringLiteral("the head of a kept content"), {}};
    }
    return out;
}

void turn(QByteArray& data, const QByteArray& key, qint64 position)
{
    for (qsizetype i = 0; i < data.size(); ++i) {
        data[i] = static_cast<char>(data.at(i) ^ key.at((position + i) % key.size()));
    }
}

} // namespace mailmend
