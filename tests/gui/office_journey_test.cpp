// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/event_log.h"
#include "cases/events.h"
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/office.h"
#include "support/registration.h"

#include <QAbstractButton>
#include <QListView>
#include <QSignalSpy>

#include <algorithm>

using namespace mailmend;
using namespace mailmend::testing;

/**
 * Two servers of one office in one case, with keys only: a further one comes into the open case, findings and
 * steps say where they are, one is accepted, one step was done elsewhere and one is left out until a day.
 */
class OfficeJourneyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFurtherServer();
    void theSameServerOnceMore();
    void aCopyIsRefused();
    void theCheckKeepsItsServer();
    void stoppedInTheMiddle();
    void aFindingIsAccepted();
    void doneElsewhereAndLeftOutUntilADay();
    void withoutACaseThereIsNothingToAddTo();

private:
    /** A window with a case of the first server. */
    void begin(TestWindow& test);
    /** From the overview: what to add is typed. */
    void add(TestWindow& test, const QString& target);
    /** From the page that says whose server it is. */
    void check();

    static void same(const TestWindow& test, const Event& expected);
    static QStringList hostsOf(const TestWindow& test);

    RawTree m_birch;
    RawTree m_cedar;
};

namespace {

const QString birch = QStringLiteral("BIRCH-EX01");
const QString cedar = QStringLiteral("CEDAR-EX02");

const CaseFinding* pageOn(const CaseView& view, const QString& host)
{
    for (const CaseFinding& entry : view.findings) {
        for (const TargetInfo& target : view.targets) {
            if (entry.finding.check == QStringLiteral("web-shells") && entry.finding.target == target.id &&
                target.host == host) {
                return view.finding(entry.finding.id);
            }
        }
    }
    return nullptr;
}

} // namespace

QStringList OfficeJourneyTest::hostsOf(const TestWindow& test)
{
    QStringList hosts;
    for (const TargetInfo& target : test.session.view()->targets) {
        hosts.append(target.host);
    }
    return hosts;
}

/** The newest event of the case is the one that the console writes too. */
void OfficeJourneyTest::same(const TestWindow& test, const Event& expected)
{
    auto log = EventLog::open(test.session.caseFile(), test.home + QStringLiteral("/seal"));
    QVERIFY(bool(log));
    const auto written = (*log)->read(0);
    QVERIFY(bool(written));
    QCOMPARE(written->last().type, expected.type);
    QCOMPARE(written->last().by, expected.by);
    QCOMPARE(written->last().data, expected.data);
}

