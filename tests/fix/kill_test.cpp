// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/harmed_run.h"
#include "fix/practice.h"
#include "support/registration.h"

#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QTest>

using namespace mailmend::testing;

namespace {

/** Far more than any run has: one that never completes fails here. */
constexpr int MostKillPoints = 1'000;
/** Every so many points the work is gone on with to its end: doing and undoing once more. */
constexpr int GoOnEvery = 5;
/** A row takes every so manieth point, so that none takes minutes. */
constexpr int Rows = 4;
#ifdef __SANITIZE_ADDRESS__
constexpr int KillEvery = 8; ///< sanitised programs are slow: they take a share of the points
#else
constexpr int KillEvery = 1;
#endif

const QString AtStart = QStringLiteral("start");
const QString WhenApplied = QStringLiteral("applied");

} // namespace

/**
 * A process is killed at each of its changing calls in turn, from the first until the run completes. After
 * each, the next start finishes or puts back and says which; exactly one whole copy of the page exists, the
 * case is intact, and the work can go on. The same with a disk that is full from one call on.
 */
class KillTest : public QObject
{
    Q_OBJECT

    Practice m_practice;

    QStringList words(const char* command) const
    {
        return {QString::fromLatin1(command), m_practice.caseFile(), m_practice.step(),
                QStringLiteral("--by"),       QStringLiteral("Ada"), QStringLiteral("--yes")};
    }

    /** What the case says after the next start, held against the disk. */
    QString whatTheCaseSays(const Ran& next, bool page) const
    {
        const QJsonObject view = next.json();
        QString faults;
        if (!view.value(QStringLiteral("integrity")).toObject().value(QStringLiteral("intact")).toBool()) {
            faults += QStringLiteral("the case does not verify; ");
        }
        bool done = false;
        for (const QJsonValue& one : view.value(QStringLiteral("changes")).toArray()) {
            const QString state = one.toObject().value(QStringLiteral("state")).toString();
            done = done || state == QStringLiteral("applied");
            if (state == QStringLiteral("begun") || state == QStringLiteral("undoing")) {
                faults += QStringLiteral("something is still open; ");
            }
        }
        return done == page ? faults + QStringLiteral("the case says something else than the disk; ")
                            : faults;
    }

    /** What must hold after the next start, wherever it was harmed. Empty: it does. */
    QString afterNextStart(const Ran& harmed, bool goOn) const
    {
        QString faults;
        const int copies = m_practice.wholeCopies();
        const bool midway = copies > 1 || !m_practice.strangers().isEmpty();
        if (copies < 1) {
            faults += QStringLiteral("no whole copy was left; ");
        }
        const Ran next = m_practice.run("case show CASE --format json");
        const bool page = QFile::exists(m_practice.page());
        if (next.status != 0) {
            faults += QStringLiteral("the case can't be opened; ");
        }
        if (midway && next.err.isEmpty()) {
            faults += QStringLiteral("not a word on what was finished or put back; ");
        }
        if (m_practice.wholeCopies() != 1) {
            faults += QStringLiteral("%1 whole copies; ").arg(m_practice.wholeCopies());
        }
        if (!m_practice.strangers().isEmpty()) {
            faults += QStringLiteral("left beside the page: ") + m_practice.strangers().join(u' ');
        }
        faults += whatTheCaseSays(next, page);
        if (faults.isEmpty() && goOn) {
            for (const char* command :
                 page ? QList<const char*>{"apply", "undo"} : QList<const char*>{"undo"}) {
                const Ran ran = m_practice.run(words(command));
                if (ran.status != 0) {
                    faults += QStringLiteral("it can't be gone on with: ") + QString::fromUtf8(ran.err);
                }
            }
            faults += m_practice.wholeCopies() == 1 && QFile::exists(m_practice.page())
                          ? QString()
                          : QStringLiteral("it did not end where it began; ");
        }
        return faults.isEmpty() ? QString()
                                : faults + QStringLiteral("page there: %1\n").arg(page) +
                                      QString::fromUtf8(harmed.out + harmed.err + "--\n" + next.err);
    }

    /** @return whether all points from `from` on hold; adds them to `points`. */
    bool harmAll(const char* command, Role role, Harm harm, int from, int every, int& points) const
    {
        const QString start = qstrcmp(command, "undo") == 0 ? WhenApplied : AtStart;
        for (int point = from; point < MostKillPoints; point += every, ++points) {
            m_practice.bringBack(start);
            const HarmedRun run = runHarmed(m_practice, words(command), role, harm, point);
            if (!run.harmed) {
                return run.ran.status == 0;
            }
            const QByteArray said = run.ran.out + run.ran.err;
            if (harm == Harm::DiskFull && run.ran.status != 0 && !said.contains(" room ")) {
                qWarning("%s with a full disk from call %d on does not say it: %s", command, point,
                         said.constData());
                return false;
            }
            const QString fault = afterNextStart(run.ran, point % GoOnEvery == 0);
            if (!fault.isEmpty()) {
                qWarning("%s, harmed at call %d: %s", command, point, qPrintable(fault));
                return false;
            }
        }
        return false;
    }

    QMap<QString, int> m_points;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        const Ran applied = m_practice.run(words("apply"));
        QVERIFY2(applied.status == 0, applied.err.constData());
        m_practice.keepAs(WhenApplied);
    }

    void everyPointIsSurvived_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<int>("role");
        QTest::addColumn<int>("harm");
        QTest::addColumn<int>("first");
        for (const char* command : {"apply", "undo"}) {
            for (const Role role : {Role::Helper, Role::Parent}) {
                for (const Harm harm : {Harm::Kill, Harm::DiskFull}) {
                    for (int first = 1; first <= Rows; ++first) {
                        QTest::addRow("%s, %s, %s, row %d", command,
                                      role == Role::Helper ? "helper" : "parent",
                                      harm == Harm::Kill ? "killed" : "no room", first)
                            << QByteArray(command) << static_cast<int>(role) << static_cast<int>(harm)
                            << first;
                    }
                }
            }
        }
    }

    void everyPointIsSurvived()
    {
        QFETCH(QByteArray, command);
        QFETCH(int, role);
        QFETCH(int, harm);
        QFETCH(int, first);
        int points = 0;
        QVERIFY(harmAll(command.constData(), static_cast<Role>(role), static_cast<Harm>(harm), first,
                        Rows * KillEvery, points));
        const QString row = QString::fromLatin1(QTest::currentDataTag());
        m_points[row.section(QStringLiteral(", row"), 0, 0)] += points;
    }

    void cleanupTestCase()
    {
        QCOMPARE(m_points.size(), 8);
        for (auto one = m_points.cbegin(); one != m_points.cend(); ++one) {
            qInfo("%s: %d points", qPrintable(one.key()), *one);
            QVERIFY(*one > 1);
        }
    }
};

MAILMEND_TEST_CLASS(KillTest)
#include "kill_test.moc"
