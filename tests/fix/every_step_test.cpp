// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/harmed_run.h"
#include "fix/practice.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace mailmend::testing;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int StepEvery = 16; ///< sanitised programs are slow: they take a share of the points
#else
constexpr int StepEvery = 4;
#endif
constexpr int MostStepPoints = 1'000;

const QByteArray OldReport("an older report");

} // namespace

/**
 * The program is killed in the middle of each step of a repair on the console that changes no disk itself:
 * looking, looking again, signing off, reporting. The case has all of it or nothing, and it can be done
 * again. (KillTest does the same with quarantine and undo.)
 */
class EveryStepTest : public QObject
{
    Q_OBJECT

    Practice m_practice;

    QString fresh() const { return m_practice.console().path("fresh.mailmend"); }
    QString report() const { return m_practice.console().path("owner.html"); }

    QStringList words(const char* line) const
    {
        QStringList words = QString::fromLatin1(line).split(u' ');
        words.replaceInStrings(QStringLiteral("CASE"), m_practice.caseFile());
        words.replaceInStrings(QStringLiteral("FRESH"), fresh());
        words.replaceInStrings(QStringLiteral("DISK"), m_practice.disk());
        words.replaceInStrings(QStringLiteral("STEP"), m_practice.step());
        words.replaceInStrings(QStringLiteral("REPORT"), report());
        return words;
    }
    Ran run(const char* line) const { return m_practice.console().run(words(line)); }

    QJsonObject shown(const char* which) const
    {
        return run(which == QByteArray("FRESH") ? "case show FRESH --format json"
                                                : "case show CASE --format json")
            .json();
    }

    static qint64 events(const QJsonObject& view)
    {
        return view.value(QStringLiteral("last_event")).toInteger();
    }

    void clear() const
    {
        m_practice.reset();
        const QDir folder(m_practice.console().folder());
        for (const QString& name : folder.entryList({QStringLiteral("fresh.mailmend*")}, QDir::Files)) {
            QFile::remove(folder.filePath(name));
        }
        QVERIFY(writeWhole(report(), OldReport));
    }

