// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor.h"

#include "evidence/collection/velociraptor_asked.h"

#include <QJsonArray>

namespace mailmend::velociraptor {
namespace {

constexpr auto maxMatchRows = static_cast<size_t>(kMaxMembers);
constexpr qsizetype maxFailed = 10'000;

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size. */
QDateTime timeOfNumber(qint64 number)
{
    for (int i = 0; i < 3 && number > 100'000'000'000; ++i) {
        number /= 1000;
    }
    return number > 0 ? QDateTime::fromSecsSinceEpoch(number, Qt::UTC) : QDateTime();
}

QDateTime timeOfRow(const QJsonValue& value)
{
    if (const auto number = lenientNumber(value)) {
        return timeOfNumber(*number);
    }
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() && time.timeSpec() != Qt::LocalTime && time.date().year() > 1601 ? time.toUTC()
                                                                                           : QDateTime();
}

/** How the collection ended, in words where it did not end well. */
Text readEnding(const QJsonObject& context, qint64 storedBytes)
{
    const QJsonValue state = context.value(QLatin1String("state"));
    const bool finished = lenientNumber(state).value_or(0) == 2 ||
                          state.toString().compare(QStringLiteral("FINISHED"), Qt::CaseInsensitive) == 0;
    if (!finished) {
        return say(MAILMEND_TEXT("evidence", "The collector did not finish."));
    }
    for (const QJsonValue& value : context.value(QLatin1String("query_stats")).toArray()) {
        const QJsonObject stats = value.toObject();
        const QJsonValue status = stats.value(QLatin1String("status"));
        const bool ok = status.isUndefined() || lenientNumber(status).value_or(-1) == 0 ||
                        status.toString().compare(QStringLiteral("OK"), Qt::CaseInsensitive) == 0;
        if (!ok) {
            return say(MAILMEND_TEXT("evidence", "The collector reports an error: {words}"),
                       {{"words", words(stats.value(QLatin1String("error_message")).toString().left(300))}});
        }
    }
    if (lenientNumber(context.value(QLatin1String("outstanding_requests"))).value_or(0) > 0) {
        return say(MAILMEND_TEXT("evidence", "The collector did not finish."));
    }
    const qint64 limit =
        lenientNumber(
            context.value(QLatin1String("request")).toObject().value(QLatin1String("max_upload_bytes")))
            .value_or(0);
    if (limit > 0 && storedBytes >= limit) {
        return say(
            MAILMEND_TEXT("evidence", "The collector stopped when it had stored {size}, as it was told to."),
            {{"size", bytes(limit)}});
    }
    return {};
}

/** Lines of the collector's log that name what could not be read or was left out. */
/** Whether a log line tells of a time limit. The names of files that it found may say anything: only the
 * words before the first path count. */
bool tellsOfTimeLimit(const QByteArray& line)
{
    const qsizetype path = line.indexOf('\\');
    const QByteArray words = (path < 0 ? line : line.left(path)).toLower();
    return words.contains("timed out") || words.contains("timeout") || words.contains("deadline exceeded");
}

class LogLines
{
public:
    LogLines(Records& records, std::vector<Matched>& leftOut) : m_records(records), m_leftOut(leftOut) {}

    void take(const QString& message)
    {
        if (message.contains(QStringLiteral("Globber: "))) {
            const qsizetype at = message.lastIndexOf(QStringLiteral(" while processing "));
            addFolder(at < 0 ? QString() : message.mid(at + 18).trimmed());
        } else if (const qsizetype open = message.indexOf(QStringLiteral("Unable to open ")); open >= 0) {
            addFile(message.mid(open + 15));
        } else if (const qsizetype copy = message.indexOf(QStringLiteral("Unable to fully copy range"));
                   copy >= 0) {
            m_records.failuresUnplaced = true;
        } else if (message.startsWith(QStringLiteral("Skipping file "))) {
            const qsizetype end = message.lastIndexOf(QStringLiteral(" Due to MaxFileSize"));
            addFile(end < 0 ? QString() : message.mid(14, end - 14));
        } else if (tellsOfTimeLimit(message.toUtf8())) {
            m_records.unfinished =
                say(MAILMEND_TEXT("evidence", "The collector's log speaks of a time limit: {words}"),
                    {{"words", words(message.left(300))}});
        }
    }

private:
    void addFolder(const QString& text)
    {
        const Placement placed = placeText(text);
        if (placed.kind == Placement::Kind::File && m_records.failedFolders.size() < maxFailed) {
            if (!m_records.failedFolders.contains(placed.path)) {
                m_records.failedFolders.append(placed.path);
            }
        } else if (placed.kind != Placement::Kind::Snapshot) {
            m_records.failuresUnplaced = true;
        }
    }

    /** "C:\x\y.aspx: in use": the name ends at the last ": ", unless it holds one itself; the folder is what
     * counts. */
    void addFile(const QString& text)
    {
        const qsizetype reason = text.indexOf(QStringLiteral(": "), 3);
        const Placement placed = placeText((reason < 0 ? text : text.first(reason)).trimmed());
        if (placed.kind == Placement::Kind::File && !placed.path.components().isEmpty()) {
            if (m_leftOut.size() < maxMatchRows) {
                m_leftOut.push_back({rawKey(placed.path), 0, {}, {}});
            }
        } else if (placed.kind != Placement::Kind::Snapshot) {
            m_records.failuresUnplaced = true;
        }
    }

