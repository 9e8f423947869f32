// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/collections.h"

#include "base/sha256.h"
#include "support/small_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <cstring>

namespace mailmend::testing {

QList<ZipMember> mailmendCollection(QByteArray manifest)
{
    QList<ZipMember> members;
    QByteArray rows;
    for (const auto& [path, content] : smallServer()) {
        const QByteArray member = "files/C/" + path;
        members.append(ZipMember{.name = member, .content = content, .deflate = content.size() > 1000});
        rows += (rows.isEmpty() ? "" : ",") + QByteArray(R"({"path":"C:\\)") +
                QByteArray(path).replace("/", "\\\\") + R"(","member":")" + member + R"(","size":)" +
                QByteArray::number(content.size()) + R"(,"sha256":")" + sha256Hex(content) +
                R"(","modified":"2021-03-01T02:03:04Z","attributes":6})";
    }
    rows += R"(,{"path":"C:\\inetpub\\wwwroot\\locked.aspx","size":99,"error":"in use"})";
    if (manifest.isEmpty()) {
        manifest = R"({"format":"mailmend-collection/1","tool":"Mailmend 0.1.0",
 "host":{"name":"BIRCH-EX01","id":"abc"},"started":"2026-11-01T10:00:00Z","finished":"2026-11-01T10:05:00Z",
 "asked":[{"folder":"C:\\inetpub","recursive":true,"masks":["*"]},
          {"folder":"C:\\Windows\\System32\\config","recursive":false,"masks":["S*"]},
          {"folder":"C:\\logs","recursive":true,"masks":["*.log"]}],
 "folders":[{"path":"C:\\inetpub","state":"read"},{"path":"C:\\inetpub\\wwwroot","state":"read"},
            {"path":"C:\\inetpub\\wwwroot\\empty","state":"read"},
            {"path":"C:\\inetpub\\closed","state":"denied","reason":"Access is denied."},
            {"path":"C:\\logs","state":"read"},{"path":"C:\\Windows\\System32\\config","state":"read"}],
 "files":[)" + rows +
                   "]}";
    }
    members.prepend({.name = "mailmend-collection.json", .content = manifest});
    return members;
}

