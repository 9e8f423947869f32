// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/event_chain.h"
#include "cases/event_log.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

namespace mailmend::testing {

/** A case file and an installation's seal folder of their own. */
class CaseFixture
{
public:
    explicit CaseFixture(const QString& name = QStringLiteral("test.mailmend")) : m_name(name) {}

    QString file() const { return m_folder.path() + QLatin1Char('/') + m_name; }
    QString sealFolder() const { return m_folder.filePath(QStringLiteral("installation")); }
    QString folder() const { return m_folder.path(); }
    QDateTime now() const { return QDateTime(QDate(2026, 11, 22), QTime(10, 0), Qt::UTC); }

    std::unique_ptr<EventLog> create() const
    {
        auto log = EventLog::create(file(), sealFolder(), fixedClock(now()));
        if (!log) {
            qFatal("%s", qPrintable(logLine(log.error())));
        }
        return std::move(*log);
    }

    std::unique_ptr<EventLog> open(const QString& seals = {}) const
    {
        auto log = EventLog::open(file(), seals.isEmpty() ? sealFolder() : seals, fixedClock(now()));
        if (!log) {
            qFatal("%s", qPrintable(logLine(log.error())));
        }
        return std::move(*log);
    }

    Event event(int number) const
    {
        Event made;
        made.type = QStringLiteral("note");
        made.by = QStringLiteral("Ana");
        made.data = {{QStringLiteral("text"), QStringLiteral("note %1").arg(number)}};
        return made;
    }

    /** Adds one event an append, so that every event has a seal. */
    QList<Event> append(EventLog& log, int events) const
    {
        QList<Event> written;
        for (int i = 0; i < events; ++i) {
            const auto added = log.append(log.read(0)->size(), {event(i)});
            if (!added) {
                qFatal("%s", qPrintable(logLine(added.error())));
            }
            written += *added;
        }
        return written;
    }

    /** Changes the file behind Mailmend's back. False where SQLite refused. */
    bool sql(const QStringList& statements, const QVariantList& values = {}) const
    {
        bool fine = true;
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("tampering"));
            database.setDatabaseName(file());
            fine = database.open();
            for (const QString& statement : statements) {
                QSqlQuery query(database);
                fine = fine && query.prepare(statement);
                if (statement.contains(QLatin1Char('?'))) {
                    for (const QVariant& value : values) {
                        query.addBindValue(value);
                    }
                }
                fine = fine && query.exec();
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("tampering"));
        return fine;
    }

private:
    QTemporaryDir m_folder;
    QString m_name;
};

} // namespace mailmend::testing
