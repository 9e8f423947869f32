// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_fixture.h"
#include "support/registration.h"

#include <QFileInfo>
#include <QJsonArray>

using namespace mailmend;
using namespace mailmend::testing;

/** What the log promises an honest caller: order, all or none, conflict, and the same bytes again. */
class EventLogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void appendsAndReadsBack()
    {
        CaseFixture fixture;
        auto log = fixture.create();
        const QList<Event> written = fixture.append(*log, 3);
        QCOMPARE(written.size(), 3);
        QCOMPARE(written.at(2).number, 3);
        QCOMPARE(written.at(2).hash, log->head());
        QCOMPARE(written.at(0).at, fixture.now()); // an event without a time gets the clock's

        const Result<QList<Event>> all = log->read(0);
        QVERIFY(all);
        QCOMPARE(all->size(), 3);
        QCOMPARE(all->at(1).data, written.at(1).data);
        QCOMPARE(all->at(1).by, written.at(1).by);
        const Result<QList<Event>> later = log->read(2);
        QVERIFY(later);
        QCOMPARE(later->size(), 1);
        QCOMPARE(later->at(0).number, 3);
        QVERIFY(log->verify().intact);
        QVERIFY(log->verify().sealedHere);
    }

    void reopensWhereItWasLeft()
    {
        CaseFixture fixture;
        QByteArray head;
        {
            auto log = fixture.create();
            fixture.append(*log, 5);
            head = log->head();
        }
        auto log = fixture.open();
        QCOMPARE(log->head(), head);
        QVERIFY(log->verify().intact);
        QVERIFY(log->append(5, {fixture.event(6)}));
    }

    void anEmptyCaseIsIntact()
    {
        CaseFixture fixture;
        fixture.create();
        auto log = fixture.open();
        QVERIFY(log->verify().intact);
        QVERIFY(log->read(0)->isEmpty());
    }

    void aStaleCallerGetsAConflict()
    {
        CaseFixture fixture;
        auto first = fixture.create();
        auto second = fixture.open();
        QVERIFY(first->append(0, {fixture.event(1)}));
        const auto stale = second->append(0, {fixture.event(1)});
        QVERIFY(!stale);
        QCOMPARE(stale.error().kind, ErrorKind::Conflict);
        QCOMPARE(second->read(0)->size(), 1);
        QVERIFY(second->append(1, {fixture.event(2)}));
        QVERIFY(first->append(2, {fixture.event(3)}));
        QVERIFY(first->verify().intact);
        QVERIFY(second->verify().intact);
    }

    void allOrNone()
    {
        CaseFixture fixture;
        auto log = fixture.create();
        Event huge = fixture.event(2);
        huge.data.insert(QStringLiteral("text"), QString(9 * 1024 * 1024, QLatin1Char('x')));
        const auto refused = log->append(0, {fixture.event(1), huge});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::TooLarge);
        QVERIFY(log->read(0)->isEmpty());
        QVERIFY(log->append(0, {fixture.event(1)}));
    }

    /** The stored form is a promise to every later version: keys sorted, UTF-8, no spaces, times with
     * milliseconds. */
    void theCanonicalBytesStayTheSame()
    {
        Event event;
        event.number = 7;
        event.type = QStringLiteral("note");
        event.at = QDateTime(QDate(2026, 11, 22), QTime(9, 8, 7, 6), Qt::UTC);
        event.by = QStringLiteral("Zoë");
        event.data = {{QStringLiteral("b"), 1},
                      {QStringLiteral("a"), QJsonArray{true, QStringLiteral("\"\n")}}};
        QCOMPARE(canonicalBytes(event),
                 QByteArrayLiteral(
                     "{\"at\":\"2026-11-22T09:08:07.006Z\",\"by\":\"Zo\xc3\xab\",\"data\":{\"a\":[true,"
                     "\"\\\"\\n\"],\"b\":1},\"number\":7,\"type\":\"note\"}"));
        const Result<Event> back = readCanonical(canonicalBytes(event));
        QVERIFY(back);
        QCOMPARE(back->at, event.at);
        QCOMPARE(back->data, event.data);
    }

    void anyFileName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("quotes") << QStringLiteral("a';DROP TABLE events;--\"%s%1.mailmend");
        QTest::newRow("options") << QStringLiteral("x;QSQLITE_OPEN_READONLY?mode=memory#y.mailmend");
        QTest::newRow("memory") << QStringLiteral(":memory:");
        QTest::newRow("uri") << QStringLiteral("file:x?mode=memory");
        QTest::newRow("unicode") << QStringLiteral("Fäll \u202E \u65E5\u672C.mailmend");
        QTest::newRow("newline") << QStringLiteral("a\nb.mailmend");
    }

    void anyFileName()
    {
        QFETCH(QString, name);
        CaseFixture fixture(name);
        fixture.append(*fixture.create(), 2);
        QVERIFY(QFileInfo(fixture.file()).size() > 0);
        QCOMPARE(fixture.open()->read(0)->size(), 2);
    }

    void neverOverwritesAFile()
    {
        CaseFixture fixture;
        QFile there(fixture.file());
        QVERIFY(there.open(QIODevice::WriteOnly));
        there.write("mine");
        there.close();
        const auto made = EventLog::create(fixture.file(), fixture.sealFolder());
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::Conflict);
        QVERIFY(there.open(QIODevice::ReadOnly));
        QCOMPARE(there.readAll(), QByteArray("mine"));
    }

    void onlyItsOwnerCanReadCaseAndKey()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 1);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(fixture.file()) & others));
        QVERIFY(!(QFile::permissions(fixture.sealFolder() + QStringLiteral("/installation.key")) & others));
    }

    void twoCasesInOneThread()
    {
        CaseFixture one;
        CaseFixture two;
        auto first = one.create();
        auto second = two.create();
        one.append(*first, 2);
        two.append(*second, 3);
        QCOMPARE(first->read(0)->size(), 2);
        QCOMPARE(second->read(0)->size(), 3);
        QVERIFY(first->head() != second->head());
    }

    /** SQLite itself refuses to change or delete what stands there. */
    void rowsStay()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        for (const char* sql :
             {"UPDATE events SET body = x'00'", "DELETE FROM events", "UPDATE seals SET number = 9",
              "DELETE FROM seals", "UPDATE meta SET value = 'x'", "DELETE FROM meta",
              "INSERT INTO events VALUES (1, x'00', x'00')", "INSERT INTO events VALUES (9, x'00', x'00')",
              "INSERT OR REPLACE INTO events VALUES (1, x'00', x'00')"}) {
            QVERIFY2(!fixture.sql({QString::fromLatin1(sql)}), sql);
        }
        QVERIFY(fixture.open()->verify().intact);
    }
};

MAILMEND_TEST_CLASS(EventLogTest)
#include "event_log_test.moc"
