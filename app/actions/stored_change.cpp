// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/stored_change.h"

#include "findings/stored.h"
#include "findings/stored_reader.h"

#include <QJsonArray>

namespace mailmend {
namespace {

using Key = QLatin1StringView;

constexpr qsizetype kMostSentences = 1000;

QJsonArray storeList(const QList<Text>& list)
{
    QJsonArray out;
    for (const Text& text : list) {
        out.append(store(text));
    }
    return out;
}

QList<Text> readList(StoredReader& reader, Key key)
{
    QList<Text> out;
    for (const QJsonObject& one : reader.objects(key)) {
        out.append(reader.take(readText(one)));
    }
    if (out.size() > kMostSentences) {
        reader.fail(key);
    }
    return out;
}

QString readId(StoredReader& reader, Key key)
{
    const QString id = reader.text(key);
    if (!isChangeId(id)) {
        reader.fail(key);
    }
    return id;
}

/** 32 bytes, written as hexadecimal digits. */
QByteArray readHash(StoredReader& reader, Key key)
{
    const QByteArray hash = QByteArray::fromHex(reader.hex(key));
    if (hash.size() != 32) {
        reader.fail(key);
    }
    return hash;
}

QString hexOf(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

Error badParameter(const QString& name)
{
    return {ErrorKind::BadCall,
            say(MAILMEND_TEXT("actions", "The value {name} is not of a kind that we know."),
                {{"name", words(name)}}),
            {},
            {},
            {}};
}

} // namespace

QJsonObject storeParameters(const QMap<QString, ParameterValue>& parameters)
{
    QJsonObject out;
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        QJsonObject value;
        if (const auto* path = std::get_if<WindowsPath>(&it.value())) {
            value = {{QStringLiteral("path"), store(*path)}};
        } else if (const auto* hash = std::get_if<Sha256Value>(&it.value())) {
            value = {{QStringLiteral("sha256"), hexOf(hash->bytes)}};
        } else if (const auto* text = std::get_if<QString>(&it.value())) {
            value = {{QStringLiteral("words"), *text}};
        }
        out.insert(it.key(), value);
    }
    return out;
}

Result<QMap<QString, ParameterValue>> readParameters(const QJsonObject& json)
{
    QMap<QString, ParameterValue> out;
    for (auto it = json.begin(); it != json.end(); ++it) {
        const QJsonObject one = it.value().toObject();
        if (one.size() != 1) {
            return badParameter(it.key());
        }
        StoredReader reader(one);
        const QString kind = one.begin().key();
        if (kind == QStringLiteral("path")) {
            out.insert(it.key(), reader.path(Key("path")));
        } else if (kind == QStringLiteral("sha256")) {
            out.insert(it.key(), Sha256Value{readHash(reader, Key("sha256"))});
        } else if (kind == QStringLiteral("words")) {
            out.insert(it.key(), reader.text(Key("words")));
        } else {
            return badParameter(it.key());
        }
        if (reader.failed()) {
            return badParameter(it.key());
        }
    }
    return out;
}

QJsonObject store(const ActionRequest& request)
{
    return {{QStringLiteral("action"), request.action},
            {QStringLiteral("change"), request.change},
            {QStringLiteral("parameters"), storeParameters(request.parameters)}};
}

Result<ActionRequest> readActionRequest(const QJsonObject& json)
{
    StoredReader reader(json);
    ActionRequest request;
    request.action = reader.text(Key("action"));
    request.change = readId(reader, Key("change"));
    request.parameters = reader.take(readParameters(reader.object(Key("parameters"))));
    if (reader.failed()) {
        return reader.error();
    }
    return request;
}

QJsonObject store(const ChangeRecord& record)
{
    return {{QStringLiteral("change"), record.change},
            {QStringLiteral("action"), record.action},
            {QStringLiteral("parameters"), storeParameters(record.parameters)},
            {QStringLiteral("state"), QString::fromLatin1(toWord(record.state))},
            {QStringLiteral("what"), store(record.what)},
            {QStringLiteral("lost"), storeList(record.lost)},
            {QStringLiteral("begun"), storeTime(record.begun)},
            {QStringLiteral("settled"), storeTime(record.settled)},
            {QStringLiteral("recovered"), record.recovered},
            {QStringLiteral("head"), hexOf(record.head)}};
}

Result<ChangeRecord> readChangeRecord(const QJsonObject& json)
{
    StoredReader reader(json);
    ChangeRecord record;
    record.change = readId(reader, Key("change"));
    record.action = reader.text(Key("action"));
    record.parameters = reader.take(readParameters(reader.object(Key("parameters"))));
    if (reader.text(Key("state")).isEmpty()) {
        reader.fail(Key("state"));
    }
    record.state = reader.word(Key("state"), ChangeState::Begun);
    record.what = reader.sentence(Key("what"));
    record.lost = readList(reader, Key("lost"));
    record.begun = reader.time(Key("begun"));
    record.settled = reader.time(Key("settled"));
    record.recovered = reader.flag(Key("recovered"));
    record.head = readHash(reader, Key("head"));
    if (reader.failed()) {
        return reader.error();
    }
    return record;
}

QJsonObject store(const Preview& preview)
{
    return {{QStringLiteral("title"), store(preview.title)},
            {QStringLiteral("changes"), storeList(preview.changes)},
            {QStringLiteral("stays"), storeList(preview.stays)},
            {QStringLiteral("cannot_come_back"), storeList(preview.cannotComeBack)},
            {QStringLiteral("undo"), store(preview.undo)},
            {QStringLiteral("consent"), store(preview.consent)},
            {QStringLiteral("decline"), store(preview.decline)},
            {QStringLiteral("digest"), hexOf(preview.digest)}};
}

Result<Preview> readPreview(const QJsonObject& json)
{
    StoredReader reader(json);
    Preview preview;
    preview.title = reader.sentence(Key("title"));
    preview.changes = readList(reader, Key("changes"));
    preview.stays = readList(reader, Key("stays"));
    preview.cannotComeBack = readList(reader, Key("cannot_come_back"));
    preview.undo = reader.sentence(Key("undo"));
    preview.consent = reader.sentence(Key("consent"));
    preview.decline = reader.sentence(Key("decline"));
    preview.digest = readHash(reader, Key("digest"));
    if (reader.failed()) {
        return reader.error();
    }
    return preview;
}

} // namespace mailmend
