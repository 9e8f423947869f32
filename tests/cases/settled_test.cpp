// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_story.h"
#include "cases/settled.h"
#include "support/registration.h"

#include <algorithm>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** Every check of it looked at something. */
ScanResult looked(const QList<Finding>& findings)
{
    ScanResult scan = scanOf(serverOn(5), findings);
    for (CheckResult& check : scan.checks) {
        check.verdict = Verdict::Clear;
        check.looked = {verbatim(QStringLiteral("We looked at 3 pages."))};
    }
    return scan;
}

CaseView viewOf(const ScanResult& scan)
{
    return Story().scan(scan).view();
}

void settleAll(CaseView& view, FindingStatus status)
{
    for (CaseFinding& finding : view.findings) {
        finding.status = status;
    }
}

} // namespace

/** What counts as settled, and what could not be checked however much was found beside it. */
class SettledTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasReadInFullIsNotCounted()
    {
        QCOMPARE(countFindings(looked({})).open(), 0);
        QCOMPARE(countFindings(viewOf(looked({}))).open(), 0);
        QCOMPARE(countFindings(CaseView{}).open(), 0);
    }

    /** The check found a page, and a folder was closed to it. */
    void aCheckThatFoundSomethingMayHaveMissedMore()
    {
        ScanResult scan = looked({page(Page)});
        scan.checks.first().verdict = Verdict::NeedsAction;
        QCOMPARE(countFindings(scan).couldNotCheck, 0);
        scan.checks.first().unread = {unreadOf("web-roots")};
        CaseView view = viewOf(scan);
        for (const FindingCounts& counts : {countFindings(scan), countFindings(view)}) {
            QCOMPARE(counts.needsAction, 1);
            QCOMPARE(counts.couldNotCheck, 1);
            QCOMPARE(counts.settled, 0);
        }
        for (const FindingStatus status : {FindingStatus::Fixed, FindingStatus::Accepted}) {
            settleAll(view, status);
            QCOMPARE(countFindings(view).needsAction, 0);
            QCOMPARE(countFindings(view).couldNotCheck, 1);
            QCOMPARE(countFindings(view).settled, 1);
        }
        settleAll(view, FindingStatus::CannotTell);
        QCOMPARE(countFindings(view).needsAction, 1);
    }

    /** What a finding says of its own check is counted once, and as long as it is open. */
    void aFindingStandsForItsCheck()
    {
        ScanResult scan = looked({page(Page, Verdict::CouldNotCheck)});
        scan.checks.first().verdict = Verdict::CouldNotCheck;
        QCOMPARE(countFindings(scan).couldNotCheck, 1);
        CaseView view = viewOf(scan);
        QCOMPARE(countFindings(view).couldNotCheck, 1);
        settleAll(view, FindingStatus::Fixed);
        QCOMPARE(countFindings(view).couldNotCheck, 0);
        view.scan->checks.first().unread = {unreadOf("web-roots")};
        QCOMPARE(countFindings(view).couldNotCheck, 1);
        settleAll(view, FindingStatus::Open);
        QCOMPARE(countFindings(view).couldNotCheck, 1);
        // Of another server it says nothing.
        view.findings.first().finding.target = QStringLiteral("server-2");
        QCOMPARE(countFindings(view).couldNotCheck, 2);
    }

    void aCheckThatLookedAtNothingIsCounted()
    {
        ScanResult scan = looked({});
        scan.checks.last().verdict = Verdict::CouldNotCheck;
        scan.checks.last().looked.clear();
        QCOMPARE(countFindings(scan).couldNotCheck, 1);
    }

    /** A step is finished by its proof; where only a person can tell, by that person's word. */
    void steps()
    {
        CaseStep step;
        const auto settled = [&step](StepStatus status, bool byLooking) {
            step.status = status;
            step.step.verifiedByLooking = byLooking;
            return isSettled(step);
        };
        for (const bool byLooking : {false, true}) {
            QVERIFY(settled(StepStatus::Verified, byLooking));
            QVERIFY(settled(StepStatus::Skipped, byLooking));
            QVERIFY(!settled(StepStatus::Open, byLooking));
            QVERIFY(!settled(StepStatus::NotVerified, byLooking));
            QVERIFY(!settled(StepStatus::CannotTell, byLooking));
        }
        QVERIFY(settled(StepStatus::MarkedDone, false));
        QVERIFY(!settled(StepStatus::MarkedDone, true));
    }

    /** Every step that counts as settled is settled, or it is told how many wait for a look. */
    void whatWaitsForALookIsTold()
    {
        CaseView view;
        QCOMPARE(stepsNotLookedAt(view), 0);
        for (const StepStatus status :
             {StepStatus::Open, StepStatus::MarkedDone, StepStatus::MarkedDone, StepStatus::Skipped,
              StepStatus::Verified, StepStatus::NotVerified, StepStatus::CannotTell}) {
            CaseStep step;
            step.status = status;
            view.steps.append(step);
        }
        const auto settled = [&view] {
            return std::count_if(view.steps.begin(), view.steps.end(),
                                 [](const CaseStep& step) { return isSettled(step); });
        };
        QCOMPARE(settled(), view.stepsSettled());
        QVERIFY(notLookedAtAgain(view).isEmpty());
        for (CaseStep& step : view.steps) {
            step.step.verifiedByLooking = true;
        }
        QCOMPARE(settled() + 2, view.stepsSettled());
        QCOMPARE(stepsNotLookedAt(view), 2);
        QCOMPARE(inEnglish(notLookedAtAgain(view)),
                 QStringLiteral("2 of them are done and not looked at again yet."));
        view.steps.removeAt(1);
        QCOMPARE(inEnglish(notLookedAtAgain(view)),
                 QStringLiteral("1 of them is done and not looked at again yet."));
    }
};

MAILMEND_TEST_CLASS(SettledTest)
#include "settled_test.moc"
