// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/practice.h"
#include "support/json_schema.h"
#include "support/registration.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace mailmend::testing;

namespace {

QJsonObject firstStep(const Ran& ran)
{
    return ran.json().value(QStringLiteral("steps")).toArray().first().toObject();
}

QString textOf(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1StringView(key)).toString();
}

QByteArray allOf(const Ran& ran)
{
    return ran.out + ran.err;
}

/** The same command with a terminal on its input and error, on which `answer` is typed. */
Ran onTerminal(const Practice& practice, const QStringList& arguments, const QByteArray& answer)
{
    QStringList words{ConsoleRun::program()};
    for (const QString& one : arguments) {
        words.append(u'\'' + one + u'\'');
    }
    QProcess process;
    process.setProcessEnvironment(practice.console().environment());
    process.start(QStringLiteral("script"),
                  {QStringLiteral("-qec"), words.join(u' '), QStringLiteral("/dev/null")});
    process.waitForStarted();
    process.write(answer);
    process.waitForFinished(120'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

/** The first repair on the console: preview, apply, verify, undo, apply again, and the papers. */
class FixJourneyTest : public QObject
{
    Q_OBJECT

    Practice m_practice;

    Ran run(const char* line) const { return m_practice.run(line); }
    QStringList words(const char* command, const QStringList& more = {}) const
    {
        return QStringList{QString::fromLatin1(command), m_practice.caseFile(), m_practice.step(),
                           QStringLiteral("--by"), QStringLiteral("Ada")} +
               more;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble())); }

    void planSaysWhatMailmendCanDo()
    {
        const Ran plan = run("plan CASE");
        QCOMPARE(plan.status, 0);
        QVERIFY2(plan.out.contains("mailmend-cli preview CASE p1-quarantine-page@"), plan.out.constData());
        QVERIFY(run("plan CASE --step STEP").out.contains("mailmend-cli preview CASE"));
        const Ran stop = run("plan CASE --step p1-stop-web");
        QVERIFY2(stop.out.contains("switched"), stop.out.constData());
    }

    void previewChangesNothing()
    {
        const Ran preview = run("preview CASE STEP");
        QVERIFY2(preview.status == 0, preview.err.constData());
        QVERIFY(preview.isHarmless());
        const QByteArray name = QFileInfo(m_practice.page()).fileName().toUtf8();
        QVERIFY(preview.out.contains(name));
        const QJsonObject json = firstStep(run("preview CASE STEP --format json"));
        QVERIFY(textOf(json, "consent").contains(QString::fromUtf8(name)));
        QVERIFY(!json.value(QStringLiteral("changes")).toArray().isEmpty());
        QVERIFY(QFile::exists(m_practice.page()));
        QCOMPARE(m_practice.wholeCopies(), 1);
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("open"));
    }

    void nobodyAgrees()
    {
        const Ran ran = m_practice.run(words("apply"));
        QCOMPARE(ran.status, 64);
        QVERIFY(ran.err.contains("--yes"));
        QCOMPARE(run("apply CASE STEP --yes").status, 64); // nobody said who
        QCOMPARE(run("apply CASE no-such-step --yes --by Ada").status, 64);
        QCOMPARE(m_practice.run(words("undo", {QStringLiteral("--yes")})).status, 64); // nothing is done
        QVERIFY(QFile::exists(m_practice.page()));
    }

    void onATerminalItAsks()
    {
        const Ran no = onTerminal(m_practice, words("apply"), "n\n");
        QCOMPARE(no.status, 1);
        QVERIFY2(no.out.contains("Nothing was changed"), no.out.constData());
        QVERIFY(QFile::exists(m_practice.page()));
        const QByteArray act = textOf(firstStep(run("preview CASE STEP --format json")), "consent").toUtf8();
        QVERIFY2(no.out.contains(act + "?"), no.out.constData()); // the question names the act
        const Ran yes = onTerminal(m_practice, words("apply"), "yes\n");
        QVERIFY2(yes.status == 0, yes.out.constData());
        QVERIFY(!QFile::exists(m_practice.page()));
        m_practice.reset();
    }

    void stepsThatWaitAreRefused()
    {
        QCOMPARE(run("reopen CASE p0-call-first --by Ada").status, 0);
        const Ran ran = m_practice.run(words("apply", {QStringLiteral("--yes")}));
        QCOMPARE(ran.status, 64);
        QVERIFY2(ran.err.contains("Call a responder or your insurer first"), ran.err.constData());
        QVERIFY(QFile::exists(m_practice.page()));
        QCOMPARE(run("done CASE p0-call-first --by Ada").status, 0);
    }

    void applyFixesIt()
    {
        const Ran ran = m_practice.run(
            words("apply", {QStringLiteral("--yes"), QStringLiteral("--format"), QStringLiteral("json")}));
        QVERIFY2(ran.status == 0, allOf(ran).constData());
        const QJsonObject done = firstStep(ran);
        QCOMPARE(textOf(done, "state"), QStringLiteral("applied"));
        QCOMPARE(textOf(done, "status"), QStringLiteral("fixed"));
        QVERIFY(!QFile::exists(m_practice.page()));
        QVERIFY(m_practice.strangers().isEmpty());
        QCOMPARE(m_practice.wholeCopies(), 1);
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("fixed"));
        QCOMPARE(m_practice.stepStatus(), QStringLiteral("verified"));
        QVERIFY(run("recheck CASE").status != 70);
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("fixed"));
        const QFileInfo store(m_practice.storeFolder());
        QCOMPARE(store.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
        // The page's content stands nowhere in clear in the store.
        for (const QFileInfo& kept :
             QDir(store.filePath() + QStringLiteral("/objects")).entryInfoList(QDir::Files)) {
            QFile file(kept.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains(m_practice.pageContent().mid(8, 24)));
        }
        QVERIFY(run("plan CASE").out.contains("mailmend-cli undo CASE"));
    }

    void itIsNotDoneTwice()
    {
        const Ran ran = m_practice.run(words("apply", {QStringLiteral("--yes")}));
        QVERIFY(ran.status != 0);
        QCOMPARE(m_practice.wholeCopies(), 1);
    }

    void undoIsRefusedWhereSomethingElseLies()
    {
        QFile other(m_practice.page());
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("our own page") > 0);
        other.close();
        const Ran refused = m_practice.run(words("undo", {QStringLiteral("--yes")}));
        QVERIFY(refused.status != 0);
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), QByteArray("our own page"));
        other.close();
        QVERIFY(run("plan CASE").out.contains("mailmend-cli undo CASE")); // still done, still to be undone
        const Ran kept =
            m_practice.run(words("undo", {QStringLiteral("--yes"), QStringLiteral("--keep-present")}));
        QVERIFY2(kept.status == 0, kept.err.constData());
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), m_practice.pageContent());
        QCOMPARE(m_practice.wholeCopies(), 1);
        QCOMPARE(QDir(m_practice.storeFolder() + QStringLiteral("/objects")).entryList(QDir::Files).size(),
                 1);
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("not-fixed-yet"));
    }

    void undoPutsEverythingBack()
    {
        const QFileInfo before(m_practice.page());
        const QDateTime modified = before.lastModified();
        const auto permissions = before.permissions();
        const Ran again = m_practice.run(words("apply", {QStringLiteral("--yes")}));
        QVERIFY2(again.status == 0, allOf(again).constData());
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("fixed"));
        const Ran undone = m_practice.run(
            words("undo", {QStringLiteral("--yes"), QStringLiteral("--format"), QStringLiteral("json")}));
        QVERIFY2(undone.status == 0, allOf(undone).constData());
        QCOMPARE(textOf(firstStep(undone), "state"), QStringLiteral("undone"));
        const QFileInfo after(m_practice.page());
        QCOMPARE(after.lastModified(), modified);
        QCOMPARE(after.permissions(), permissions);
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("not-fixed-yet"));
        QVERIFY(m_practice.stepStatus() != QStringLiteral("verified"));
    }

    void andOnceMoreToTheEnd()
    {
        QCOMPARE(m_practice.run(words("apply", {QStringLiteral("--yes")})).status, 0);
        QCOMPARE(m_practice.stepStatus(), QStringLiteral("verified"));
        QCOMPARE(run("case verify CASE").status, 0);
        const Ran shown = run("case show CASE");
        QVERIFY(shown.isHarmless());
        QVERIFY(shown.out.contains("Ada"));
        QCOMPARE(run("sign-off CASE --by Ada").status, 0);
        QVERIFY(run("case show CASE --format json")
                    .json()
                    .value(QStringLiteral("sign_off"))
                    .toObject()
                    .value(QStringLiteral("stands"))
                    .toBool());
        const QString file = m_practice.console().path("owner.html");
        QCOMPARE(m_practice
                     .run(QStringList{QStringLiteral("report"), m_practice.caseFile(),
                                      QStringLiteral("--audience"), QStringLiteral("owner"),
                                      QStringLiteral("--out"), file})
                     .status,
                 0);
        QVERIFY(QFileInfo(file).size() > 0);
        QCOMPARE(whatIsWrong(run("case show CASE --format json").out,
                             QStringLiteral("mailmend-case-1.schema.json")),
                 QString());
    }

    void anOlderStateOfThePageIsNotTaken()
    {
        m_practice.reset();
        QFile page(m_practice.page());
        QVERIFY(page.open(QIODevice::Append) && page.write(" ") == 1); // it is another page now
        page.close();
        const Ran ran = m_practice.run(words("apply", {QStringLiteral("--yes")}));
        QVERIFY(ran.status != 0);
        QVERIFY(QFile::exists(m_practice.page()));
        m_practice.reset();
    }

    /** A path that was typed relative to one folder is found again from another. */
    void aRelativePathIsKeptWhole()
    {
        m_practice.reset();
        const QString disk = QDir(m_practice.console().folder()).relativeFilePath(m_practice.disk());
        const QString other = m_practice.console().path("relative.mailmend");
        QCOMPARE(m_practice.console()
                     .run({QStringLiteral("check"), QStringLiteral("C=") + disk, QStringLiteral("--only"),
                           QStringLiteral("web-shells"), QStringLiteral("--case"), other,
                           QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 1);
        QProcess process;
        process.setProcessEnvironment(m_practice.console().environment());
        process.setWorkingDirectory(QStringLiteral("/"));
        process.start(ConsoleRun::program(), {QStringLiteral("recheck"), other});
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitCode(), 1); // they are all still there
        QVERIFY(process.readAllStandardOutput().contains("Not fixed yet"));
    }

    void collectionsAndTheSampleAreByHandOnly()
    {
        const QString other = m_practice.console().path("sample.mailmend");
        const auto called = [&](QStringList arguments) { return m_practice.console().run(arguments); };
        called({QStringLiteral("check"), QStringLiteral("sample:"), QStringLiteral("--case"), other,
                QStringLiteral("--by"), QStringLiteral("Ada")});
        called({QStringLiteral("choose"), other, QStringLiteral("repair"), QStringLiteral("--by"),
                QStringLiteral("Ada")});
        const Ran plan = called({QStringLiteral("plan"), other});
        QVERIFY(plan.out.contains("By hand only"));
        QVERIFY2(plan.out.contains("sample --out"), plan.out.constData());
        const Ran preview = called({QStringLiteral("preview"), other, m_practice.step()});
        QVERIFY2(preview.status == 66, preview.err.constData());
    }
};

MAILMEND_TEST_CLASS(FixJourneyTest)
#include "fix_journey_test.moc"
