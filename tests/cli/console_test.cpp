// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"
#include "support/json_schema.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>

#include <csignal>

using namespace mailmend::testing;

namespace {

const QString scanSchema = QStringLiteral("mailmend-1.schema.json");

QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

QSet<QString> findingIds(const QJsonObject& scan)
{
    QSet<QString> ids;
    for (const QJsonValue& finding : scan.value(QStringLiteral("findings")).toArray()) {
        ids.insert(finding.toObject().value(QStringLiteral("id")).toString());
    }
    return ids;
}

} // namespace

class ConsoleTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;

private Q_SLOTS:
    void aWrongCallIs64AndSaysWhy_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* call, const char* says) {
            QTest::newRow(*call != '\0' ? call : "nothing")
                << QString::fromUtf8(call) << QString::fromUtf8(says);
        };
        row("", "Say what to do.");
        row("chekc x", "There is no command chekc.");
        row("check", "This command needs at least one target.");
        row("check --format", "--format needs a value");
        row("check sample: --format xml", "xml is no format here");
        row("check sample: --frmat json", "There is no option --frmat here.");
        row("check sample: --threads 0", "--threads takes a number");
        row("check sample: --threads many", "--threads takes a number");
        row("check sample: --only wbe-shells", "There is no check named wbe-shells.");
        row("check sample: sample:", "is named twice");
        row("check sample: --shadow-copy", "--shadow-copy is for this computer alone");
        row("scan /nonexistent --shadow-copy", "--shadow-copy is for this computer alone");
        row("check sample: --rules /nonexistent", "is not a folder with rules");
        row("check sample: --out /nonexistent/x", "cannot be written");
        row("explain wbe-shells", "There is no check wbe-shells.");
        row("explain", "This command needs a check.");
        row("plan", "This command needs a case.");
        row("plan a b", "b is one word too many.");
        row("case burn x", "burn is nothing that can be done");
        row("note case", "the note in quotes");
        row("sample", "--out");
        row("report x --format pdf", "pdf is no format of a report");
        row("report x --audience regulator", "regulator is no audience");
    }

    void aWrongCallIs64AndSaysWhy()
    {
        QFETCH(QString, call);
        QFETCH(QString, says);
        const Ran ran = m_console.run(call.split(u' ', Qt::SkipEmptyParts));
        QCOMPARE(ran.status, 64);
        QVERIFY2(QString::fromUtf8(ran.err).contains(says), ran.err.constData());
        QVERIFY(ran.out.isEmpty());
    }

    void aTargetThatIsNotThereIs66()
    {
        QCOMPARE(m_console.run({QStringLiteral("check"), m_console.path("none.zip")}).status, 66);
        QCOMPARE(m_console.run({QStringLiteral("scan"), m_console.path("none")}).status, 66);
        QCOMPARE(m_console.run({QStringLiteral("plan"), m_console.path("none.case")}).status, 66);
        QVERIFY(writeWhole(m_console.path("broken.zip"), "PK\x03\x04 and then nothing that fits"));
        QCOMPARE(m_console.run({QStringLiteral("check"), m_console.path("broken.zip")}).status, 66);
    }

    void helpNamesEveryCommand()
    {
        const Ran help = m_console.run({QStringLiteral("--help")});
        QCOMPARE(help.status, 0);
        QVERIFY(!help.out.contains("changes nothing.")); // as long as there is apply
        QVERIFY(help.out.contains("Only apply and undo change"));
        for (const char* command :
             {"check", "scan", "plan", "done", "choose", "recheck", "skip", "note", "apply", "undo", "report",
              "case show|verify", "list-checks", "explain", "sample"}) {
            QVERIFY2(help.out.contains(QByteArray("mailmend-cli ") + command), command);
        }
        for (const char* command : {"check", "collect", "recheck"}) {
            const Ran one = m_console.run({QString::fromLatin1(command), QStringLiteral("--help")});
            QVERIFY2(one.out.contains("[--shadow-copy]"), one.out.constData());
        }
        QCOMPARE(m_console.run({QStringLiteral("--version")}).out.left(9), QByteArray("mailmend "));
        QVERIFY(
            m_console.run({QStringLiteral("check"), QStringLiteral("--help")}).out.contains("check TARGET"));
    }

    void checksAreListedAndExplained()
    {
        const Ran list = m_console.run(words("list-checks --format json"));
        QCOMPARE(list.status, 0);
        const QJsonArray checks = list.json().value(QStringLiteral("checks")).toArray();
        QVERIFY(checks.size() >= 1);
        for (const QJsonValue& check : checks) {
            const QString id = check.toObject().value(QStringLiteral("id")).toString();
            const Ran explained = m_console.run({QStringLiteral("explain"), id});
            QCOMPARE(explained.status, 0);
            QVERIFY(explained.out.contains("It cannot see"));
        }
    }

    void theSampleNeedsAction()
    {
        const Ran json = m_console.run(words("check sample: --format json"));
        QCOMPARE(json.status, 1);
        QCOMPARE(whatIsWrong(json.out, scanSchema), QString());
        const QJsonObject scan = json.json();
        QVERIFY(!findingIds(scan).isEmpty());
        QCOMPARE(
            scan.value(QStringLiteral("answers")).toObject().value(QStringLiteral("still_inside")).toString(),
            QStringLiteral("yes"));
        // The same on any day, but for how long it took.
        QCOMPARE(m_console.run(words("check sample: --format json")).json().value(QStringLiteral("findings")),
                 scan.value(QStringLiteral("findings")));
        const Ran text = m_console.run(words("check sample:"));
        QCOMPARE(text.status, 1);
        QVERIFY(text.isHarmless());
        QVERIFY(text.out.contains("Still inside?"));
        QVERIFY(text.out.contains("[Needs action]"));
    }

    void theRepairedSampleIsStillOutOfSupportAndNotCalledClean()
    {
        const Ran ran = m_console.run(words("check sample:repaired --format json"));
        QCOMPARE(ran.status, 1);
        QCOMPARE(whatIsWrong(ran.out, scanSchema), QString());
        const QJsonObject answers = ran.json().value(QStringLiteral("answers")).toObject();
        for (const QString& answer : answers.keys()) {
            QVERIFY(answers.value(answer).toString() != QStringLiteral("none-found"));
        }
    }

    void onlyIsSaidAndNeverEndsInNothing()
    {
        const Ran ran = m_console.run(words("check sample:repaired --only web-shells --format json"));
        QVERIFY(ran.status == 2 || ran.status == 3);
        QVERIFY(!ran.json().value(QStringLiteral("left_out")).toArray().isEmpty());
    }

    void linesComeAsTheyHappenAndEndWithTheResult()
    {
        const Ran ran = m_console.run(words("check sample: --format jsonl --threads 1"));
        QCOMPARE(ran.status, 1);
        const QList<QJsonObject> lines = ran.lines();
        QVERIFY(lines.size() > 3);
        QSet<QString> seen;
        for (const QJsonObject& line : lines) {
            QVERIFY(!line.isEmpty());
            const QString event = line.value(QStringLiteral("event")).toString();
            QVERIFY(
                (QStringList{QStringLiteral("target"), QStringLiteral("progress"), QStringLiteral("finding"),
                             QStringLiteral("check"), QStringLiteral("result")})
                    .contains(event));
            if (event == QStringLiteral("finding")) {
                seen.insert(
                    line.value(QStringLiteral("finding")).toObject().value(QStringLiteral("id")).toString());
            }
        }
        QCOMPARE(lines.last().value(QStringLiteral("event")).toString(), QStringLiteral("result"));
        const QJsonObject result = lines.last().value(QStringLiteral("result")).toObject();
        QVERIFY(!seen.isEmpty());
        QVERIFY((seen - findingIds(result)).isEmpty());
        QCOMPARE(whatIsWrong(QJsonDocument(result).toJson(), scanSchema), QString());
    }

    void outWritesAFileAndPrintsNothing()
    {
        const QString file = m_console.path("out.json");
        const Ran ran =
            m_console.run({QStringLiteral("check"), QStringLiteral("sample:"), QStringLiteral("--format"),
                           QStringLiteral("json"), QStringLiteral("--out"), file});
        QCOMPARE(ran.status, 1);
        QVERIFY(ran.out.isEmpty());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(whatIsWrong(written.readAll(), scanSchema), QString());
    }

    void theWrittenSampleSaysTheSameAsTheBuiltIn()
    {
        const QString zip = m_console.path("sample.zip");
        QCOMPARE(m_console.run({QStringLiteral("sample"), QStringLiteral("--out"), zip}).status, 0);
        QCOMPARE(m_console.run({QStringLiteral("sample"), QStringLiteral("--out"), zip}).status, 64);
        const Ran ran =
            m_console.run({QStringLiteral("check"), zip, QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(ran.status, 1);
        QCOMPARE(findingIds(ran.json()),
                 findingIds(m_console.run(words("check sample: --format json")).json()));
    }

    void theWrittenSampleSaysHowToOpenItAsADisk()
    {
        const QString folder = m_console.path("practice");
        const Ran written = m_console.run({QStringLiteral("sample"), QStringLiteral("--out"), folder});
        const QString disk = QDir(folder).filePath(QStringLiteral("C"));
        QVERIFY2(written.out.simplified().contains("mailmend-cli check " + disk.toUtf8()),
                 written.out.constData());
        const Ran ran = m_console.run(
            {QStringLiteral("check"), disk, QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(ran.json()[QStringLiteral("targets")].toArray().at(0)[QStringLiteral("kind")].toString(),
                 QStringLiteral("volume"));
    }

    void ctrlCPrintsWhatWasFound()
    {
        const QString folder = m_console.path("endless");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(writeWhole(folder + QStringLiteral("/a.aspx"), smallShell()));
        QFile large(folder + QStringLiteral("/b.bin"));
        QVERIFY(large.open(QIODevice::WriteOnly));
        QVERIFY(large.resize(qint64(4) << 40)); // sparse: nobody could read it to its end here
        large.close();
        QProcess process;
        process.setProcessEnvironment(m_console.environment());
        process.start(ConsoleRun::program(),
                      {QStringLiteral("scan"), folder, QStringLiteral("--format"), QStringLiteral("jsonl"),
                       QStringLiteral("--threads"), QStringLiteral("2")});
        QByteArray printed;
        while (!printed.contains("\"event\":\"finding\"") && process.waitForReadyRead(60'000)) {
            printed += process.readAllStandardOutput();
        }
        QVERIFY2(printed.contains("\"event\":\"finding\""), printed.constData());
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        printed += process.readAllStandardOutput();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QVERIFY(process.exitCode() == 1 || process.exitCode() == 3);
        const Ran ran{process.exitCode(), printed, {}};
        const QJsonObject result = ran.lines().last().value(QStringLiteral("result")).toObject();
        QCOMPARE(findingIds(result).size(), 1);
        QVERIFY(!result.value(QStringLiteral("left_out")).toArray().isEmpty());
    }
};

MAILMEND_TEST_CLASS(ConsoleTest)
#include "console_test.moc"
