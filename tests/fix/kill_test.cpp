// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/harmed_run.h"
#include "fix/practice.h"
#include "support/registration.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace mailmend::testing;

namespace {

/** Far more than any run has: one that never completes fails here. */
constexpr int MostPoints = 1'000;
/** Every so many points the work is gone on with to its end: doing and undoing once more. */
constexpr int GoOnEvery = 5;

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

    /** Whether nothing of it is open, and the case is intact. */
    static QString openOrBroken(const Ran& shown)
    {
        const QJsonObject view = shown.json();
        if (!view.value(QStringLiteral("integrity")).toObject().value(QStringLiteral("intact")).toBool()) {
            return QStringLiteral("the case does not verify; ");
        }
        return shown.err.isEmpty() ? QString() : QStringLiteral("something is still open; ");
    }

    /** What must hold after the next start, wherever it was harmed. Empty: it does. */
    QString afterNextStart(const Ran& harmed, bool goOn) const
    {
        QString faults;
        if (m_practice.wholeCopies() < 1) {
            faults += QStringLiteral("no whole copy was left; ");
        }
        const Ran next = m_practice.run("plan CASE");
        faults += next.status == 0 ? QString() : QStringLiteral("the case can't be opened; ");
        const bool page = QFile::exists(m_practice.page());
        if (m_practice.wholeCopies() != 1) {
            faults += QStringLiteral("%1 whole copies; ").arg(m_practice.wholeCopies());
        }
        if (!m_practice.strangers().isEmpty()) {
            faults += QStringLiteral("left beside the page: ") + m_practice.strangers().join(u' ');
        }
        // Where the page is says what can be done: the case must know the same.
        const bool undoable = next.out.contains("mailmend-cli undo CASE " + m_practice.step().toUtf8());
        if (undoable == page) {
            faults += QStringLiteral("the case says something else than the disk; ");
        }
        faults += openOrBroken(m_practice.run("case show CASE --format json"));
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

    /** At every call in turn. @return how many there are; -1: something did not hold. */
    int harmAll(const char* command, Role role, Harm harm, int from, int every) const
    {
        const QString start = qstrcmp(command, "undo") == 0 ? WhenApplied : AtStart;
        for (int point = from; point < MostPoints; point += every) {
            m_practice.bringBack(start);
            const HarmedRun run = runHarmed(m_practice, words(command), role, harm, point);
            if (!run.harmed) {
                return run.ran.status == 0 ? point - 1 : -1;
            }
            if (harm == Harm::DiskFull && run.ran.status != 0 &&
                !(run.ran.out + run.ran.err).contains(" room ")) {
                qWarning("%s with a full disk from call %d on does not say it: %s", command, point,
                         run.ran.err.constData());
                return -1;
            }
            const QString fault = afterNextStart(run.ran, point % GoOnEvery == 0);
            if (!fault.isEmpty()) {
                qWarning("%s, harmed at call %d: %s", command, point, qPrintable(fault));
                return -1;
            }
        }
        return -1;
    }

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
        for (const char* command : {"apply", "undo"}) {
            const auto row = [command](const char* what, Role role, Harm harm) {
                QTest::addRow("%s: %s", command, what)
                    << QByteArray(command) << static_cast<int>(role) << static_cast<int>(harm);
            };
            row("helper killed", Role::Helper, Harm::Kill);
            row("parent killed", Role::Parent, Harm::Kill);
            row("no room for the helper", Role::Helper, Harm::DiskFull);
            row("no room for the parent", Role::Parent, Harm::DiskFull);
        }
    }

    void everyPointIsSurvived()
    {
        QFETCH(QByteArray, command);
        QFETCH(int, role);
        QFETCH(int, harm);
        const int points =
            harmAll(command.constData(), static_cast<Role>(role), static_cast<Harm>(harm), 1, 1);
        QVERIFY(points > 0);
        qInfo("%s: %d points", QTest::currentDataTag(), points);
    }
};

MAILMEND_TEST_CLASS(KillTest)
#include "kill_test.moc"
