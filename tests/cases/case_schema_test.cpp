// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_schema.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

QList<FoundPart> asWritten()
{
    QList<FoundPart> found;
    for (const SchemaPart& part : schemaParts()) {
        found.append({QLatin1String(part.name), QLatin1String(part.sql)});
    }
    return found;
}

} // namespace

/** What a case's file may hold, and nothing that only looks like it. */
class CaseSchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asWeWriteIt()
    {
        QVERIFY(!missingTable(asWritten()));
        QVERIFY(isWholeSchema(asWritten()));
    }

    void aTableThatIsMissingOrAnother()
    {
        QList<FoundPart> found = asWritten();
        found.removeFirst();
        QCOMPARE(missingTable(found), std::optional(QStringLiteral("meta")));
        found = asWritten();
        found[1].sql = QStringLiteral("CREATE TABLE events (number, body, hash)");
        QCOMPARE(missingTable(found), std::optional(QStringLiteral("events")));
        QVERIFY(missingTable({}));
    }

    /** SQLite forbids it; who writes the file's bytes doesn't ask SQLite. */
    void oneNameForTwoThings()
    {
        for (const int at : {0, int(schemaParts().size())}) {
            QList<FoundPart> found = asWritten();
            found.insert(at, {QStringLiteral("events"), QStringLiteral("CREATE VIEW events AS SELECT 1")});
            QCOMPARE(missingTable(found), std::optional(QStringLiteral("events")));
            found = asWritten();
            found.insert(at, {QStringLiteral("events_stay"), QStringLiteral("CREATE TRIGGER events_stay")});
            QVERIFY(!missingTable(found));
            QVERIFY(!isWholeSchema(found));
        }
    }

    void aTriggerThatIsGone()
    {
        QList<FoundPart> found = asWritten();
        found.removeLast();
        QVERIFY(!missingTable(found));
        QVERIFY(!isWholeSchema(found));
    }
};

MAILMEND_TEST_CLASS(CaseSchemaTest)
#include "case_schema_test.moc"
