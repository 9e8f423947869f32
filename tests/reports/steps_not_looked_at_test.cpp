// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "hostile_case.h"
#include "reports/report.h"
#include "reports/wording.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

QString paper(const CaseView& view, Audience audience)
{
    const Knowledge knowledge = smallKnowledge();
    return QString::fromUtf8(
               findReport(u"html")->write({view, knowledge, audience, englishReader(), view.opened}))
        .simplified();
}

/** Every step of it is done, and nobody looked again. */
CaseView allDone(bool byLooking)
{
    CaseView view = hostileCase();
    for (CaseStep& step : view.steps) {
        step.status = StepStatus::MarkedDone;
        step.step.verifiedByLooking = byLooking;
    }
    return view;
}

bool isSigned(const CaseView& view, const QString& words)
{
    for (const Text& line : whatIsSigned(view)) {
        if (inEnglish(line) == words) {
            return true;
        }
    }
    return false;
}

} // namespace

/** Where the owner reads of steps that are left, nobody else reads of a plan that is finished. */
class StepsNotLookedAtTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everybodyReadsOfTheSameSteps()
    {
        const CaseView view = allDone(true);
        const qsizetype all = view.steps.size();
        const QString waiting = QStringLiteral("%1 of them are done and not looked at again yet.").arg(all);
        QVERIFY(paper(view, Audience::Owner)
                    .contains(QStringLiteral("%1 of these steps are done, but nobody has looked").arg(all)));
        QVERIFY(paper(view, Audience::Technician)
                    .contains(QStringLiteral("%1 of %1 steps are settled.</p> <p>%2").arg(all).arg(waiting)));
        QVERIFY(isSigned(view, waiting));
        QVERIFY(isSigned(view, QStringLiteral("No step of the plan is open.")));
    }

    void whatOnlyAPersonCanTellWaitsForNothing()
    {
        const CaseView view = allDone(false);
        QVERIFY(!paper(view, Audience::Technician).contains(QStringLiteral("not looked at again yet")));
        for (const Text& line : whatIsSigned(view)) {
            QVERIFY(!inEnglish(line).contains(QStringLiteral("not looked at again yet")));
        }
    }
};

MAILMEND_TEST_CLASS(StepsNotLookedAtTest)
#include "steps_not_looked_at_test.moc"
