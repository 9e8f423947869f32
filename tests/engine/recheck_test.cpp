// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "another_look.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

/** When a repair counts as proven, and what Mailmend says when it does not. */
class RecheckTest : public QObject
{
    Q_OBJECT

    Seen m_seen;

private Q_SLOTS:
    void init() { lookAtPages(m_seen); }

    void goneFromNewerEvidenceIsFixed()
    {
        const Again again(infected(1));
        QCOMPARE(again.view().findings.size(), 1);
        const RecheckOutcome outcome = again.look(State(5).with(Root.child("ok.aspx"), "fine"));
        expect(outcome, FindingStatus::Fixed, "is gone");
        QCOMPARE(outcome.looked.size(), 1);
    }

    /** Each of them may be locked with a passphrase of its own: only those that are needed are asked for. */
    void ownTargetsAreThoseOfTheFindings()
    {
        CaseView view = Again(infected(1)).view();
        view.targets.append(view.targets.first());
        view.targets.last().id = QStringLiteral("another");
        view.targets.last().path = QStringLiteral("/mnt/another.zip");
        const auto own = ownTargets(view, {});
        QVERIFY(own && own->size() == 1);
        QCOMPARE(own->first().text, view.targets.first().path);
        view.findings.first().finding.target = QStringLiteral("another");
        const QString id = view.findings.first().finding.id;
        QCOMPARE(ownTargets(view, {id})->first().text, QStringLiteral("/mnt/another.zip"));
        view.findings.first().status = FindingStatus::Fixed;
        QVERIFY(ownTargets(view, {})->isEmpty());
        QCOMPARE(ownTargets(view, {QStringLiteral("none")}).error().kind, ErrorKind::BadCall);
    }

    void aCollectionProvesItToo()
    {
        const Again again(infected(1, QStringLiteral("collection")));
        expect(again.look(State(5, QStringLiteral("collection"))), FindingStatus::Fixed, "is gone");
    }

    void stillThere() { expect(Again(infected(1)).look(infected(5)), FindingStatus::NotFixedYet, "still"); }

    void changedButStillJudged()
    {
        State changed(5);
        changed.with(Page, "EVIL in another way");
        expect(Again(infected(1)).look(changed), FindingStatus::NotFixedYet, "");
    }

    void replacedByAHarmlessPage()
    {
        State changed(5);
        changed.with(Page, "fine");
        expect(Again(infected(1)).look(changed), FindingStatus::Fixed, "was replaced");
    }

    /** What an anti-virus program held, or what nobody vouched for, is not repaired by other content. */
    void whatWasNotFoundByItsContent()
    {
        State readable(5);
        readable.with(Page, "fine");
        const LookedAt looked{{readable.evidence}, {Again::scan(readable)}};
        for (const char* state : {"anti-virus", "unsigned"}) {
            CaseView view = Again(infected(1)).view();
            view.findings.first().finding.state = QString::fromLatin1(state);
            const Rechecked one = lookAgain(view.findings.first(), looked, {});
            QVERIFY2(one.status == FindingStatus::CannotTell, state);
            QVERIFY(inEnglish(one.reason).contains(QStringLiteral("not found by its content")));
        }
    }

    /** A copy shows nothing of what ran, and a command that has ended is no repair. */
    void whatRan()
    {
        State later(5);
        later.with(Page, "fine");
        CaseView view = Again(infected(1)).view();
        CaseFinding& known = view.findings.first();
        known.finding.check = QStringLiteral("running-code");
        known.finding.subject.kind = SubjectKind::Server;
        known.finding.subject.path = {};
        LookedAt looked{{later.evidence}, {Again::scan(later)}};
        looked.scans.first().checks.first().check = known.finding.check;
        const Rechecked ended = lookAgain(known, looked, {});
        QCOMPARE(ended.status, FindingStatus::CannotTell);
        QVERIFY(inEnglish(ended.reason).contains(QStringLiteral("has ended")));
        looked.scans.first().checks.first().verdict = Verdict::NotApplicable;
        known.finding.subject.kind = SubjectKind::File;
        known.finding.subject.path = Page;
        QCOMPARE(lookAgain(known, looked, {}).status, FindingStatus::CannotTell);
    }

    /** Newer rules may judge the same file otherwise; that is not what somebody repaired. */
    void theSameFileJudgedOtherwise()
    {
        CaseView view = Again(infected(1)).view();
        view.findings.first().finding.state =
            QStringLiteral("sha256:") + QString::fromLatin1(sha256Hex("fine"));
        State unchanged(5);
        unchanged.with(Page, "fine");
        LookedAt looked{{unchanged.evidence}, {Again::scan(unchanged)}};
        const Rechecked one = lookAgain(view.findings.first(), looked, {});
        QCOMPARE(one.status, FindingStatus::CannotTell);
        QVERIFY(inEnglish(one.reason).contains(QStringLiteral("unchanged")));
    }