namespace {

QByteArray json(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject pair(const char* key, const QByteArray& value)
{
    return {{QStringLiteral("key"), QLatin1String(key)}, {QStringLiteral("value"), QString::fromUtf8(value)}};
}

/** Bytes of a component as Velociraptor escapes them; the list of section 1(b). */
QByteArray escaped(const QByteArray& component)
{
    QByteArray out;
    const bool isText = QByteArrayView(component).isValidUtf8();
    for (qsizetype i = 0; i < component.size(); ++i) {
        const char c = component.at(i);
        const bool edge = (i == 0 || i + 1 == component.size()) && (c == '.' || c == ' ');
        const bool listed = strchr("?\"*:|<>%/\\", c) != nullptr;
        out += edge || listed || (!isText && c < 0) ? '%' + QByteArray(1, c).toHex().toUpper()
                                                    : QByteArray(1, c);
    }
    return out;
}

} // namespace

QList<ZipMember> mailmendCollectionOf(const QList<std::pair<QByteArray, QByteArray>>& files,
                                      const QDateTime& started)
{
    QList<ZipMember> members;
    QJsonArray rows;
    QSet<QByteArray> folders{QByteArray()};
    for (const auto& [path, content] : files) {
        QByteArray member = "files/C";
        for (const QByteArray& component : path.split('/')) {
            member += '/' + escaped(component);
        }
        for (QByteArray folder = path; folder.contains('/');) {
            folder = folder.left(folder.lastIndexOf('/'));
            folders.insert(folder);
        }
        members.append(ZipMember{.name = member, .content = content, .deflate = true});
        const QString shown = QStringLiteral("C:\\") + QString::fromUtf8(QByteArray(path).replace('/', '\\'));
        rows.append(QJsonObject{{QStringLiteral("path"), shown},
                                {QStringLiteral("member"), QString::fromUtf8(member)},
                                {QStringLiteral("size"), content.size()}});
    }
    QJsonArray listed;
    for (QByteArray folder : folders) {
        listed.append(QJsonObject{
            {QStringLiteral("path"), QStringLiteral("C:\\") + QString::fromUtf8(folder.replace('/', '\\'))},
            {QStringLiteral("state"), QStringLiteral("read")}});
    }
    const QString time = started.toString(Qt::ISODate);
    const QJsonObject manifest{
        {QStringLiteral("format"), QStringLiteral("mailmend-collection/1")},
        {QStringLiteral("host"), QJsonObject{{QStringLiteral("name"), QStringLiteral("EXAMPLE01")}}},
        {QStringLiteral("started"), time},
        {QStringLiteral("finished"), time},
        {QStringLiteral("asked"),
         QJsonArray{QJsonObject{{QStringLiteral("folder"), QStringLiteral("C:\\")},
                                {QStringLiteral("recursive"), true},
                                {QStringLiteral("masks"), QJsonArray{QStringLiteral("*")}}}}},
        {QStringLiteral("folders"), listed},
        {QStringLiteral("files"), rows}};
    members.prepend(ZipMember{.name = "mailmend-collection.json", .content = json(manifest)});
    return members;
}

QList<ZipMember> velociraptorCollection(const VelociraptorParts& parts)
{
    QList<ZipMember> members;
    QByteArray uploads;
    QByteArray matches;
    const QString drive = QString::fromUtf8(parts.root) + QLatin1Char('\\');
    const auto match = [&](const QByteArray& path, qint64 size) {
        QString text = drive + QString::fromUtf8(path);
        text.replace(QLatin1Char('/'), QLatin1Char('\\'));
        matches += json({{QStringLiteral("SourceFile"), text},
                         {QStringLiteral("Size"), size},
                         {QStringLiteral("Created"), QStringLiteral("2020-01-02T03:04:05Z")},
                         {QStringLiteral("Modified"), QStringLiteral("2021-03-02T03:04:05.5Z")}}) +
                   '\n';
    };
    for (const auto& [path, content] : parts.files) {
        QByteArray name = "uploads/" + parts.accessor + '/' + parts.device;
        QJsonArray components{QStringLiteral("uploads"), QString::fromUtf8(parts.accessor),
                              QString::fromUtf8(QByteArray::fromPercentEncoding(parts.device))};
        for (const QByteArray& component : path.split('/')) {
            name += '/' + escaped(component);
            components.append(QString::fromUtf8(component));
        }
        members.append(ZipMember{.name = name, .content = content, .deflate = true});
        uploads += json({{QStringLiteral("vfs_path"), drive + QString::fromUtf8(path)},
                         {QStringLiteral("_Components"), components},
                         {QStringLiteral("file_size"), content.size()},
                         {QStringLiteral("uploaded_size"), content.size()},
                         {QStringLiteral("Type"), QString()}}) +
                   '\n';
        match(path, content.size());
    }
    for (const QByteArray& path : parts.onlyMatched) {
        match(path, 123);
    }
    QJsonArray env{pair("collectionSpec", parts.spec), pair("Root", parts.root)};
    if (!parts.maxFileSize.isEmpty()) {
        env.append(pair("MaxFileSize", parts.maxFileSize));
    }
    const QString artifact = QString::fromUtf8(parts.artifact);
    const QJsonObject request{
        {QStringLiteral("artifacts"), QJsonArray{artifact}},
        {QStringLiteral("specs"),
         QJsonArray{QJsonObject{{QStringLiteral("artifact"), artifact},
                                {QStringLiteral("parameters"), QJsonObject{{QStringLiteral("env"), env}}}}}}};
    if (parts.withContext) {
        members.append(ZipMember{.name = "collection_context.json",
                                 .content = "{\"session_id\":\"F.EX1\",\"state\":" + parts.state +
                                            ",\"create_time\":1760000000000000000,\"query_stats\":" +
                                            parts.queryStats + ",\"request\":" + json(request) + "}"});
    }
    members.append(
        ZipMember{.name = "client_info.json",
                  .content = "{\"Hostname\":\"EXAMPLE01\",\"HostID\":\"1234-5678\",\"OS\":\"windows\"}"});
    if (parts.withLog) {
        members.append(
            {.name = "log.json",
             .content =
                 "{\"_ts\":1760000001,\"level\":\"DEFAULT\",\"message\":\"Starting query\"}\n" + parts.log});
    }
    if (parts.withUploadsList) {
        members.append(ZipMember{.name = "uploads.json", .content = uploads + parts.uploads});
        members.append(
            {.name = "results/" + parts.artifact + "%2FAll Matches Metadata.json", .content = matches});
        members.append(
            {.name = "results/" + parts.artifact + "%2FAll Matches Metadata.json.index", .content = "x"});
    }
    return members + parts.more;
}

} // namespace mailmend::testing
