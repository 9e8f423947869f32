// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "support/registration.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>

using namespace mailmend;

namespace mailmend {
extern const Command knowledgeCommand;
}

/** mailmend-cli knowledge. */
class KnowledgeCommandTest : public QObject
{
    Q_OBJECT

private:
    struct Printed
    {
        int status = 0;
        QByteArray out;
        QByteArray err;
    };

    static Printed run(const QStringList& arguments)
    {
        QTemporaryFile out;
        QTemporaryFile err;
        if (!out.open() || !err.open()) {
            return {};
        }
        Console console;
        console.arguments = arguments;
        console.out = std::fopen(qPrintable(out.fileName()), "w");
        console.err = std::fopen(qPrintable(err.fileName()), "w");
        console.knowledge = *loadBuiltInKnowledge();
        console.clock = fixedClock(QDateTime(QDate(2026, 11, 22), QTime(0, 0), Qt::UTC));
        console.reader = englishReader();
        Printed printed;
        printed.status = knowledgeCommand.run(console);
        std::fclose(console.out);
        std::fclose(console.err);
        printed.out = out.readAll().simplified(); // lines are wrapped
        printed.err = err.readAll();
        return printed;
    }

    static QJsonObject json(const QStringList& arguments)
    {
        return QJsonDocument::fromJson(
                   run(arguments + QStringList{QStringLiteral("--format"), QStringLiteral("json")}).out)
            .object();
    }

private Q_SLOTS:
    void showSaysWhatIsIn()
    {
        const Printed printed = run({QStringLiteral("show")});
        QCOMPARE(printed.status, exit_status::Nothing);
        QVERIFY(printed.out.contains("SHA-256"));
        const QJsonObject pack = json({QStringLiteral("show")}).value(QStringLiteral("knowledge")).toObject();
        QVERIFY(pack.value(QStringLiteral("builds")).toInt() >= 317);
        QCOMPARE(pack.value(QStringLiteral("sha256")).toString().size(), 64);
        QCOMPARE(pack.value(QStringLiteral("too_old")), QJsonValue(false));
    }

    void buildSaysWhatIsOpen()
    {
        const Printed printed = run({QStringLiteral("build"), QStringLiteral("15.02.0986.005")});
        QCOMPARE(printed.status, exit_status::NeedsAction);
        QVERIFY(printed.out.contains("Exchange Server 2019 CU11"));
        QVERIFY(printed.out.indexOf("CVE-2022-41040") > printed.out.indexOf("used in attacks"));
        const QJsonObject one = json({QStringLiteral("build"), QStringLiteral("15.0.847.64")})
                                    .value(QStringLiteral("builds"))
                                    .toArray()
                                    .at(0)
                                    .toObject();
        QCOMPARE(one.value(QStringLiteral("known")).toString(), QStringLiteral("exact"));
        QCOMPARE(one.value(QStringLiteral("update")).toObject().value(QStringLiteral("su")).toString(),
                 QStringLiteral("Mar21SU"));
        QStringList open;
        for (const QJsonValue& cve : one.value(QStringLiteral("open")).toArray()) {
            open.append(cve.toObject().value(QStringLiteral("cve")).toString());
        }
        QVERIFY(!open.contains(QStringLiteral("CVE-2021-26855")));
        QVERIFY(open.contains(QStringLiteral("CVE-2021-34473")));
    }

    void threeNumbersNameTheCuOnly()
    {
        const Printed printed = run({QStringLiteral("build"), QStringLiteral("15.2.2562")});
        QCOMPARE(printed.status, exit_status::CouldNotCheck);
        QVERIFY(printed.out.contains("Which security update is on top is not known"));
        // What a later CU closes, no update of this one can have closed; the rest hangs on the update.
        const Printed older = run({QStringLiteral("build"), QStringLiteral("15.1.2375")});
        QCOMPARE(older.status, exit_status::NeedsAction);
        QVERIFY(older.out.contains("CVE-2026-42897: closed by CU23 Jun26SU"));
        QVERIFY(!older.out.contains("CVE-2021-42321: closed by"));
    }

    void newerThanThePackIsNotOutdated()
    {
        const Printed printed = run({QStringLiteral("build"), QStringLiteral("15.2.2562.99")});
        QCOMPARE(printed.status, exit_status::CouldNotCheck);
        QVERIFY(printed.out.contains("newer than"));
        QVERIFY(!printed.out.contains("Open"));
    }

    void theWorstOfSeveralCounts()
    {
        QCOMPARE(
            run({QStringLiteral("build"), QStringLiteral("15.2.2562.56"), QStringLiteral("15.2.2562.53")})
                .status,
            exit_status::LookAtThis);
        QCOMPARE(run({QStringLiteral("build"), QStringLiteral("15.2.2562.53"), QStringLiteral("15.1.2507.6")})
                     .status,
                 exit_status::NeedsAction);
    }

    void aWrongCallIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("no version") << QStringList{QStringLiteral("build")};
        QTest::newRow("no such version") << QStringList{QStringLiteral("build"), QStringLiteral("15.x")};
        QTest::newRow("unknown verb") << QStringList{QStringLiteral("eat"), QStringLiteral("15.1.2507.6")};
        QTest::newRow("show takes nothing")
            << QStringList{QStringLiteral("show"), QStringLiteral("15.1.2507.6")};
        QTest::newRow("unknown option") << QStringList{QStringLiteral("show"), QStringLiteral("--nothing")};
    }
    void aWrongCallIsSaid()
    {
        QFETCH(QStringList, arguments);
        const Printed printed = run(arguments);
        QCOMPARE(printed.status, exit_status::WrongCall);
        QVERIFY(printed.out.isEmpty());
        QVERIFY(!printed.err.isEmpty());
    }
};

MAILMEND_TEST_CLASS(KnowledgeCommandTest)
#include "knowledge_test.moc"