    void theFolderWasNotCollected()
    {
        const Again again(infected(1, QStringLiteral("collection")));
        for (const ReadState state :
             {ReadState::NotCollected, ReadState::Denied, ReadState::Partly, ReadState::Missing}) {
            State newer(5, QStringLiteral("collection"));
            newer.folder(Page.parent(), state);
            expect(again.look(newer), FindingStatus::CannotTell, "Not this time.");
        }
    }

    /** On a disk a folder that is gone from a folder that was listed takes its files with it. */
    void theWholeFolderIsGone()
    {
        const Again again(infected(1));
        State gone(5);
        gone.folder(Page.parent(), ReadState::Missing);
        expect(again.look(gone), FindingStatus::Fixed, "is gone");
        gone.folder(Root, ReadState::Denied);
        expect(again.look(gone), FindingStatus::CannotTell, "Not this time.");
    }

    void theFileIsThereButCannotBeRead()
    {
        State locked(5);
        locked.with(Page, "EVIL");
        locked.files->files.back().cannotOpen = true;
        expect(Again(infected(1)).look(locked), FindingStatus::CannotTell, "could not be read");
    }

    void anotherMachine()
    {
        State other(5);
        other.evidence->target.identity.machineSid = QStringLiteral("S-1-5-21-9-9-9");
        expect(Again(infected(1)).look(other), FindingStatus::CannotTell, "another computer");
    }

    /** A clone shares the SID; another name makes it doubtful. */
    void aClone()
    {
        State clone(5);
        clone.evidence->target.identity.name = QStringLiteral("EXCH02");
        expect(Again(infected(1)).look(clone), FindingStatus::CannotTell, "may be another computer");
    }

    void tooLittleIsKnown()
    {
        State unknown(5);
        unknown.evidence->target.identity = {};
        expect(Again(infected(1)).look(unknown), FindingStatus::CannotTell, "Too little is known");
    }

    void olderEvidence()
    {
        expect(Again(infected(5)).look(State(1)), FindingStatus::CannotTell, "older");
        // Even where the page is in it: that says nothing about today.
        expect(Again(infected(5)).look(infected(1)), FindingStatus::CannotTell, "older");
    }

    /** The page was gone on the 5th; on the 9th its folder could not be read: it may be back. */
    void evidenceFromBeforeALookInVain()
    {
        Again again(infected(1));
        const RecheckOutcome inVain = again.look(State(9).folder(Page.parent(), ReadState::Denied));
        QCOMPARE(inVain.findings.first().status, FindingStatus::CannotTell);
        again.take(inVain.events);
        expect(again.look(State(5)), FindingStatus::CannotTell, "older than the last look");
        expect(again.look(State(9)), FindingStatus::Fixed, "is gone");
        expect(again.look(State(10)), FindingStatus::Fixed, "is gone");
    }

    void theSameCollectionAgain()
    {
        const QString collection = QStringLiteral("collection");
        expect(Again(infected(5, collection)).look(infected(5, collection)), FindingStatus::CannotTell,
               "newer");
        expect(Again(infected(5, collection)).look(State(5, collection)), FindingStatus::CannotTell, "newer");
    }

    /** A mounted disk from which somebody took the page by hand: its registry is as it was. */
    void theSameVolumeReadAgain()
    {
        const Again again(infected(5));
        expect(again.look(infected(5)), FindingStatus::NotFixedYet, "still");
        expect(again.look(State(5)), FindingStatus::Fixed, "is gone");
        State elsewhere(5);
        elsewhere.evidence->target.path = QStringLiteral("/mnt/another");
        expect(again.look(elsewhere), FindingStatus::CannotTell, "newer");
        State timeless(5);
        timeless.evidence->target.takenAt = {};
        expect(again.look(timeless), FindingStatus::CannotTell, "newer");
    }

    void hiveNumbersTellTimeToo()
    {
        State first = infected(5);
        first.evidence->target.takenAt = {};
        first.evidence->target.identity.hiveSequences = {10, 20, 30};
        State later(5);
        later.evidence->target.takenAt = {};
        later.evidence->target.identity.hiveSequences = {11, 20, 31};
        expect(Again(first).look(later), FindingStatus::Fixed, "is gone");
        expect(Again(later.with(Page, "EVIL")).look(first), FindingStatus::CannotTell, "older");
    }

    void cancelled()
    {
        const Again again(infected(1));
        CancelToken cancel;
        cancel.cancel();
        State newer(5);
        static const std::array<const Check*, 1> pageChecks{&pagesCheck};
        const ScanParts parts{pageChecks, [&newer](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(newer.evidence);
                              }};
        const auto outcome = recheckWith(parts, again.view(), {}, builtIn(), systemClock(), cancel, {});
        QVERIFY(!outcome || outcome->findings.first().status == FindingStatus::CannotTell);
    }

