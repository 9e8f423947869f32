// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_file.h"
#include "cases/case_fixture.h"
#include "cases/seal_key.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDirIterator>
#include <QFile>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** Takes the triggers away, changes something, and puts them back to the letter. */
bool changeQuietly(const CaseFixture& fixture, const QStringList& changes, const QVariantList& values = {})
{
    QStringList triggers;
    {
        QSqlDatabase database =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("reading"));
        database.setDatabaseName(fixture.file());
        database.open();
        QSqlQuery query(QStringLiteral("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"),
                        database);
        while (query.next()) {
            triggers.append(query.value(0).toString());
            triggers.append(query.value(1).toString());
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("reading"));
    QStringList all;
    for (qsizetype i = 0; i < triggers.size(); i += 2) {
        all.append(QStringLiteral("DROP TRIGGER ") + triggers.at(i));
    }
    all += changes;
    for (qsizetype i = 1; i < triggers.size(); i += 2) {
        all.append(triggers.at(i));
    }
    return fixture.sql(all, values);
}

QString onlyHeadFile(const CaseFixture& fixture)
{
    QDirIterator heads(fixture.sealFolder() + QStringLiteral("/heads"), QDir::Files);
    return heads.hasNext() ? heads.next() : QString();
}

/** Builds the chain of a case anew from the event `from` on, as somebody without the key could. */
bool rechain(const CaseFixture& fixture, qint64 changed)
{
    const auto log = fixture.open();
    const auto file = CaseFile::open(fixture.file());
    QByteArray head = chainStart((*file)->caseId());
    QStringList statements;
    QVariantList values;
    const QList<Event> events = *log->read(0);
    for (Event event : events) {
        if (event.number == changed) {
            event.data = {{QStringLiteral("text"), QStringLiteral("nothing happened")}};
        }
        const QByteArray body = canonicalBytes(event);
        head = chainNext(head, body);
        if (!changeQuietly(
                fixture,
                {QStringLiteral("UPDATE events SET body = ?, hash = ? WHERE number = %1").arg(event.number)},
                {body, head})) {
            return false;
        }
    }
    return true;
}

} // namespace

/** What somebody who can write to the case file, but has not the key, is caught at. */
class TamperingTest : public QObject
{
    Q_OBJECT

    static void refuses(const CaseFixture& fixture, const char* words)
    {
        const auto log = fixture.open();
        const LogVerdict verdict = log->verify();
        QVERIFY(!verdict.intact);
        QVERIFY2(inEnglish(verdict.text).contains(QLatin1String(words)), qPrintable(inEnglish(verdict.text)));
        // It can still be read, and no new seal covers the change.
        QVERIFY(log->read(0));
        const auto refused = log->append(log->read(0)->size(), {fixture.event(99)});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Damaged);
    }