void OfficeJourneyTest::begin(TestWindow& test)
{
    writeOfficeServer(m_birch, false, birch);
    writeOfficeServer(m_cedar, true, cedar);
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    STEP(waitForPage("What should we look at?"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(m_birch.text());
    press(Qt::Key_Return);
    STEP(waitForPage("This is BIRCH-EX01"));
    STEP(check());
    STEP(waitForPage("What we found on BIRCH-EX01"));
}

void OfficeJourneyTest::check()
{
    press(Qt::Key_K, Qt::AltModifier);
    STEP(waitUntilSays("See what we found"));
    press(Qt::Key_Return);
}

void OfficeJourneyTest::add(TestWindow& test, const QString& target)
{
    test.open(QStringLiteral("overview"));
    press(Qt::Key_C, Qt::AltModifier);
    STEP(waitForPage("Add a server to this case"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(target);
    press(Qt::Key_Return);
}

void OfficeJourneyTest::aFurtherServer()
{
    TestWindow test;
    STEP(begin(test));
    const QString file = test.session.caseFile();
    QVERIFY(test.session.view()->answersByServer.isEmpty());
    STEP(add(test, m_cedar.text()));
    STEP(waitForPage("This is CEDAR-EX02"));
    STEP(check());
    STEP(waitForPage("What we found on BIRCH-EX01, CEDAR-EX02"));
    QCOMPARE(test.session.caseFile(), file);
    QCOMPARE(hostsOf(test), (QStringList{birch, cedar}));
    QVERIFY(pageOn(*test.session.view(), birch) != nullptr && pageOn(*test.session.view(), cedar) != nullptr);
    QCOMPARE(test.session.view()->answersByServer.size(), 2);

    // Rows say where: in the table, in the plan, on the page of one finding.
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    STEP(tabTo("Needs action"));
    STEP(downTo("CEDAR-EX02"));
    STEP(downTo("BIRCH-EX01"));
    press(Qt::Key_P, Qt::AltModifier);
    STEP(waitForPage("Repair, step by step"));
    STEP(tabTo("To do: "));
    STEP(downTo("BIRCH-EX01"));

    // And help is one key away, and the way back one more.
    press(Qt::Key_F1);
    STEP(waitForPage("Help"));
    press(Qt::Key_F1); // it is there already
    press(Qt::Key_B, Qt::AltModifier);
    STEP(waitForPage("Repair, step by step"));
}

void OfficeJourneyTest::theSameServerOnceMore()
{
    TestWindow test;
    STEP(begin(test));
    const QString finding = pageOn(*test.session.view(), birch)->finding.id;
    const qint64 before = test.session.view()->lastEvent;
    STEP(add(test, m_birch.text()));
    STEP(waitForPage("This is BIRCH-EX01"));
    STEP(check());
    STEP(waitForPage("What we found on BIRCH-EX01"));
    QCOMPARE(hostsOf(test), QStringList{birch});
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view()->lastEvent > before, 60000); // it is written beside
    QVERIFY(test.session.view()->finding(finding) != nullptr);
}

void OfficeJourneyTest::aCopyIsRefused()
{
    TestWindow test;
    STEP(begin(test));
    const qint64 before = test.session.view()->lastEvent;
    RawTree copy;
    writeOfficeServer(copy, false, QStringLiteral("BIRCH-COPY"));
    STEP(add(test, copy.text()));
    STEP(waitForPage("This server does not go into this case"));
    QCOMPARE(test.session.view()->lastEvent, before);
    // Something else can be chosen at once.
    STEP(tabTo("Look at something else"));
    press(Qt::Key_Return);
    STEP(waitForPage("Add a server to this case"));
    // For a case of its own it is as good as any other.
    test.open(QStringLiteral("start"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(copy.text());
    press(Qt::Key_Return);
    STEP(waitForPage("This is BIRCH-COPY"));
}

/** The page of a check stays that of what was checked, whatever is looked at next. */
void OfficeJourneyTest::theCheckKeepsItsServer()
{
    TestWindow test;
    STEP(begin(test));
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(m_cedar.text());
    QVERIFY(looked.wait(60000));
    test.open(QStringLiteral("scan"));
    const auto lists = test.window.findChildren<QListView*>();
    const auto shown =
        std::find_if(lists.begin(), lists.end(), [](const QListView* list) { return list->isVisible(); });
    QVERIFY(shown != lists.end());
    QVERIFY((*shown)->model()->rowCount() > 0);
}

/** What was found until then comes into the case, and the first server's findings stay as they are. */
void OfficeJourneyTest::stoppedInTheMiddle()
{
    TestWindow test;
    STEP(begin(test));
    const FindingStatus before = pageOn(*test.session.view(), birch)->status;
    STEP(add(test, m_cedar.text()));
    STEP(waitForPage("This is CEDAR-EX02"));
    QSignalSpy finished(&test.session, &gui::Session::scanFinished);
    const auto stop =
        connect(&test.session, &gui::Session::news, &test.session, [&test](const gui::WorkNews& news) {
            if (!news.targets.isEmpty()) { // a server that was not opened is in no case
                test.session.cancel();
            }
        });
    press(Qt::Key_K, Qt::AltModifier);
    QVERIFY(finished.count() > 0 || finished.wait(60000));
    disconnect(stop);
    STEP(waitUntilSays("See what we found"));
    QTRY_COMPARE(hostsOf(test), (QStringList{birch, cedar}));
    QCOMPARE(pageOn(*test.session.view(), birch)->status, before);
}

void OfficeJourneyTest::aFindingIsAccepted()
{
    TestWindow test;
    STEP(begin(test));
    const Finding finding = pageOn(*test.session.view(), birch)->finding;
    const Answer inside = test.session.view()->scan->answers.stillInside.answer;
    test.open(QStringLiteral("finding"), finding.id);
    press(Qt::Key_C, Qt::AltModifier);
    STEP(waitUntilSays("Why can this stay as it is?"));
    type(QStringLiteral("Our provider's page"));
    press(Qt::Key_Tab);
    QVERIFY2(says("Who accepts it"), qPrintable(said()));
    type(QStringLiteral("Grace"));
    press(Qt::Key_Tab);
    QVERIFY2(says("Until which day"), qPrintable(said()));
    const qint64 before = test.session.view()->lastEvent;
    for (const char* bad : {"2021-03-12", "soon", ""}) {
        type(QString::fromLatin1(bad));
        if (*bad == '\0') {
            press(Qt::Key_Delete);
        }
        press(Qt::Key_Return);
        QVERIFY2(says("Until which day"), bad);
    }
    type(QStringLiteral("2021-04-30"));
    press(Qt::Key_Return);
    QTRY_COMPARE(test.session.view()->finding(finding.id)->status, FindingStatus::Accepted);
    QCOMPARE(test.session.view()->lastEvent, before + 1);
    STEP(same(test, events::findingAccepted(finding, QStringLiteral("Our provider's page"),
                                            QDate(2021, 4, 30), QStringLiteral("Grace"))));
    QCOMPARE(test.session.view()->scan->answers.stillInside.answer, inside);
    QCOMPARE(test.session.view()->step(QStringLiteral("p1-quarantine-page@") + finding.id)->status,
             StepStatus::Skipped);
    // It is listed as such.
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    press(Qt::Key_W, Qt::AltModifier);
    press(Qt::Key_End);
    press(Qt::Key_Up);
    STEP(tabTo("Accepted"));
    // And Esc asks nothing.
    test.open(QStringLiteral("finding"), finding.id);
    press(Qt::Key_C, Qt::AltModifier);
    STEP(waitUntilSays("Why can this stay as it is?"));
    press(Qt::Key_Escape);
    QCOMPARE(test.session.view()->lastEvent, before + 1);
}

void OfficeJourneyTest::doneElsewhereAndLeftOutUntilADay()
{
    TestWindow test;
    STEP(begin(test));
    const QString step = test.session.view()->steps.first().step.id;
    test.open(QStringLiteral("plan"), step);
    press(Qt::Key_L, Qt::AltModifier);
    STEP(waitUntilSays("Where was this step done?"));
    press(Qt::Key_Return); // without words nothing happens
    QVERIFY(says("Where was this step done?"));
    type(QStringLiteral("Ticket 4711"));
    press(Qt::Key_Return);
    QTRY_COMPARE(test.session.view()->step(step)->status, StepStatus::MarkedDone);
    QCOMPARE(test.session.view()->step(step)->ticket, QStringLiteral("Ticket 4711"));
    STEP(same(test, events::stepDone(step, QStringLiteral("Ada"), QStringLiteral("Ticket 4711"))));

    const QString next = test.session.view()->steps.at(1).step.id;
    test.open(QStringLiteral("plan"), next);
    press(Qt::Key_K, Qt::AltModifier);
    STEP(waitUntilSays("Why is this step skipped?"));
    type(QStringLiteral("After the holidays"));
    press(Qt::Key_Tab);
    QVERIFY2(says("Open it again on this day"), qPrintable(said()));
    type(QStringLiteral("2021-03-13")); // today
    press(Qt::Key_Return);
    QVERIFY(says("Open it again on this day"));
    type(QStringLiteral("2021-04-06"));
    press(Qt::Key_Return);
    QTRY_COMPARE(test.session.view()->step(next)->status, StepStatus::Skipped);
    STEP(same(test, events::stepSkipped(next, QStringLiteral("After the holidays"), QStringLiteral("Ada"),
                                        QDate(2021, 4, 6))));
}

void OfficeJourneyTest::withoutACaseThereIsNothingToAddTo()
{
    TestWindow test;
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.window.go(QStringLiteral("further"));
    STEP(waitForPage("Add a server to this case"));
    QVERIFY2(says("There is no case open"), qPrintable(said()));
    QSignalSpy scanned(&test.session, &gui::Session::scanFinished);
    test.session.scanIntoCase();
    QCOMPARE(test.session.work(), gui::Session::Work::None);
    QCOMPARE(scanned.count(), 0);
    // Looked at for a case that was closed meanwhile: nothing begins that could not end.
    writeOfficeServer(m_cedar, true, cedar);
    test.window.go(QStringLiteral("further-source"), m_cedar.text());
    STEP(waitForPage("This is CEDAR-EX02"));
    const auto buttons = test.window.findChildren<QAbstractButton*>();
    QVERIFY(std::none_of(buttons.begin(), buttons.end(), [](const QAbstractButton* button) {
        return button->isVisible() && button->text().startsWith(QStringLiteral("Start the chec"));
    }));
}

MAILMEND_TEST_CLASS(OfficeJourneyTest)
#include "office_journey_test.moc"