    /** Empty where the case has all of what the line does or nothing of it. */
    QString fault(const char* line, qint64 before, qint64 after) const
    {
        const bool isFresh = QByteArray(line).contains("FRESH");
        if (isFresh && !QFile::exists(fresh())) {
            return {};
        }
        const Ran verified = run(isFresh ? "case verify FRESH" : "case verify CASE");
        if (verified.status != 0) {
            return QStringLiteral("the case does not verify: ") +
                   QString::fromUtf8(verified.out + verified.err);
        }
        const qint64 now = events(shown(isFresh ? "FRESH" : "CASE"));
        if (now != before && now != after && now != 0) {
            return QStringLiteral("%1 events, and not %2 or %3").arg(now).arg(before).arg(after);
        }
        const QByteArray paper = contentOf(report());
        if (paper != OldReport && !paper.trimmed().endsWith("</html>")) {
            return QStringLiteral("half a report");
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble())); }

    void allOrNothing_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("status");
        QTest::newRow("a scan into a new case")
            << QByteArray("check DISK --only web-shells --case FRESH --by Ada") << 1;
        QTest::newRow("a further scan")
            << QByteArray("check DISK --only web-shells --case CASE --by Ada") << 1;
        QTest::newRow("verify") << QByteArray("recheck CASE") << 1;
        QTest::newRow("sign-off") << QByteArray("sign-off CASE --by Ada --reason practice") << 0;
        QTest::newRow("report") << QByteArray("report CASE --audience owner --out REPORT --by Ada") << 0;
    }

    void allOrNothing()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, status);
        const bool isFresh = line.contains("FRESH");
        clear();
        const qint64 before = isFresh ? 0 : events(shown("CASE"));
        const Ran whole = run(line.constData());
        QVERIFY2(whole.status == status, (whole.out + whole.err).constData());
        const qint64 after = events(shown(isFresh ? "FRESH" : "CASE"));
        QVERIFY(after > before);
        int points = 0;
        for (int point = 1; point < MostStepPoints; point += StepEvery, ++points) {
            clear();
            const HarmedRun harmed =
                runHarmed(m_practice, words(line.constData()), Role::Only, Harm::Kill, point);
            if (!harmed.harmed) {
                break;
            }
            const QString wrong = fault(line.constData(), before, after);
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("killed at call %1: ").arg(point) + wrong));
            const Ran again = run(line.constData());
            QVERIFY2(
                again.status == status,
                QByteArray("killed at call " + QByteArray::number(point) + ": " + again.err).constData());
            QCOMPARE(fault(line.constData(), after, events(shown(isFresh ? "FRESH" : "CASE"))), QString());
        }
        QVERIFY(points >= 2);
        qInfo("%s: %d points", QTest::currentDataTag(), points);
    }

    /** One journey from the first look to the report, each step of it killed in the middle and taken up
     * again. */
    void aJourneyWithAKillInEach()
    {
        clear();
        const auto killed = [this](const char* line, Role role) {
            for (const int point : {16, 7, 2}) { // the last is in the middle of whatever is short
                if (runHarmed(m_practice, words(line), role, Harm::Kill, point).harmed) {
                    return true;
                }
            }
            return false;
        };
        QVERIFY(killed("check DISK --only web-shells --case CASE --by Ada", Role::Only));
        QCOMPARE(run("check DISK --only web-shells --case CASE --by Ada").status, 1);

        const auto state = [this] {
            const QJsonArray changes = shown("CASE").value(QStringLiteral("changes")).toArray();
            return changes.isEmpty() ? QString()
                                     : changes.last().toObject().value(QStringLiteral("state")).toString();
        };
        const auto applyKilled = [&](Role role) {
            QVERIFY(killed("apply CASE STEP --by Ada --yes", role));
            QVERIFY(state() == QStringLiteral("applied") || state() == QStringLiteral("rolled-back") ||
                    state().isEmpty() || state() == QStringLiteral("undone"));
            QCOMPARE(m_practice.wholeCopies(), 1);
            if (state() != QStringLiteral("applied")) {
                QCOMPARE(run("apply CASE STEP --by Ada --yes").status, 0);
            }
            QVERIFY(!QFile::exists(m_practice.page()));
        };
        applyKilled(Role::Helper);

        QVERIFY(killed("recheck CASE", Role::Only));
        QCOMPARE(run("recheck CASE").status, 1); // the other pages are still there
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("fixed"));

        QVERIFY(killed("undo CASE STEP --by Ada --yes", Role::Parent));
        QCOMPARE(m_practice.wholeCopies(), 1);
        if (state() == QStringLiteral("applied")) {
            QCOMPARE(run("undo CASE STEP --by Ada --yes").status, 0);
        }
        QCOMPARE(contentOf(m_practice.page()), m_practice.pageContent());
        applyKilled(Role::Parent);
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("fixed"));

        QVERIFY(killed("sign-off CASE --by Ada --reason practice", Role::Only));
        if (!shown("CASE").value(QStringLiteral("sign_off")).isObject()) {
            QCOMPARE(run("sign-off CASE --by Ada --reason practice").status, 0);
        }
        QVERIFY(killed("report CASE --audience owner --out REPORT --by Ada", Role::Only));
        QCOMPARE(run("report CASE --audience owner --out REPORT --by Ada").status, 0);
        const QByteArray paper = contentOf(report());
        QVERIFY(paper.contains("Ada") && paper.trimmed().endsWith("</html>"));
        const Ran last = run("case show CASE");
        QVERIFY(last.out.simplified().contains(
            QCryptographicHash::hash(paper, QCryptographicHash::Sha256).toHex()));
        QCOMPARE(run("case verify CASE").status, 0);
        QVERIFY(shown("CASE")
                    .value(QStringLiteral("sign_off"))
                    .toObject()
                    .value(QStringLiteral("stands"))
                    .toBool());
    }
};

MAILMEND_TEST_CLASS(EveryStepTest)
#include "every_step_test.moc"