    Records& m_records;
    std::vector<Matched>& m_leftOut;
};

void readClient(const Outline& outline, HostHints& hints)
{
    if (!outline.hasFile("client_info.json")) {
        return;
    }
    const auto client = readJsonObject(*outline.container, outline.rootFiles.value("client_info.json"));
    if (!client) {
        return;
    }
    for (const char* key : {"Hostname", "Fqdn"}) {
        if (hints.collectorHostName.isEmpty()) {
            hints.collectorHostName = lenientValue(*client, key).toString().left(255);
        }
    }
    for (const char* key : {"HostID", "client_id"}) {
        if (hints.collectorHostId.isEmpty()) {
            hints.collectorHostId = lenientValue(*client, key).toString().left(255);
        }
    }
}

void readMatches(const Outline& outline, const QHash<QByteArray, quint64>& results, RecordsRead& read,
                 const CancelToken& cancel)
{
    for (auto table = results.constBegin(); table != results.constEnd(); ++table) {
        const QByteArray name = table.key().toLower();
        if (!name.contains("all matches metadata") && !name.contains("all file metadata")) {
            continue;
        }
        bool tooMany = false;
        const RowsRead rows =
            readJsonLines(*outline.container, *table, cancel, [&read, &tooMany](const QJsonObject& row) {
                const Placement placed = placeText(row.value(QLatin1String("SourceFile")).toString());
                if (placed.kind != Placement::Kind::File || placed.path.components().isEmpty()) {
                    return;
                }
                if (read.matches.size() >= maxMatchRows) {
                    tooMany = true;
                    return;
                }
                read.matches.push_back(
                    {rawKey(placed.path),
                     qMax(qint64(0), lenientNumber(row.value(QLatin1String("Size"))).value_or(0)),
                     timeOfRow(row.value(QLatin1String("Modified"))),
                     timeOfRow(row.value(QLatin1String("Created")))});
            });
        if (tooMany) {
            read.records->unfinished =
                say(MAILMEND_TEXT("evidence", "The collector found more than {bound} files, so not all of "
                                              "its list was read."),
                    {{"bound", count(kMaxMembers)}});
            read.troubles.append(read.records->unfinished);
        } else if (!rows.whole || rows.bad > 0) {
            read.records->unfinished =
                say(MAILMEND_TEXT("evidence", "The collector's list of what it found is damaged."));
            read.troubles.append(read.records->unfinished);
        }
    }
}

} // namespace

RecordsRead readRecords(const Outline& outline, const QHash<QByteArray, quint64>& results, qint64 storedBytes,
                        const CancelToken& cancel)
{
    RecordsRead read;
    read.records = std::make_unique<Records>();
    readClient(outline, read.hints);
    QJsonObject context;
    if (outline.hasFile("collection_context.json")) {
        const auto found =
            readJsonObject(*outline.container, outline.rootFiles.value("collection_context.json"));
        if (!found) {
            read.troubles.append(found.error().text);
        } else {
            const QJsonValue inner = found->value(QLatin1String("context")); // as older exports wrap it
            context = inner.isObject() ? inner.toObject() : *found;
        }
    }
    read.records->unfinished =
        context.isEmpty()
            ? say(MAILMEND_TEXT("evidence", "The collector's record of what it was asked for is not there."))
            : readEnding(context, storedBytes);
    for (const char* key : {"create_time", "start_time"}) {
        if (!read.hints.takenAt.isValid()) {
            read.hints.takenAt = timeOfNumber(lenientNumber(context.value(QLatin1String(key))).value_or(0));
        }
    }
    read.hints.takenAtSource =
        say(MAILMEND_TEXT("evidence", "When the collection was begun, as the collector wrote it down"));

    AskedReader asked(*read.records);
    asked.readContext(context);
    if (outline.hasFile("requests.json")) {
        const auto requests = readJsonObject(*outline.container, outline.rootFiles.value("requests.json"));
        if (requests) {
            asked.readRequests(*requests);
        } else {
            read.troubles.append(requests.error().text);
        }
    }
    for (auto table = results.constBegin(); table != results.constEnd(); ++table) {
        if (table.key().toLower().contains("searchglobs")) {
            readJsonLines(*outline.container, *table, cancel,
                          [&asked](const QJsonObject& row) { asked.takeSearchGlob(row); });
        }
    }
    LogLines lines(*read.records, read.matches);
    for (const char* name : {"log.json", "logs.json"}) {
        if (!outline.hasFile(name)) {
            continue;
        }
        const RowsRead rows = readJsonLines(
            *outline.container, outline.rootFiles.value(name), cancel, [&](const QJsonObject& row) {
                const QString message = row.value(QLatin1String("message")).toString();
                lines.take(message);
                asked.takeLogLine(message);
            });
        if (!rows.whole || rows.bad > 0) {
            read.records->unfinished = say(MAILMEND_TEXT("evidence", "The collector's log is damaged."));
            read.troubles.append(read.records->unfinished);
        }
    }
    if (!outline.hasFile("log.json") && !outline.hasFile("logs.json") && read.records->unfinished.isEmpty()) {
        read.records->unfinished = say(
            MAILMEND_TEXT("evidence", "The collector's log is not there, so nobody can tell what failed."));
    }
    // A time limit ends a collection in good order; only the log beside it tells.
    for (const QByteArray& line : outline.container->logBeside().split('\n')) {
        if (tellsOfTimeLimit(line)) {
            read.records->unfinished =
                say(MAILMEND_TEXT("evidence", "The collector's log speaks of a time limit: {words}"),
                    {{"words", words(QString::fromUtf8(line).left(300))}});
        }
    }
    readMatches(outline, results, read, cancel);
    asked.finish();
    return read;
}

} // namespace mailmend::velociraptor
