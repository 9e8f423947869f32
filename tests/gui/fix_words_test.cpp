// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/fix_feed.h"
#include "gui/hand_made_case.h"
#include "gui/hand_made_repair.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/fix_result.h"
#include "gui/pages/plan_next.h"
#include "support/registration.h"

#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

/** What a plan offers to do itself, what a repair is said to have come to, and the way between its thread and
 * the window's. */
class FixWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersWhatTheDiskAllows();
    void offersToSettleWhatWasInterrupted();
    void asksForASignatureAtTheEnd();
    void saysFixedOnlyWhereItIsProven();
    void undoesForThirtyDays();
    void buttonsStayShort();
    void wishesReachTheFix();
};

void FixWordsTest::offersWhatTheDiskAllows()
{
    const auto view = handMadeCase();
    const QString step = QStringLiteral("take-page");
    using Kind = gui::NextThing::Kind;
    // A collection is a copy: changing it repairs nothing.
    QCOMPARE(gui::nextThing(*view, step).kind, Kind::MarkDone);
    view->targets.first().kind = QStringLiteral("volume");
    QCOMPARE(gui::nextThing(*view, step).kind, Kind::Preview);
    // Looking again without success offers it too; where it is done already, looking again comes next.
    view->steps[3].status = StepStatus::NotVerified;
    QCOMPARE(gui::nextThing(*view, step).kind, Kind::Preview);
    QCOMPARE(gui::nextThing(*view, QStringLiteral("take-page-2")).kind, Kind::LookAgain);
    view->steps[3].status = StepStatus::Open;
    view->steps[3].waitsFor = {QStringLiteral("update")};
    QCOMPARE(gui::nextThing(*view, step).kind, Kind::GoTo);
    view->steps[3].waitsFor.clear();
    view->steps[3].step.action.clear();
    QCOMPARE(gui::nextThing(*view, step).kind, Kind::MarkDone);
}

void FixWordsTest::offersToSettleWhatWasInterrupted()
{
    const auto view = handMadeCase();
    QCOMPARE(gui::nextThing(*view, QStringLiteral("update")).kind, gui::NextThing::Kind::Recover);
    QVERIFY(gui::standingChange(*view, u"update") != nullptr);
    view->changes.last().record.state = ChangeState::RolledBack;
    QVERIFY(gui::standingChange(*view, u"update") == nullptr);
    QVERIFY(gui::nextThing(*view, QStringLiteral("update")).kind != gui::NextThing::Kind::Recover);
}

void FixWordsTest::asksForASignatureAtTheEnd()
{
    const auto view = handMadeCase();
    view->changes.clear();
    for (CaseStep& step : view->steps) {
        step.status = StepStatus::Verified;
    }
    // The one that there is does not stand any more.
    QCOMPARE(gui::nextThing(*view, QStringLiteral("update")).kind, gui::NextThing::Kind::SignOff);
    view->signOff->stands = true;
    QCOMPARE(gui::nextThing(*view, QStringLiteral("update")).kind, gui::NextThing::Kind::Report);
}

void FixWordsTest::saysFixedOnlyWhereItIsProven()
{
    FixOutcome outcome = handMadeRepair(QStringLiteral("a.aspx")).fixed;
    QCOMPARE(gui::fixResult(outcome, false).next, gui::FixResult::Next::NextStep);
    const Text proven = gui::fixResult(outcome, false).title;
    for (const FindingStatus status :
         {FindingStatus::Open, FindingStatus::CannotTell, FindingStatus::NotFixedYet}) {
        outcome.status = status;
        QCOMPARE(gui::fixResult(outcome, false).next, gui::FixResult::Next::LookAgain);
        QVERIFY(gui::fixResult(outcome, false).title != proven);
    }
    outcome.status = FindingStatus::Fixed;
    QCOMPARE(gui::fixResult(outcome, true).next, gui::FixResult::Next::Plan);
}

void FixWordsTest::undoesForThirtyDays()
{
    ChangeRecord record = handMadeRepair(QStringLiteral("a.aspx")).fixed.change;
    const QDateTime last = record.settled.addDays(kUndoDays);
    QVERIFY(gui::canBeUndone(record, last));
    QVERIFY(!gui::canBeUndone(record, last.addSecs(1)));
    record.state = ChangeState::Undone;
    QVERIFY(!gui::canBeUndone(record, record.settled));
}

void FixWordsTest::buttonsStayShort()
{
    QCOMPARE(gui::buttonWords(QStringLiteral("Quarantine a&b.aspx")), QStringLiteral("Quarantine a&&b.aspx"));
    const QString shown = gui::buttonWords(QStringLiteral("Quarantine ") + QString(300, QLatin1Char('x')));
    QVERIFY(shown.size() <= 48);
    QVERIFY(shown.startsWith(QStringLiteral("Quarantine xx")));
}

void FixWordsTest::wishesReachTheFix()
{
    gui::FixFeed feed;
    QSignalSpy news(&feed, &gui::FixFeed::news);
    QSignalSpy held(&feed, &gui::FixFeed::held);
    const FixListener listener = feed.begin();
    QCOMPARE(listener.wish(), FixWish::GoOn);
    for (int part = 1; part <= 1000; ++part) {
        listener.progress({{}, part, 1000});
    }
    QTRY_COMPARE(news.count(), 1);
    QCOMPARE(news.first().first().value<ActionProgress>().bytesDone, qint64(1000));
    // It waits once it has asked, not once it was wished; and says so once.
    feed.wish(FixWish::Hold);
    QTest::qWait(100);
    QCOMPARE(held.count(), 0);
    QCOMPARE(listener.wish(), FixWish::Hold);
    QTRY_COMPARE(held.count(), 1);
    QCOMPARE(listener.wish(), FixWish::Hold);
    QTest::qWait(100);
    QCOMPARE(held.count(), 1);
    feed.wish(FixWish::Stop);
    QCOMPARE(listener.wish(), FixWish::Stop);
    // The next one begins anew, whatever was wished of this one.
    feed.end();
    QCOMPARE(feed.begin().wish(), FixWish::GoOn);
}

MAILMEND_TEST_CLASS(FixWordsTest)
#include "fix_words_test.moc"
