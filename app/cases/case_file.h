// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_schema.h"
#include "cases/event_chain.h"

#include <QSqlDatabase>

#include <functional>

namespace mailmend {

/** One row of the events as the file holds it. `body` is empty where it was no bytes or too large. */
struct EventRow
{
    qint64 number = 0;
    QByteArray body;
    QByteArray hash;
};

/**
 * The SQLite file of a case: tables meta, events and seals, to which rows can only be added. Knows nothing of
 * what events mean. A file that comes from elsewhere is hostile: its schema must be ours to the letter and
 * its values are bounded. One connection, for the thread that opened it; no name of a file is ever part of
 * SQL.
 */
class CaseFile
{
public:
    /** Makes a new file that only its owner can read. An existing file is an error of kind Conflict. */
    static Result<std::unique_ptr<CaseFile>> create(const QString& file, const QByteArray& caseId,
                                                    const Seal& first);
    static Result<std::unique_ptr<CaseFile>> open(const QString& file);
    ~CaseFile();

    const QByteArray& caseId() const { return m_caseId; }
    QString file() const { return m_file; }
    /** What about the tables is not as we make them, though the events can be read; or none. */
    std::optional<Text> schemaTrouble() const;

    /** Rows in the order of their numbers, from `from` + 1 on. */
    Done forEachEvent(qint64 from, const std::function<void(const EventRow&)>& each) const;
    Done forEachSeal(const std::function<void(const Seal&)>& each) const;
    Result<EventRow> lastEvent() const; ///< number 0: there is none

    Done beginReading() const; ///< what is read until endReading() is of one moment
    void endReading() const;
    Done begin(); ///< takes the write lock
    Done add(const EventRow& event);
    Done add(const Seal& seal);
    Done commit(); ///< on return of no error it is on the disk
    void rollBack();

private:
    explicit CaseFile(const QString& file);
    Done openDatabase();
    /** Makes the tables of a new case in an empty file, and lets go of it. */
    static Done makeIn(const QString& file, const QByteArray& caseId, const Seal& first);
    Done makeTables(const QByteArray& caseId, const Seal& first);
    Done readMeta();
    Result<QList<FoundPart>> readSchema() const;
    Done run(const QString& sql, const QVariantList& values = {}) const;

    QString m_file;
    QString m_connection;
    QByteArray m_caseId;
};

} // namespace mailmend