private Q_SLOTS:
    void aChangedEvent()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(changeQuietly(
            fixture, {QStringLiteral("UPDATE events SET body = replace(CAST(body AS TEXT), 'note 1', "
                                     "'note 9') WHERE number = 2"),
                      QStringLiteral("UPDATE events SET body = CAST(body AS BLOB) WHERE number = 2")}));
        refuses(fixture, "Event 2 of this case was changed");
    }

    void anEventThatIsNoBytes()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 3);
        QVERIFY(changeQuietly(fixture, {QStringLiteral("UPDATE events SET body = 'text' WHERE number = 3")}));
        refuses(fixture, "Event 3 of this case was changed");
        QCOMPARE(fixture.open()->read(0)->last().type, QStringLiteral("unreadable"));
    }

    void aMissingEvent()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(changeQuietly(fixture, {QStringLiteral("DELETE FROM events WHERE number = 2")}));
        refuses(fixture, "Event 2 is missing");
    }

    void aMissingEventWithTheOthersRenumbered()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(changeQuietly(fixture, {QStringLiteral("DELETE FROM events WHERE number = 2"),
                                        QStringLiteral("UPDATE events SET number = 2 WHERE number = 3"),
                                        QStringLiteral("UPDATE events SET number = 3 WHERE number = 4")}));
        refuses(fixture, "Event 3 of this case stands where event 2 was");
    }

    void eventsInAnotherOrder()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(changeQuietly(fixture, {QStringLiteral("UPDATE events SET number = 99 WHERE number = 2"),
                                        QStringLiteral("UPDATE events SET number = 2 WHERE number = 3"),
                                        QStringLiteral("UPDATE events SET number = 3 WHERE number = 99")}));
        refuses(fixture, "Event 3 of this case stands where event 2 was");
    }

    void aChainBuiltAnew()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(rechain(fixture, 3));
        refuses(fixture, "The events up to number 3 are not those that were sealed");
    }

    void aCutEnd()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(changeQuietly(fixture, {QStringLiteral("DELETE FROM events WHERE number > 2")}));
        refuses(fixture, "it was sealed with 3 events and holds 2");
    }

    void aCutEndWithItsSeals()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 4);
        QVERIFY(changeQuietly(fixture, {QStringLiteral("DELETE FROM events WHERE number > 2"),
                                        QStringLiteral("DELETE FROM seals WHERE number > 2")}));
        refuses(fixture, "It holds 2 events, but this computer has already seen 4");
    }

    void anOlderCopy()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        const QByteArray older = contentOf(fixture.file());
        fixture.append(*fixture.open(), 1);
        QVERIFY(writeWhole(fixture.file(), older));
        refuses(fixture, "an older copy");
    }

    void anEventWithoutASeal()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        Event added = fixture.event(3);
        added.number = 3;
        added.at = fixture.now();
        const QByteArray body = canonicalBytes(added);
        QVERIFY(fixture.sql({QStringLiteral("INSERT INTO events VALUES (3, ?, ?)")},
                            {body, chainNext(fixture.open()->head(), body)}));
        refuses(fixture, "carry no seal");
    }

    void aSealOfNobody()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        QVERIFY(changeQuietly(
            fixture, {QStringLiteral("UPDATE seals SET signature = zeroblob(64) WHERE number = 2")}));
        refuses(fixture, "The seal on event 2 is not genuine");
    }

    /** A whole new history, well sealed, but by a key of the forger's. */
    void aForgersOwnSeal()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 3);
        QVERIFY(rechain(fixture, 2));
        const auto forger = SealKey::loadOrCreate(fixture.folder() + QStringLiteral("/forger"));
        const QByteArray id = (*CaseFile::open(fixture.file()))->caseId();
        QVERIFY(changeQuietly(fixture, {QStringLiteral("DELETE FROM seals")}));
        const QList<Event> events = *fixture.open()->read(0);
        const QByteArray head = events.last().hash;
        QVERIFY(fixture.sql({QStringLiteral("INSERT INTO seals VALUES (3, ?, ?, ?)")},
                            {head, forger->publicKey(), *forger->sign(sealedBytes(id, 3, head))}));
        refuses(fixture, "not those that this computer wrote");
    }

    void anEventOfAnotherCase()
    {
        CaseFixture fixture;
        CaseFixture other;
        fixture.append(*fixture.create(), 1);
        other.append(*other.create(), 1);
        const Event foreign = other.open()->read(0)->first();
        QVERIFY(changeQuietly(fixture, {QStringLiteral("UPDATE events SET body = ?, hash = ?")},
                              {canonicalBytes(foreign), foreign.hash}));
        refuses(fixture, "Event 1 of this case was changed");
    }

    void aProtectionThatWasTakenAway_data()
    {
        QTest::addColumn<QString>("change");
        QTest::newRow("trigger gone") << QStringLiteral("DROP TRIGGER events_stay");
        QTest::newRow("trigger added")
            << QStringLiteral("CREATE TRIGGER x AFTER INSERT ON events BEGIN SELECT 1; END");
        QTest::newRow("table added") << QStringLiteral("CREATE TABLE x (y)");
        QTest::newRow("index added") << QStringLiteral("CREATE INDEX x ON events (hash)");
    }

    void aProtectionThatWasTakenAway()
    {
        QFETCH(QString, change);
        CaseFixture fixture;
        fixture.append(*fixture.create(), 1);
        QVERIFY(fixture.sql({change}));
        refuses(fixture, "so that events could be altered");
    }

    void anotherId()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 1);
        QVERIFY(changeQuietly(
            fixture, {QStringLiteral("UPDATE meta SET value = '00112233445566778899aabbccddeeff' WHERE "
                                     "name = 'case'")}));
        refuses(fixture, "Event 1 of this case was changed");
    }

    void sealedElsewhere()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        const QString elsewhere = fixture.folder() + QStringLiteral("/elsewhere");
        auto log = fixture.open(elsewhere);
        const LogVerdict verdict = log->verify();
        QVERIFY(verdict.intact);
        QVERIFY(!verdict.sealedHere);
        QVERIFY(inEnglish(verdict.text).contains(QStringLiteral("can't be checked here")));
        // Work goes on there, and the case comes back: its beginning is still as we kept it.
        QVERIFY(log->append(2, {fixture.event(3)}));
        QVERIFY(log->verify().sealedHere);
        const auto back = fixture.open();
        QVERIFY(back->verify().intact);
        QVERIFY(!back->verify().sealedHere);
    }

    /** The program stopped after the events were written and before the head was kept outside. */
    void aCrashBetweenWritingAndKeeping()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        const QString head = onlyHeadFile(fixture);
        const QByteArray before = contentOf(head);
        fixture.append(*fixture.open(), 2);
        const QByteArray after = contentOf(head);
        QVERIFY(before != after);
        QVERIFY(writeWhole(head, before));
        QVERIFY(fixture.open()->verify().intact);
        QCOMPARE(contentOf(head), after); // opening brings it up to date
    }

    void aKeyThatCannotBeRead()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        QVERIFY(writeWhole(fixture.sealFolder() + QStringLiteral("/installation.key"), "no key"));
        auto log = fixture.open();
        QVERIFY(log->verify().intact);
        QVERIFY(!log->verify().sealedHere);
        QCOMPARE(log->read(0)->size(), 2);
        QVERIFY(!log->append(2, {fixture.event(3)}));
        QCOMPARE(contentOf(fixture.sealFolder() + QStringLiteral("/installation.key")), QByteArray("no key"));
    }

    void aNewerVersionsCase()
    {
        CaseFixture fixture;
        fixture.create();
        QVERIFY(
            changeQuietly(fixture, {QStringLiteral("UPDATE meta SET value = '2' WHERE name = 'schema'")}));
        const auto opened = EventLog::open(fixture.file(), fixture.sealFolder());
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Unsupported);
    }

    void otherDatabases_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::newRow("another program's") << QStringList{QStringLiteral("CREATE TABLE x (y)")};
        QTest::newRow("a view for a table") << QStringList{
            QStringLiteral(
                "CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID"),
            QStringLiteral("CREATE VIEW events AS SELECT 1 AS number, x'00' AS body, x'00' AS hash"),
            QStringLiteral("CREATE TABLE seals (number INTEGER PRIMARY KEY)")};
    }

    void otherDatabases()
    {
        QFETCH(QStringList, statements);
        CaseFixture fixture;
        QVERIFY(fixture.sql(statements));
        const auto opened = EventLog::open(fixture.file(), fixture.sealFolder());
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Damaged);
    }

    void aHugeEvent()
    {
        CaseFixture fixture;
        fixture.append(*fixture.create(), 2);
        QVERIFY(changeQuietly(
            fixture, {QStringLiteral("UPDATE events SET body = zeroblob(200000000) WHERE number = 2")}));
        refuses(fixture, "Event 2 of this case was changed");
    }
};

MAILMEND_TEST_CLASS(TamperingTest)
#include "tampering_test.moc"
