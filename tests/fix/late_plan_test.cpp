// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "fix/case_at_hand.h"
#include "support/registration.h"
#include "support/sample_findings.h"

#include <QTemporaryFile>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

namespace mailmend {
extern const Command planCommand;
}

/** What `plan` says of a change as the days go by: it promises no undo that the action refuses. */
class LatePlanTest : public QObject
{
    Q_OBJECT

    Practice m_practice;

    /** What it prints so many days from now, at that day's last second (UTC). */
    QByteArray planAfter(int days, const QStringList& more = {}) const
    {
        QTemporaryFile out;
        if (!out.open()) {
            return {};
        }
        Console console;
        console.arguments = QStringList{m_practice.caseFile()} + more;
        console.out = std::fopen(qPrintable(out.fileName()), "w");
        console.err = console.out;
        console.knowledge = *loadBuiltInKnowledge();
        console.clock = fixedClock(
            QDateTime(QDateTime::currentDateTimeUtc().date().addDays(days), QTime(23, 59, 59), Qt::UTC));
        console.reader = englishReader();
        console.sealFolder = m_practice.sealFolder();
        console.program = ConsoleRun::program();
        const int status = planCommand.run(console);
        std::fclose(console.out);
        return status == exit_status::Nothing ? out.readAll().simplified() : QByteArray(); // it wraps lines
    }

private Q_SLOTS:
    void offersNoUndoAfterItsDays()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        CaseAtHand home(m_practice); // helpers are of the practice's installation
        const QByteArray offer = "mailmend-cli undo CASE " + m_practice.step().toUtf8();
        const QStringList inFull{QStringLiteral("--step"), m_practice.step()};
        QVERIFY(planAfter(0).contains("settled") && !planAfter(0).contains(offer)); // nothing is done yet
        QVERIFY(home.open() && home.apply(home.parts()));
        home.close();
        for (const QStringList& more : {QStringList(), inFull}) {
            QVERIFY(planAfter(0, more).contains(offer));
            QVERIFY(planAfter(kUndoDays, more).contains(offer)); // the whole of the last day
            const QByteArray late = planAfter(kUndoDays + 1, more);
            QVERIFY2(late.contains("Mailmend undoes a change for 30 days"), late.constData());
            QVERIFY2(!late.contains("mailmend-cli undo") && !late.contains("can put it back"),
                     late.constData());
        }
    }
};

MAILMEND_TEST_CLASS(LatePlanTest)
#include "late_plan_test.moc"
