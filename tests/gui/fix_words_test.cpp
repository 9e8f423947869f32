// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/fix_feed.h"
#include "gui/hand_made_case.h"
#include "gui/hand_made_repair.h"
#include "gui/pages/case_parts.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/fix_result.h"
#include "gui/pages/plan_next.h"
#include "gui/pages/plan_parts.h"
#include "gui/test_window.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <QPushButton>
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
    void previewsNothingThatWaits();
    void offersToSettleWhatWasInterrupted();
    void offersToSettleWhatMadeRoom();
    void asksForASignatureAtTheEnd();
    void saysFixedOnlyWhereItIsProven();
    void promisesNoUndoAfterThirtyDays();
    void anUndoThatFailedGivesNoMoreDays();
    void saysWhereAProtectedCopyLies();
    void showsTheFolderBesideTheCaseWhereItHoldsSomething();
    void saysWhatSettlesWhatNeedsRights();
    void saysNothingOldOfWhatWasPutBack();
    void undoesWhatItShows();
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
    // What is known of the disk by now decides; what could not be seen does not.
    using Answer = DoableHere::Answer;
    const Text why = say(MAILMEND_TEXT("fix-words", "It is connected for reading only."));
    const auto seen = [&](Answer answer) {
        return gui::nextThing(*view, step, WhereItCanBeDone{{{step, DoableHere{answer, why}}}}).kind;
    };
    QCOMPARE(seen(Answer::No), Kind::MarkDone);
    for (const Answer answer : {Answer::Yes, Answer::NotLooked, Answer::CouldNotSee}) {
        QCOMPARE(seen(answer), Kind::Preview);
    }
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

