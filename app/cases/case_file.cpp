// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_file.h"

#include "cases/case_file_error.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSqlQuery>
#include <QTemporaryFile>
#include <QVariant>

#include <atomic>

namespace mailmend {
namespace {

QString newConnectionName()
{
    static std::atomic<quint64> next{1};
    return QStringLiteral("mailmend-case-%1").arg(next++);
}

/** SQLite would repair, convert or create; a look at the head says whether this is a file of the form we
 * write. */
Done lookAtHead(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        const bool there = QFileInfo::exists(path);
        return Error{
            there ? ErrorKind::Denied : ErrorKind::NotFound,
            there ? say(MAILMEND_TEXT("case", "{file} can't be opened or written."), {{"file", place(path)}})
                  : say(MAILMEND_TEXT("case", "There is no case {file}."), {{"file", place(path)}}),
            {},
            file.errorString(),
            {}};
    }
    const QByteArray head = file.read(100);
    // Offsets 18 and 19: 1 is a rollback journal, 2 would be a write-ahead log
    // (https://www.sqlite.org/fileformat.html).
    if (head.size() < 100 || !head.startsWith(QByteArrayView("SQLite format 3\0", 16)) || head.at(18) != 1 ||
        head.at(19) != 1) {
        return notACase(path, QStringLiteral("the head of the file"));
    }
    return done();
}

} // namespace

CaseFile::CaseFile(const QString& file)
    : m_file(QFileInfo(file).absoluteFilePath()), m_connection(newConnectionName())
{}

CaseFile::~CaseFile()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

Done CaseFile::openDatabase()
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(m_file);
    if (!database.open()) {
        return sqlError(m_file, database.lastError());
    }
    for (const char* pragma :
         {"PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0",
          "PRAGMA recursive_triggers = ON", "PRAGMA synchronous = EXTRA", "PRAGMA temp_store = MEMORY"}) {
        if (const Done set = run(QLatin1String(pragma)); !set) {
            return set;
        }
    }
    return done();
}

Done CaseFile::run(const QString& sql, const QVariantList& values) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return sqlError(m_file, query.lastError());
    }
    for (const QVariant& value : values) {
        query.addBindValue(value);
    }
    return query.exec() ? done() : Done(sqlError(m_file, query.lastError()));
}

Result<std::unique_ptr<CaseFile>> CaseFile::create(const QString& file, const QByteArray& caseId,
                                                   const Seal& first)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    const auto cannotMake = [&path](const QString& detail) {
        const bool there = QFileInfo::exists(path);
        return Error{
            there ? ErrorKind::Conflict : ErrorKind::Denied,
            there ? say(MAILMEND_TEXT("case", "There is a file {file} already."), {{"file", place(path)}})
                  : say(MAILMEND_TEXT("case", "{file} can't be made."), {{"file", place(path)}}),
            say(MAILMEND_TEXT("case", "Choose another name or another folder.")),
            detail,
            {}};
    };
    // It gets its name when it is whole: who is stopped before can begin again under the same name.
    QFile unfinished;
    {
        QTemporaryFile name(path + QStringLiteral(".XXXXXX.new"));
        if (QFileInfo::exists(path) || !name.open()) {
            return cannotMake(name.errorString());
        }
        name.setAutoRemove(false);
        unfinished.setFileName(name.fileName());
    } // closed only now: Windows lets nobody rename a file that is open
    const Done ready = makeIn(unfinished.fileName(), caseId, first);
    if (!ready || !unfinished.rename(path)) {
        const QString why = unfinished.errorString();
        unfinished.remove();
        return ready ? cannotMake(why) : ready.error();
    }
    std::unique_ptr<CaseFile> made(new CaseFile(path));
    if (const Done opened = made->openDatabase(); !opened) {
        return opened.error();
    }
    made->m_caseId = caseId;
    return made;
}

Done CaseFile::makeIn(const QString& file, const QByteArray& caseId, const Seal& first)
{
    CaseFile making(file);
    Done ready = making.openDatabase();
    ready = ready ? making.makeTables(caseId, first) : ready;
    if (!ready) {
        making.rollBack();
    }
    return ready;
}

Done CaseFile::makeTables(const QByteArray& caseId, const Seal& first)
{
    Done step = begin();
    for (const SchemaPart& part : schemaParts()) {
        step = step ? run(QLatin1String(part.sql)) : step;
    }
    const QString meta = QStringLiteral("INSERT INTO meta (name, value) VALUES (?, ?)");
    step = step ? run(meta, {QStringLiteral("schema"), QString::number(SchemaVersion)}) : step;
    step = step ? run(meta, {QStringLiteral("case"), QString::fromLatin1(caseId)}) : step;
    step = step ? add(first) : step;
    return step ? commit() : step;
}

Result<std::unique_ptr<CaseFile>> CaseFile::open(const QString& file)
{
    std::unique_ptr<CaseFile> opened(new CaseFile(file));
    if (const Done head = lookAtHead(opened->m_file); !head) {
        return head.error();
    }
    if (const Done connected = opened->openDatabase(); !connected) {
        return connected.error();
    }
    if (const Done meta = opened->readMeta(); !meta) {
        return meta.error();
    }
    return opened;
}