    void anUnknownFindingIsAWrongCall()
    {
        const Again again(infected(1));
        const ScanParts parts{{}, [](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(Error{ErrorKind::NotFound, {}, {}, {}, {}});
                              }};
        const auto outcome = recheckWith(parts, again.view(), {{QStringLiteral("nothing")}, {}}, builtIn(),
                                         systemClock(), {}, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::BadCall);
    }

    void onlyTheSubjectsAreRead()
    {
        State newer(5);
        for (int i = 0; i < 50; ++i) {
            newer.with(Root.child(QByteArray::number(i) + ".aspx"), "fine");
        }
        newer.with(Page, "EVIL");
        const Again again(infected(1));
        newer.files->opened = 0;
        again.look(newer);
        QCOMPARE(newer.files->opened.load(), 1);
    }

    void itsEventsProveTheStep()
    {
        const Again again(infected(1));
        const QString step = QStringLiteral("p1-quarantine-page@") + again.view().findings.first().finding.id;
        QVERIFY(again.view().step(step));
        const RecheckOutcome outcome = again.look(State(5));
        QList<Event> events = events::scanned(*again.view().scan, {}) + outcome.events;
        for (qsizetype i = 0; i < events.size(); ++i) {
            events[i].number = i + 1;
        }
        const CaseView after = *viewCase(events, builtIn(), systemClock()());
        QCOMPARE(after.findings.first().status, FindingStatus::Fixed);
        const auto verified =
            std::find_if(outcome.events.begin(), outcome.events.end(), [&step](const Event& event) {
                return event.type == QStringLiteral("step-verified") &&
                       event.data.value(u"step").toString() == step;
            });
        QVERIFY(verified != outcome.events.end());
    }

    /** The whole journey on the zips of the built-in sample, with the real checks and sources. */
    void theSampleAndItsRepair()
    {
        QTemporaryDir folder;
        const QString first = folder.filePath(QStringLiteral("first.zip"));
        const QString second = folder.filePath(QStringLiteral("second.zip"));
        QVERIFY(writeSample(first, false) && writeSample(second, true));
        const auto before = runScan({{{first, false}}, {}, {}, 2, {}}, builtIn(), sampleClock(), {}, {});
        QVERIFY2(before, before ? "" : qPrintable(logLine(before.error())));
        QVERIFY(before->findings.size() >= 3);
        QList<Event> events = events::scanned(*before, {});
        for (qsizetype i = 0; i < events.size(); ++i) {
            events[i].number = i + 1;
        }
        const CaseView view = *viewCase(events, builtIn(), systemClock()());
        QVERIFY(!view.steps.isEmpty());

        const auto unchanged = recheck(view, {}, builtIn(), sampleClock(), {}, {});
        QVERIFY(unchanged);
        for (const Rechecked& one : unchanged->findings) {
            QVERIFY2(one.status != FindingStatus::Fixed, qPrintable(one.finding));
        }

        const RecheckRequest repaired{{}, {{second, false}}};
        const auto after = recheck(view, repaired, builtIn(), sampleClock(), {}, {});
        QVERIFY2(after, after ? "" : qPrintable(logLine(after.error())));
        int pages = 0, accounts = 0, updates = 0;
        for (const Rechecked& one : after->findings) {
            const CaseFinding* known = view.finding(one.finding);
            qInfo("%s: %s. %s", qPrintable(inEnglish(known->finding.title)), toWord(one.status),
                  qPrintable(inEnglish(one.reason)));
            if (known->finding.check == QStringLiteral("web-shells")) {
                QCOMPARE(one.status, FindingStatus::Fixed);
                ++pages;
            }
            if (known->finding.check == QStringLiteral("local-accounts")) {
                QCOMPARE(one.status, FindingStatus::Fixed);
                ++accounts;
            }
            // The settings that this version never reads hide other flaws in either build.
            if (known->finding.check == QStringLiteral("patch-level") && one.status == FindingStatus::Fixed) {
                ++updates;
            }
        }
        QVERIFY(pages >= 3);
        QVERIFY(updates >= 2); // what is missing, and what was only held off
        QCOMPARE(accounts, 1);

        // A further whole scan of the same case comes to the same.
        const auto whole = runScan({{{second, false}}, {}, {}, 2, {}}, builtIn(), sampleClock(), {}, {});
        QVERIFY(whole);
        auto more = eventsOfFurtherScan(view, *whole, {{second, false}}, builtIn(), {}, {});
        QVERIFY(more);
        for (Event& event : *more) {
            event.number = events.size() + 1;
            events.append(event);
        }
        const CaseView later = *viewCase(events, builtIn(), systemClock()());
        for (const CaseFinding& one : later.findings) {
            if (one.finding.check != QStringLiteral("patch-level") && view.finding(one.finding.id)) {
                QCOMPARE(one.status, FindingStatus::Fixed);
            }
        }
    }
};

MAILMEND_TEST_CLASS(RecheckTest)
#include "recheck_test.moc"