void FixWordsTest::previewsNothingThatWaits()
{
    const auto view = handMadeCase();
    view->targets.first().kind = QStringLiteral("volume");
    using Kind = gui::NextThing::Kind;
    for (const StepStatus status : {StepStatus::Open, StepStatus::NotVerified, StepStatus::CannotTell}) {
        view->steps[3].status = status;
        view->steps[3].waitsFor = {QStringLiteral("update")};
        const gui::NextThing next = gui::nextThing(*view, QStringLiteral("take-page"));
        QCOMPARE(next.kind, Kind::GoTo);
        QCOMPARE(next.step, QStringLiteral("update"));
        view->steps[3].waitsFor.clear();
        QCOMPARE(gui::nextThing(*view, QStringLiteral("take-page")).kind, Kind::Preview);
    }
    // What is done already is looked at again, whatever it waits for.
    view->steps[3].waitsFor = {QStringLiteral("update")};
    view->steps[3].status = StepStatus::MarkedDone;
    QCOMPARE(gui::nextThing(*view, QStringLiteral("take-page")).kind, Kind::LookAgain);
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

namespace {

/** Everything that stands in `widget`, as it is read out. */
QString wordsIn(const QWidget& widget)
{
    QStringList words;
    const auto labels = widget.findChildren<gui::Label*>();
    for (const gui::Label* label : labels) {
        words.append(label->text().remove(QChar(0x200B)));
    }
    return words.join(QLatin1Char('\n'));
}

/** The change that stands in handMadeCase(). */
CaseChange& standingIn(CaseView& view)
{
    return *std::find_if(view.changes.begin(), view.changes.end(),
                         [](const CaseChange& one) { return one.record.state == ChangeState::Applied; });
}

/** What stands at its step, and in the list of all changes, at a time. */
QString toldOf(const CaseView& view, const QDateTime& now)
{
    const gui::Theme theme([] { return gui::SystemLook(); });
    gui::Column column(theme, 8);
    const gui::PlanPart part{theme, englishReader(), view, now};
    gui::showStep(&column, *view.step(u"take-page-2"), part);
    gui::addChanges(&column, part, now, [](const QString&) {});
    return wordsIn(column) +
           (column.findChildren<QPushButton*>().isEmpty() ? QString() : QStringLiteral("\nUndo…"));
}

bool offersUndo(const QString& told)
{
    return told.contains(QStringLiteral("It can be undone until 12 April 2021.")) &&
           told.contains(QStringLiteral("choose Undo below")) && told.contains(QStringLiteral("Undo…"));
}

bool saysTooLate(const QString& told)
{
    return told.contains(QStringLiteral("can be put back by hand")) &&
           !told.contains(QStringLiteral("can be undone until")) &&
           !told.contains(QStringLiteral("choose Undo below")) && !told.contains(QStringLiteral("Undo…"));
}

} // namespace

/** It has no step of its own: it is settled at that of the change that was to be undone. */
void FixWordsTest::offersToSettleWhatMadeRoom()
{
    const gui::Theme theme([] { return gui::SystemLook(); });
    const auto view = handMadeCase();
    using Kind = gui::NextThing::Kind;
    const QString step = QStringLiteral("take-page-2");
    const auto next = [&] { return gui::nextThing(*view, step).kind; };
    const auto told = [&] {
        gui::Column column(theme, 8);
        gui::showStep(&column, *view->step(step), {theme, englishReader(), *view, view->opened});
        return wordsIn(column);
    };
    const QString asks = QStringLiteral("allow it when Windows asks");
    QVERIFY(next() != Kind::Recover && !told().contains(asks));
    const QString store(32, QLatin1Char('e'));
    standingIn(*view).protectedStore = store;
    CaseChange room = standingIn(*view);
    room.roomFor = room.record.change;
    room.record.change = QString(32, QLatin1Char('9'));
    room.record.state = ChangeState::Begun;
    room.step.clear();
    room.findings.clear();
    view->changes.append(room);
    QCOMPARE(next(), Kind::Recover);
    QVERIFY2(told().contains(asks) && told().contains(QStringLiteral("“Finish it or put it back”")),
             qPrintable(told()));
    QVERIFY(gui::nextThing(*view, QStringLiteral("take-page")).kind != Kind::Recover); // it is not its
    for (const ChangeState settled : {ChangeState::Applied, ChangeState::RolledBack, ChangeState::Undone}) {
        view->changes.last().record.state = settled;
        QVERIFY(next() != Kind::Recover && !told().contains(asks));
    }
    // The file is back in its place, and what made room for it was being put back too.
    standingIn(*view).record.state = ChangeState::Undone;
    QVERIFY(next() != Kind::Recover && !told().contains(asks));
    view->changes.last().record.state = ChangeState::Undoing;
    QCOMPARE(next(), Kind::Recover);
    QVERIFY(told().contains(asks));
}

void FixWordsTest::promisesNoUndoAfterThirtyDays()
{
    const auto view = handMadeCase(); // it was done on 13 March at 9:01
    QVERIFY(offersUndo(toldOf(*view, QDateTime({2021, 4, 12}, {9, 1}, Qt::UTC))));
    // The whole day, in the last zone too.
    QVERIFY(offersUndo(toldOf(*view, QDateTime({2021, 4, 12}, {23, 59, 59}, Qt::OffsetFromUTC, -12 * 3600))));
    QVERIFY(saysTooLate(toldOf(*view, QDateTime({2021, 4, 13}, {12, 0}, Qt::UTC))));
}

void FixWordsTest::anUndoThatFailedGivesNoMoreDays()
{
    const auto view = handMadeCase();
    ChangeRecord& record = standingIn(*view).record;
    record.settled = record.settled.addDays(25); // as the undo that failed then left it
    QVERIFY(offersUndo(toldOf(*view, QDateTime({2021, 4, 12}, {12, 0}, Qt::UTC))));
    QVERIFY(saysTooLate(toldOf(*view, QDateTime({2021, 4, 13}, {12, 0}, Qt::UTC))));
}

void FixWordsTest::saysWhereAProtectedCopyLies()
{
    const auto view = handMadeCase();
    const QDateTime inTime({2021, 4, 12}, {12, 0}, Qt::UTC);
    const QDateTime tooLate({2021, 4, 13}, {12, 0}, Qt::UTC);
    QVERIFY(toldOf(*view, tooLate).contains(QStringLiteral("beside the case")));
    standingIn(*view).protectedStore = QString(32, QLatin1Char('e'));
    QVERIFY(offersUndo(toldOf(*view, inTime)));
    QVERIFY(saysTooLate(toldOf(*view, tooLate)));
    for (const QDateTime& now : {inTime, tooLate}) {
        const QString told = toldOf(*view, now);
        QVERIFY2(!told.contains(QStringLiteral("beside the case")), qPrintable(told));
        QVERIFY2(told.contains(QStringLiteral("on EXCH01, in the protected folder")), qPrintable(told));
        QVERIFY(told.contains(QStringLiteral("%ProgramData%\\Mailmend\\eee")));
        QVERIFY(told.contains(QStringLiteral("Only administrators get in there")));
        QVERIFY(told.contains(QStringLiteral("together with its data removes this copy")));
    }
}

void FixWordsTest::showsTheFolderBesideTheCaseWhereItHoldsSomething()
{
    const gui::Theme theme([] { return gui::SystemLook(); });
    const auto view = handMadeCase();
    const auto told = [&] {
        gui::Column column(theme, 8);
        gui::addWhereKept(&column, {theme, englishReader(), *view, view->opened},
                          QStringLiteral("/cases/office.mailmend"));
        return wordsIn(column);
    };
    const QString folder = QStringLiteral("office.mailmend.changes");
    const QString guarded = QStringLiteral("on EXCH01, in the protected folder");
    QVERIFY(told().contains(QStringLiteral("What Mailmend took away is kept beside it")));
    QVERIFY(told().contains(folder) && !told().contains(guarded));
    standingIn(*view).protectedStore = QString(32, QLatin1Char('e'));
    QVERIFY2(told().contains(QStringLiteral("Some of what Mailmend took away is kept beside it")),
             qPrintable(told()));
    QVERIFY(told().contains(folder) && told().contains(guarded));
    for (CaseChange& change : view->changes) {
        change.protectedStore = QString(32, QLatin1Char('e'));
    }
    QVERIFY2(!told().contains(QStringLiteral("beside")) && !told().contains(folder), qPrintable(told()));
    QCOMPARE(told().count(guarded), 1); // one folder, however many changes
    QVERIFY(told().contains(QStringLiteral("%ProgramData%\\Mailmend\\eee")));
    view->changes.last().protectedStore = QString(32, QLatin1Char('d'));
    QCOMPARE(told().count(guarded), 2);
    for (CaseChange& change : view->changes) {
        change.record.state = ChangeState::Undone;
    }
    QVERIFY2(!told().contains(guarded), qPrintable(told())); // nothing lies there any more
    view->changes.clear();
    QVERIFY(told().contains(QStringLiteral("office.mailmend")) && !told().contains(folder));
}

void FixWordsTest::saysWhatSettlesWhatNeedsRights()
{
    const gui::Theme theme([] { return gui::SystemLook(); });
    const auto view = handMadeCase();
    CaseChange& change = view->changes.last(); // it was interrupted
    const auto told = [&] {
        gui::Column column(theme, 8);
        gui::showStep(&column, *view->step(change.step),
                      {theme, englishReader(), *view, change.record.begun});
        return wordsIn(column);
    };
    const QString asks = QStringLiteral("allow it when Windows asks");
    QVERIFY(told().contains(QStringLiteral("Mailmend finishes it or puts everything back")));
    QVERIFY(!told().contains(asks));
    change.protectedStore = QString(32, QLatin1Char('e'));
    for (const ChangeState state : {ChangeState::Begun, ChangeState::Undoing}) {
        change.record.state = state;
        QVERIFY2(told().contains(asks), qPrintable(told()));
        QVERIFY(told().contains(QStringLiteral("“Finish it or put it back”")));
        QVERIFY(!told().contains(QStringLiteral("Mailmend finishes it or puts everything back")));
        QVERIFY(!told().contains(QStringLiteral("disk is connected")));
    }
}

void FixWordsTest::saysNothingOldOfWhatWasPutBack()
{
    const gui::Theme theme([] { return gui::SystemLook(); });
    FixOutcome outcome = handMadeRepair(QStringLiteral("a.aspx")).fixed;
    outcome.verified = say(MAILMEND_TEXT("fix-words", "It is still there, unchanged."));
    outcome.change.state = ChangeState::Undone;
    const auto shown = [&](FindingStatus status, bool undone) {
        outcome.status = status;
        gui::Column column(theme, 8);
        gui::showFixResult(&column, outcome, undone, theme, englishReader());
        return wordsIn(column).contains(QStringLiteral("It is still there"));
    };
    QVERIFY(!shown(FindingStatus::NotFixedYet, true));
    QVERIFY(shown(FindingStatus::CannotTell, true));
    QVERIFY(shown(FindingStatus::NotFixedYet, false));
}

/** A result that still stands there belongs to its own change, whatever the page was asked for since. */
void FixWordsTest::undoesWhatItShows()
{
    TestWindow test;
    test.show();
    test.window.showView(handMadeCase());
    test.open(QStringLiteral("fix"), QStringLiteral("fixed"));
    test.window.go(QStringLiteral("fix"), QStringLiteral("update"));
    const auto buttons = test.window.findChildren<QPushButton*>();
    const auto undo = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->isVisible() && button->text() == QStringLiteral("&Undo…");
    });
    QVERIFY(undo != buttons.end());
    (*undo)->click();
    QCOMPARE(test.window.currentPage(), QStringLiteral("undo"));
    QVERIFY(!wordsIn(test.window).contains(QStringLiteral("This change is not in the case")));
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
