// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_fixture.h"
#include "cases/case_story.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** What a case's events add up to. */
class CaseViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingHappenedYet()
    {
        const CaseView view = Story().view();
        QVERIFY(!view.scan);
        QVERIFY(view.findings.isEmpty() && view.steps.isEmpty() && view.history.isEmpty());
        QVERIFY(view.currentStep.isEmpty());
    }

    void aScanIsFindingsPlanAndHistory()
    {
        const CaseView view = Story()
                                  .add(events::evidenceReceived(serverOn(1), QStringLiteral("Velociraptor"),
                                                                QString(64, QLatin1Char('b')), Ana))
                                  .scan(scanOf(serverOn(1), {page(Page, Verdict::LookAtThis), oldBuild()}))
                                  .view();
        QCOMPARE(view.title, QStringLiteral("EXCH01"));
        QCOMPARE(view.lastEvent, 4);
        QVERIFY(view.scan);
        QCOMPARE(view.scan->findings.size(), 2);
        QCOMPARE(view.findings.size(), 2);
        QCOMPARE(view.findings.first().finding.check, QStringLiteral("patch-level")); // the worse one first
        QCOMPARE(view.findings.first().seenIn.takenAt, serverOn(1).takenAt);
        QVERIFY(view.steps.size() > 10);
        QCOMPARE(view.currentStep, QStringLiteral("p0-call-first"));
        QVERIFY(view.step(quarantine())
                    ->waitsFor.contains(quarantine().replace(QStringLiteral("p1-quarantine-page"),
                                                             QStringLiteral("p1-copy-page"))));
        QCOMPARE(view.history.size(), 2);
        QVERIFY(inEnglish(view.history.at(1).text).contains(QStringLiteral("2 findings")));
        QCOMPARE(view.history.at(1).by, Ana);
    }

    void peopleWorkOnSteps()
    {
        const QString call = QStringLiteral("p0-call-first");
        const QString diary = QStringLiteral("p0-write-down");
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}));
        const int before = story.view().stepsSettled();
        CaseView view = story.add(events::stepDone(call, Ana))
                            .add(events::stepSkipped(diary, QStringLiteral("we have one"), Ana))
                            .add(events::noteAdded(QStringLiteral("Dr. Moss leads"), call, {}, Ana))
                            .view();
        QCOMPARE(view.step(call)->status, StepStatus::MarkedDone);
        QCOMPARE(view.step(call)->by, Ana);
        QCOMPARE(view.step(diary)->status, StepStatus::Skipped);
        QCOMPARE(view.step(diary)->reason, QStringLiteral("we have one"));
        QCOMPARE(view.stepsSettled(), before + 2);
        QCOMPARE(view.currentStep, QStringLiteral("p0-capture-volatile"));
        QCOMPARE(view.notes.size(), 1);
        QVERIFY(!view.step(quarantine())->waitsFor.contains(call));

        view = story.add(events::stepReopened(call, Ana)).view();
        QCOMPARE(view.step(call)->status, StepStatus::Open);
        QVERIFY(view.step(quarantine())->waitsFor.contains(call));
    }

    void itReopensWhereThePersonWas()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}));
        const QString isolate = QStringLiteral("p27-isolate");
        story.add(events::stepOpened(QStringLiteral("p0-call-first"))).add(events::stepOpened(isolate));
        QCOMPARE(story.view().currentStep, isolate);
        // Opening is no line of the history.
        QCOMPARE(story.view().history.size(), 1);
        // A step that is not in the plan any more is nowhere.
        QCOMPARE(story.add(events::stepOpened(QStringLiteral("gone"))).view().currentStep,
                 QStringLiteral("p0-call-first"));
    }

    void choosingAWayChangesThePlan()
    {
        const Finding owa = page("C:\\Exchange\\FrontEnd\\HttpProxy\\owa\\auth\\x.aspx", Verdict::NeedsAction,
                                 {QStringLiteral("mailmend:runs-as-system")});
        Story story;
        story.scan(scanOf(serverOn(1), {owa}));
        QVERIFY(story.view().plan.choice);
        QVERIFY(story.view().way.isEmpty());
        QVERIFY(!story.view().step(u"p1-stop-web"));
        story.add(events::wayChosen(QStringLiteral("nonsense"), Ana));
        QVERIFY(story.view().way.isEmpty());
        story.add(events::wayChosen(QStringLiteral("repair"), Ana));
        QCOMPARE(story.view().way, QStringLiteral("repair"));
        QVERIFY(story.view().step(u"p1-stop-web"));
        story.add(events::wayChosen(QStringLiteral("P26"), Ana));
        QVERIFY(story.view().step(u"p26-build"));
        QVERIFY(!story.view().step(u"p1-stop-web"));
    }

    void aNewerScanWithoutThePageProvesIt()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page), oldBuild()})).add(events::stepDone(quarantine(), Ana));
        story.scan(scanOf(serverOn(5), {oldBuild()}));
        const CaseView view = story.view();
        QCOMPARE(statusOf(view, page(Page)), FindingStatus::Fixed);
        QCOMPARE(statusOf(view, oldBuild()), FindingStatus::Open);
        QCOMPARE(view.step(quarantine())->status, StepStatus::Verified);
        QVERIFY(view.findings.last().finding.id == page(Page).id); // what is fixed comes last
        QCOMPARE(view.scan->targets.first().takenAt, serverOn(5).takenAt);
        QVERIFY(view.step(quarantine())); // the plan keeps what was done
    }

    void whatIsStillThereAfterItsRepairIsNotFixed()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).add(events::stepDone(quarantine(), Ana));
        story.scan(scanOf(serverOn(5), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::NotFixedYet);
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::NotVerified);
        // Done once more and gone at last.
        story.add(events::stepDone(quarantine(), Ana));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::MarkedDone);
        story.scan(scanOf(serverOn(6), {}));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::Verified);
    }

    void whatComesBackIsNotFixed()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).scan(scanOf(serverOn(5), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        story.scan(scanOf(serverOn(9), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::NotFixedYet);
        QVERIFY(inEnglish(story.view().finding(page(Page).id)->statusReason)
                    .contains(QStringLiteral("there again")));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::Open); // nobody has worked on it since
    }

    /** What newer evidence has proven stays, whatever older evidence shows once more. */
    void olderEvidenceDoesNotUndoAProof()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).scan(scanOf(serverOn(5), {}));
        story.scan(scanOf(serverOn(1), {page(Page)})).scan(scanOf(serverOn(3), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        QCOMPARE(story.view().scan->targets.first().takenAt, serverOn(5).takenAt);
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::CannotTell),
                                           verbatim(QStringLiteral("Older.")), serverOn(3), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
    }

    /** A disk whose registry shows the same time: the page was gone from it and is back. */
    void theSameDiskShowsItAgain()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}));
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::Fixed),
                                           verbatim(QStringLiteral("Gone.")), serverOn(1), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        story.scan(scanOf(serverOn(1), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::NotFixedYet);
    }

    void aSecondScanThatProvesNothing_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<FindingStatus>("status");
        QTest::newRow("the same evidence") << 0 << FindingStatus::CannotTell;
        QTest::newRow("older evidence") << 1 << FindingStatus::Open;
        QTest::newRow("another server") << 2 << FindingStatus::Open;
        QTest::newRow("not all folders were read") << 3 << FindingStatus::CannotTell;
        QTest::newRow("it was stopped") << 4 << FindingStatus::CannotTell;
        QTest::newRow("the check was left out") << 5 << FindingStatus::Open;
        QTest::newRow("unknown machine") << 6 << FindingStatus::CannotTell;
        QTest::newRow("only the comparison list is missing") << 7 << FindingStatus::Fixed;
    }

    void aSecondScanThatProvesNothing()
    {
        QFETCH(int, kind);
        QFETCH(FindingStatus, status);
        TargetInfo target = serverOn(kind == 0 ? 3 : kind == 1 ? 2 : 5);
        if (kind == 2) {
            target.id = QStringLiteral("server-2");
            target.identity.machineSid = QStringLiteral("S-1-5-21-9-9-9");
        }
        if (kind == 6) {
            target.identity = {};
        }
        ScanResult second = scanOf(target, {});
        second.cancelled = kind == 4;
        if (kind == 3 || kind == 7) {
            second.checks.first().unread.append(unreadOf(kind == 3 ? "web-roots" : "shipped-pages"));
        }
        if (kind == 5) {
            second.checks.removeFirst();
        }
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)})).scan(second);
        const CaseView view = story.view();
        QCOMPARE(statusOf(view, page(Page)), status);
        QVERIFY(status == FindingStatus::Open || !view.finding(page(Page).id)->statusReason.isEmpty());
    }

    void aRecheckSaysMoreThanTheScanBeforeIt()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).add(events::stepDone(quarantine(), Ana));
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::CannotTell),
                                           verbatim(QStringLiteral("Not collected.")), serverOn(2), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::CannotTell);
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::CannotTell);
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::Fixed),
                                           verbatim(QStringLiteral("Gone.")), serverOn(3), {}));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::Verified);
        QVERIFY(inEnglish(story.view().history.last().text).contains(QStringLiteral("Fixed. Gone.")));
    }

    void aSmallerScanDoesNotTakeThePlaceOfAWhole()
    {
        ScanResult small = scanOf(serverOn(5), {});
        small.checks.removeFirst();
        small.leftOut.append(verbatim(QStringLiteral("only patch-level")));
        const CaseView view = Story().scan(scanOf(serverOn(1), {page(Page)})).scan(small).view();
        QCOMPARE(view.scan->checks.size(), 2);
        QCOMPARE(view.scan->answers.stillInside.answer, Answer::Yes);
    }

    void twoServersAreJoined()
    {
        const TargetInfo other = otherServerOn(1);
        const Finding there = onOther(page(Page));
        const CaseView view = Story().scan(scanOf(serverOn(1), {})).scan(scanOf(other, {there})).view();
        QCOMPARE(view.targets.size(), 2);
        QCOMPARE(view.scan->targets.size(), 2);
        QCOMPARE(view.scan->checks.size(), 4);
        QCOMPARE(view.scan->answers.stillInside.answer, Answer::Yes);
        QCOMPARE(view.title, QStringLiteral("EXCH01, EXCH02"));
    }

    void whatThisVersionDoesNotKnowStaysInTheHistory()
    {
        Event future;
        future.type = QStringLiteral("gone-home");
        future.by = Ana;
        Event broken;
        broken.type = QStringLiteral("scanned");
        broken.data = {{QStringLiteral("scan"), 7}};
        Event lost;
        lost.type = QStringLiteral("finding");
        const CaseView view =
            Story().scan(scanOf(serverOn(1), {page(Page)})).add({future, broken, lost}).view();
        QVERIFY(inEnglish(view.history.at(1).text).contains(QStringLiteral("gone-home")));
        QCOMPARE(view.findings.size(), 1);
        QCOMPARE(view.history.size(), 3);
    }

    void leftOutUntilADay()
    {
        const QDate day(2026, 12, 24);
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}))
            .add(events::stepSkipped(quarantine(), QStringLiteral("ours"), Ana, day));
        const CaseStep before = *story.view(day.addDays(-1)).step(quarantine());
        QCOMPARE(before.status, StepStatus::Skipped);
        QCOMPARE(before.review, day);
        const CaseStep then = *story.view(day).step(quarantine());
        QCOMPARE(then.status, StepStatus::Open);
        QVERIFY2(inEnglish(then.verdict).contains(QStringLiteral("24 December 2026")),
                 qPrintable(inEnglish(then.verdict)));
        QCOMPARE(then.reason, QStringLiteral("ours"));
        QVERIFY(inEnglish(story.view().history.last().text).contains(QStringLiteral("24 December 2026")));
        // Without a day it stays left out; a day that can't be read is none.
        Event broken = events::stepSkipped(quarantine(), QStringLiteral("ours"), Ana, day);
        broken.data.insert(QStringLiteral("review"), QStringLiteral("soon"));
        for (const Event& event : {events::stepSkipped(quarantine(), QStringLiteral("ours"), Ana), broken}) {
            QCOMPARE(Story(story).add(event).view(day.addYears(9)).step(quarantine())->status,
                     StepStatus::Skipped);
        }
        // What a person accepted waits for nobody, whatever was left out before.
        story.add(events::findingAccepted(page(Page), QStringLiteral("known"), day.addYears(1), Ana));
        const CaseStep accepted = *story.view(day).step(quarantine());
        QCOMPARE(accepted.status, StepStatus::Skipped);
        QCOMPARE(accepted.reason, QStringLiteral("known"));
        QVERIFY(accepted.verdict.isEmpty() && !accepted.review.isValid());
    }

    void doneElsewhere()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}))
            .add(events::stepDone(quarantine(), Ana, QStringLiteral("Ticket 4711")));
        const CaseView view = story.view();
        QCOMPARE(view.step(quarantine())->status, StepStatus::MarkedDone);
        QCOMPARE(view.step(quarantine())->ticket, QStringLiteral("Ticket 4711"));
        QVERIFY(inEnglish(view.history.last().text).contains(QStringLiteral("Ticket 4711")));
        // It is proven in the same way as what was done here.
        story.scan(scanOf(serverOn(5), {}));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::Verified);
        QCOMPARE(story.view().step(quarantine())->ticket, QStringLiteral("Ticket 4711"));
        // Opened again, nothing of it is left.
        QVERIFY(Story(story)
                    .add(events::stepReopened(quarantine(), Ana))
                    .view()
                    .step(quarantine())
                    ->ticket.isEmpty());
    }

    void whoCanBeAccepted()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}));
        QVERIFY(!whyNotAcceptable(*story.view().finding(page(Page).id)));
        CaseFinding stateless = *story.view().finding(page(Page).id);
        stateless.finding.state.clear();
        QVERIFY(whyNotAcceptable(stateless).has_value());
        story.scan(scanOf(serverOn(5), {}));
        QVERIFY(whyNotAcceptable(*story.view().finding(page(Page).id)).has_value());
    }

    /** One after the other each has answers of its own; looked at together they have one for both. */
    void answersServerByServer()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}));
        QVERIFY(story.view().answersByServer.isEmpty());
        story.scan(scanOf(otherServerOn(1), {}));
        const CaseView view = story.view();
        QCOMPARE(view.answersByServer.size(), 2);
        QCOMPARE(view.answersByServer.at(0).targets, QStringList{QStringLiteral("server-1")});
        QCOMPARE(view.answersByServer.at(0).answers.stillInside.answer, Answer::Yes);
        QCOMPARE(view.answersByServer.at(1).targets, QStringList{QStringLiteral("server-2")});
        QCOMPARE(view.answersByServer.at(1).answers.stillInside.answer, Answer::Unknown);
        QCOMPARE(view.scan->answers.stillInside.answer, Answer::Yes);
        ScanResult both = scanOf(serverOn(5), {});
        both.targets.append(otherServerOn(5));
        for (CheckResult result : QList<CheckResult>(both.checks)) {
            result.target = QStringLiteral("server-2");
            both.checks.append(result);
        }
        story.scan(both);
        QVERIFY(story.view().answersByServer.isEmpty());
    }

    void everyKindOfEventHasItsLine()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)}));
        const qsizetype before = story.view().history.size();
        story.add({events::stepDone(quarantine(), Ana), events::stepReopened(quarantine(), Ana),
                   events::stepSkipped(quarantine(), QStringLiteral("ours"), Ana),
                   events::stepVerified(quarantine(), "verified", verbatim(QStringLiteral("Seen.")), Ana),
                   events::noteAdded(QStringLiteral("<b>x</b>"), {}, page(Page).id, Ana),
                   events::reportWritten(QStringLiteral("html"), QStringLiteral("owner"),
                                         QStringLiteral("/tmp/r.html"), QString(64, QLatin1Char('c')), Ana),
                   events::folderStatedComplete(QStringLiteral("server-1"),
                                                *WindowsPath::parse(u"C:\\inetpub"), Ana),
                   events::wayChosen(QStringLiteral("repair"), Ana)});
        const CaseView view = story.view();
        QCOMPARE(view.history.size(), before + 8);
        for (const HistoryLine& line : view.history) {
            const QString text = inEnglish(line.text);
            QVERIFY2(!text.contains(QStringLiteral("does not know")) && !text.contains(QLatin1Char('{')),
                     qPrintable(text));
        }
        QVERIFY(inEnglish(view.history.at(before).text).contains(QStringLiteral("Move log.aspx out")));
        QVERIFY(inEnglish(view.history.at(before + 2).text).contains(QStringLiteral("ours")));
    }

    /** Through the log and back: what is rendered is what was stored. */
    void throughTheLog()
    {
        CaseFixture fixture;
        QByteArray head;
        {
            auto log = fixture.create();
            QVERIFY(log->append(0, events::scanned(scanOf(serverOn(1), {page(Page), oldBuild()}), Ana)));
            QVERIFY(log->append(3, {events::stepOpened(QStringLiteral("p27-isolate"))}));
            head = log->head();
        }
        auto log = fixture.open();
        const CaseView view = *viewCase(*log->read(0), builtIn(), fixture.now());
        QCOMPARE(view.findings.size(), 2);
        QCOMPARE(view.head, head);
        QCOMPARE(view.currentStep, QStringLiteral("p27-isolate"));
        QCOMPARE(view.opened, fixture.now());
        QCOMPARE(view.findings.last().finding.title, page(Page).title);
        QCOMPARE(view.findings.last().finding.subject.path, page(Page).subject.path);
    }
};

MAILMEND_TEST_CLASS(CaseViewTest)
#include "case_view_test.moc"