Done CaseFile::readMeta()
{
    const auto parts = readSchema();
    if (!parts) {
        return parts.error();
    }
    if (const auto missing = missingTable(*parts)) {
        return notACase(m_file, QStringLiteral("table ") + *missing);
    }
    QSqlQuery meta(QSqlDatabase::database(m_connection, false));
    meta.setForwardOnly(true);
    if (!meta.exec(QStringLiteral("SELECT name, substr(value, 1, 100) FROM meta LIMIT 10"))) {
        return sqlError(m_file, meta.lastError());
    }
    QHash<QString, QString> values;
    while (meta.next()) {
        values.insert(meta.value(0).toString(), meta.value(1).toString());
    }
    if (const int version = values.value(QStringLiteral("schema")).toInt(); version != SchemaVersion) {
        if (version < SchemaVersion) {
            return notACase(m_file, QStringLiteral("schema version"));
        }
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("case", "{file} was written by a newer Mailmend."), {{"file", place(m_file)}}),
            say(MAILMEND_TEXT("case", "Open it with that version, or install the newest one here.")),
            QStringLiteral("schema version %1").arg(version),
            {}};
    }
    // The id becomes part of a file's name: nothing but 32 hexadecimal digits.
    m_caseId = values.value(QStringLiteral("case")).toLatin1();
    if (m_caseId.size() != 32 || QByteArray::fromHex(m_caseId).toHex() != m_caseId) {
        return notACase(m_file, QStringLiteral("the case's id"));
    }
    return done();
}

/** Before anything is asked of a table or view: only of those that we defined is anything asked. */
Result<QList<FoundPart>> CaseFile::readSchema() const
{
    QList<FoundPart> parts;
    QSqlQuery schema(QSqlDatabase::database(m_connection, false));
    schema.setForwardOnly(true);
    if (!schema.exec(QStringLiteral("SELECT name, substr(sql, 1, 1000) FROM sqlite_master LIMIT 100"))) {
        return sqlError(m_file, schema.lastError());
    }
    while (schema.next()) {
        parts.append({schema.value(0).toString(), schema.value(1).toString()});
    }
    return parts;
}

std::optional<Text> CaseFile::schemaTrouble() const
{
    const auto parts = readSchema();
    return parts && isWholeSchema(*parts)
               ? std::nullopt
               : std::optional(
                     say(MAILMEND_TEXT("case", "Its file was changed so that events could be altered.")));
}

Done CaseFile::forEachEvent(qint64 from, const std::function<void(const EventRow&)>& each) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT number, CASE WHEN typeof(body) = 'blob' AND length(body) <= ? THEN "
                                 "body END, substr(hash, 1, 32) "
                                 "FROM events WHERE number > ? ORDER BY number LIMIT ?"));
    query.addBindValue(static_cast<qint64>(LargestEvent));
    query.addBindValue(from);
    query.addBindValue(MostEvents);
    if (!query.exec()) {
        return sqlError(m_file, query.lastError());
    }
    while (query.next()) {
        each({query.value(0).toLongLong(), query.value(1).toByteArray(), query.value(2).toByteArray()});
    }
    return query.lastError().isValid() ? Done(sqlError(m_file, query.lastError())) : done();
}

Done CaseFile::forEachSeal(const std::function<void(const Seal&)>& each) const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    query.prepare(
        QStringLiteral("SELECT number, substr(head, 1, 32), substr(key, 1, 32), substr(signature, 1, 64) "
                       "FROM seals ORDER BY number LIMIT ?"));
    query.addBindValue(MostEvents);
    if (!query.exec()) {
        return sqlError(m_file, query.lastError());
    }
    while (query.next()) {
        each({query.value(0).toLongLong(), query.value(1).toByteArray(), query.value(2).toByteArray(),
              query.value(3).toByteArray()});
    }
    return query.lastError().isValid() ? Done(sqlError(m_file, query.lastError())) : done();
}

Result<EventRow> CaseFile::lastEvent() const
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    if (!query.exec(
            QStringLiteral("SELECT number, substr(hash, 1, 32) FROM events ORDER BY number DESC LIMIT 1"))) {
        return sqlError(m_file, query.lastError());
    }
    return query.next() ? EventRow{query.value(0).toLongLong(), {}, query.value(1).toByteArray()}
                        : EventRow{};
}

Done CaseFile::beginReading() const
{
    return run(QStringLiteral("BEGIN"));
}

void CaseFile::endReading() const
{
    [[maybe_unused]] const Done ended = run(QStringLiteral("COMMIT"));
}

Done CaseFile::begin()
{
    return run(QStringLiteral("BEGIN IMMEDIATE"));
}

Done CaseFile::add(const EventRow& event)
{
    return run(QStringLiteral("INSERT INTO events (number, body, hash) VALUES (?, ?, ?)"),
               {event.number, event.body, event.hash});
}

Done CaseFile::add(const Seal& seal)
{
    return run(QStringLiteral("INSERT INTO seals (number, head, key, signature) VALUES (?, ?, ?, ?)"),
               {seal.number, seal.head, seal.key, seal.signature});
}

Done CaseFile::commit()
{
    return run(QStringLiteral("COMMIT"));
}

void CaseFile::rollBack()
{
    // Where SQLite has ended the transaction by itself there is nothing to roll back and this fails quietly.
    [[maybe_unused]] const Done ended = run(QStringLiteral("ROLLBACK"));
}

} // namespace mailmend
