// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/collection.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace mailmend::sample {

namespace {

const QString kArtifact = QStringLiteral("Generic.Collectors.File");
const QString kSession = QStringLiteral("F.MAPLEEX01SAMPLE");

QByteArray jsonOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QByteArray lineOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QString timeText(const QDateTime& utc)
{
    return utc.toUTC().toString(Qt::ISODate);
}

/** One part of a path as Velociraptor writes it into its archive. */
QByteArray escapedPart(const QString& part)
{
    const QByteArray utf8 = part.toUtf8();
    QByteArray out;
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char letter = utf8.at(i);
        const bool edge = (i == 0 || i == utf8.size() - 1) && (letter == '.' || letter == ' ');
        if (edge || QByteArrayView("?\"*:|<>%/\\").contains(letter)) {
            out += '%' + QByteArray(1, letter).toHex().toUpper();
        } else {
            out += letter;
        }
    }
    return out;
}

QJsonObject variable(const QString& key, const QString& value)
{
    return {{QStringLiteral("key"), key}, {QStringLiteral("value"), value}};
}

/** A number of nanoseconds as Velociraptor writes it: JSON numbers hold 53 bits, and these have trailing
 * zeros. */
double nanoseconds(qint64 seconds)
{
    return static_cast<double>(seconds) * 1e9;
}

QJsonArray parametersOf(const Server& server)
{
    return {variable(QStringLiteral("Root"), QStringLiteral("C:")),
            variable(QStringLiteral("Accessor"), QStringLiteral("auto")),
            variable(QStringLiteral("collectionSpec"),
                     QStringLiteral("Glob\n") + server.asked.join(u'\n') + QStringLiteral("\n"))};
}

QByteArray contextOf(const Server& server, qint64 bytes)
{
    const auto files = static_cast<int>(server.files.size());
    const QString matches = kArtifact + QStringLiteral("/All Matches Metadata");
    const QString uploads = kArtifact + QStringLiteral("/Uploads");
    const QJsonObject specification{
        {QStringLiteral("artifact"), kArtifact},
        {QStringLiteral("parameters"), QJsonObject{{QStringLiteral("env"), parametersOf(server)}}}};
    const QJsonObject request{{QStringLiteral("artifacts"), QJsonArray{kArtifact}},
                              {QStringLiteral("specs"), QJsonArray{specification}}};
    return jsonOf(
        {{QStringLiteral("session_id"), kSession},
         {QStringLiteral("request"), request},
         {QStringLiteral("create_time"), nanoseconds(server.taken.toSecsSinceEpoch())},
         {QStringLiteral("execution_duration"), nanoseconds(server.seconds)},
         {QStringLiteral("state"), 2},
         {QStringLiteral("total_uploaded_files"), files},
         {QStringLiteral("total_uploaded_bytes"), bytes},
         {QStringLiteral("total_collected_rows"), 2 * files},
         {QStringLiteral("artifacts_with_results"), QJsonArray{matches, uploads}},
         {QStringLiteral("query_stats"),
          QJsonArray{QJsonObject{{QStringLiteral("Artifact"), kArtifact},
                                 {QStringLiteral("names_with_response"), QJsonArray{matches, uploads}},
                                 {QStringLiteral("result_rows"), 2 * files}}}}});
}

QByteArray requestsOf(const Server& server)
{
    QJsonArray variables = parametersOf(server);
    variables.append(variable(QStringLiteral("MaxFileSize"), QStringLiteral("18446744073709551615")));
    variables.append(variable(QStringLiteral("NTFS_CACHE_TIME"), QStringLiteral("1000000")));
    const QJsonObject query{{QStringLiteral("Name"), kArtifact + QStringLiteral("/All Matches Metadata")},
                            {QStringLiteral("VQL"), QStringLiteral("SELECT * FROM all_results")}};
    const QJsonObject action{{QStringLiteral("query_id"), 1},
                             {QStringLiteral("env"), variables},
                             {QStringLiteral("Query"), QJsonArray{query}}};
    return jsonOf(
        {{QStringLiteral("items"), QJsonArray{QJsonObject{{QStringLiteral("session_id"), kSession},
                                                          {QStringLiteral("VQLClientAction"), action}}}}});
}

QByteArray logOf(const Server& server)
{
    const qint64 began = server.taken.toSecsSinceEpoch();
    const auto row = [](qint64 when, const QString& message) {
        return lineOf({{QStringLiteral("_ts"), when},
                       {QStringLiteral("client_time"), when},
                       {QStringLiteral("level"), QStringLiteral("DEFAULT")},
                       {QStringLiteral("message"), message}});
    };
    QByteArray log = row(began, QStringLiteral("Starting collection of ") + kArtifact);
    for (const QString& glob : server.asked) {
        log += row(began, QStringLiteral("Processing Device C: with auto: glob is ") + glob);
    }
    for (const ServerFile& file : server.files) {
        log += row(began + server.seconds / 2, QStringLiteral("Found ") + file.path);
    }
    return log + row(began + server.seconds, QStringLiteral("Collection is done"));
}

} // namespace

QList<Member> collectionOf(const Server& server)
{
    const QDateTime ended = server.taken.addSecs(server.seconds);
    QList<Member> members;
    QByteArray uploads, matches, copies;
    qint64 bytes = 0;
    for (const ServerFile& file : server.files) {
        QJsonArray components{QStringLiteral("uploads"), QStringLiteral("auto")};
        QByteArray name = "uploads/auto";
        for (const QString& part : file.path.split(u'\\')) {
            name += '/' + escapedPart(part);
            components.append(part);
        }
        members.append({name, file.modified, file.content});
        const auto size = static_cast<qint64>(file.content.size());
        bytes += size;
        uploads += lineOf({{QStringLiteral("Timestamp"), ended.toSecsSinceEpoch()},
                           {QStringLiteral("started"), timeText(ended)},
                           {QStringLiteral("vfs_path"), file.path},
                           {QStringLiteral("_Components"), components},
                           {QStringLiteral("file_size"), size},
                           {QStringLiteral("uploaded_size"), size},
                           {QStringLiteral("Type"), QString()}});
        const QJsonObject times{{QStringLiteral("Created"), timeText(file.created)},
                                {QStringLiteral("Changed"), timeText(file.modified)},
                                {QStringLiteral("LastAccessed"), timeText(file.modified)},
                                {QStringLiteral("Modified"), timeText(file.modified)},
                                {QStringLiteral("SourceFile"), file.path}};
        QJsonObject match = times, copy = times;
        match[QStringLiteral("Size")] = size;
        copy[QStringLiteral("CopiedOnTimestamp")] = ended.toSecsSinceEpoch();
        copy[QStringLiteral("DestinationFile")] = file.path;
        copy[QStringLiteral("FileSize")] = size;
        copy[QStringLiteral("SourceFileSha256")] =
            QString::fromLatin1(QCryptographicHash::hash(file.content, QCryptographicHash::Sha256).toHex());
        matches += lineOf(match);
        copies += lineOf(copy);
    }
    const QByteArray results = "results/" + kArtifact.toUtf8() + "%2F";
    members.append({results + "All Matches Metadata.json", ended, matches});
    members.append({results + "Uploads.json", ended, copies});
    members.append({"uploads.json", ended, uploads});
    members.append({"log.json", ended, logOf(server)});
    members.append({"requests.json", ended, requestsOf(server)});
    members.append({"client_info.json", ended, jsonOf(server.host)});
    members.append({"collection_context.json", ended, contextOf(server, bytes)});
    return members;
}

} // namespace mailmend::sample
