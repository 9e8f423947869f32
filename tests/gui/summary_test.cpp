// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"
#include "findings/unread.h"
#include "gui/pages/summary.h"
#include "gui/rail.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "reports/wording.h"
#include "support/registration.h"

#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

/** The window says how much could not be checked wherever it says how a case stands. */
class SummaryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theWindowCountsAsTheConsole();
    void whatIsFixedHidesNoGap();
    void theOverviewSaysWhatACheckMissed();
    void whatWaitsForALookIsTold();

private:
    static bool shows(TestWindow& test, const QString& words);

    std::shared_ptr<const CaseView> m_sample;
};

bool SummaryTest::shows(TestWindow& test, const QString& words)
{
    const auto labels = test.window.findChildren<gui::Label*>();
    return std::any_of(labels.begin(), labels.end(), [&words](const gui::Label* label) {
        return label->isVisible() && label->text().remove(QChar(0x200B)).contains(words);
    });
}

/** The sample server, really looked at. */
void SummaryTest::initTestCase()
{
    TestWindow test;
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(QStringLiteral("sample:"));
    QVERIFY(looked.wait(60000));
    test.session.startScan(test.folder.filePath(QStringLiteral("case.mailmend")));
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() && test.session.view()->scan, 60000);
    m_sample = std::make_shared<CaseView>(*test.session.view());
}

void SummaryTest::theWindowCountsAsTheConsole()
{
    const FindingCounts window = countFindings(*m_sample);
    const FindingCounts console = countFindings(*m_sample->scan);
    QCOMPARE(window.needsAction, console.needsAction);
    QCOMPARE(window.lookAtThis, console.lookAtThis);
    QCOMPARE(window.couldNotCheck, console.couldNotCheck);
    QVERIFY(window.couldNotCheck > 0);
    const QString gap = QStringLiteral("could not be checked in full.");
    QVERIFY(
        inEnglish(headline(console)).contains(QStringLiteral("%1 things ").arg(console.couldNotCheck) + gap));
    QVERIFY(
        inEnglish(gui::summaryText(window)).contains(QStringLiteral("%1 ").arg(window.couldNotCheck) + gap));
}

void SummaryTest::whatIsFixedHidesNoGap()
{
    auto view = std::make_shared<CaseView>(*m_sample);
    for (CaseFinding& finding : view->findings) {
        finding.status = FindingStatus::Fixed;
    }
    const QString words =
        QStringLiteral("Nothing that we looked at needs action today. %1 could not be checked "
                       "in full. %2 are fixed or accepted.")
            .arg(countFindings(*m_sample).couldNotCheck)
            .arg(view->findings.size());
    QCOMPARE(inEnglish(gui::summaryText(countFindings(*view))), words);
    TestWindow test;
    test.show();
    test.window.showView(view);
    for (const char* page : {"overview", "findings", "sign-off"}) {
        test.open(QString::fromLatin1(page));
        QVERIFY2(shows(test, words), page);
    }
}

/** Of a check that found something: what it could not read, and no word that it was not done. */
void SummaryTest::theOverviewSaysWhatACheckMissed()
{
    const auto& checks = m_sample->scan->checks;
    const auto partly = std::find_if(checks.begin(), checks.end(), [](const CheckResult& check) {
        return check.verdict < Verdict::CouldNotCheck && leftUnread(check);
    });
    QVERIFY(partly != checks.end());
    TestWindow test;
    test.show();
    test.window.showView(std::make_shared<CaseView>(*m_sample));
    test.open(QStringLiteral("overview"));
    QVERIFY(shows(test, QStringLiteral("What could not be checked in full")));
    QVERIFY(shows(test, inEnglish(unreadText(partly->unread)) +
                            QStringLiteral(" What it found in the rest stands among the findings.")));
    QVERIFY(!shows(test, QStringLiteral("Checks that could not be done")));
    // Where all was read, nothing is missed.
    auto whole = std::make_shared<CaseView>(*m_sample);
    whole->scan->leftOut.clear();
    whole->scan->checks.removeIf([](const CheckResult& check) { return leftUnread(check); });
    test.window.showView(whole);
    test.open(QStringLiteral("findings"));
    test.open(QStringLiteral("overview"));
    QVERIFY(!shows(test, QStringLiteral("could not be checked in full")));
    QVERIFY(!shows(test, QStringLiteral("What it found in the rest")));
}

/** Plan, signature and rail count a step as settled that is done: they say that nobody has looked. */
void SummaryTest::whatWaitsForALookIsTold()
{
    const QString waiting = QStringLiteral("not looked at again yet.");
    for (const bool byLooking : {true, false}) {
        auto view = std::make_shared<CaseView>(*m_sample);
        for (CaseStep& step : view->steps) {
            step.status = StepStatus::MarkedDone;
            step.step.verifiedByLooking = byLooking;
        }
        const QString count = QString::number(view->steps.size());
        TestWindow test;
        test.show();
        test.window.showView(view);
        const auto buttons = test.window.findChildren<gui::RailButton*>();
        QCOMPARE(std::any_of(buttons.begin(), buttons.end(),
                             [&waiting](const gui::RailButton* button) {
                                 return button->accessibleDescription().endsWith(waiting);
                             }),
                 byLooking);
        test.open(QStringLiteral("plan"));
        QVERIFY(shows(test, count + QStringLiteral(" of ") + count + QStringLiteral(" steps are settled. ")));
        QCOMPARE(shows(test, QStringLiteral(" settled. ") + count + QStringLiteral(" of them are done and ") +
                                 waiting),
                 byLooking);
        QVERIFY(shows(test, QStringLiteral("You can stop at any time and go on later.")));
        test.open(QStringLiteral("sign-off"));
        QVERIFY(shows(test, QStringLiteral("0 of %1 steps are open, %1 are settled. ").arg(count)));
        QCOMPARE(shows(test, QStringLiteral(" settled. ") + count + QStringLiteral(" of them are done and ") +
                                 waiting),
                 byLooking);
    }
}

MAILMEND_TEST_CLASS(SummaryTest)
#include "summary_test.moc"
