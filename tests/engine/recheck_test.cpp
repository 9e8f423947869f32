// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/recheck.h"

#include "base/reader.h"
#include "base/sha256.h"
#include "cases/events.h"
#include "engine/look_again.h"
#include "engine/scan_parts.h"
#include "evidence/sample/sample.h"
#include "fake_checks.h"
#include "fake_files.h"
#include "support/registration.h"
#include "support/sample_findings.h"

#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const WindowsPath Root = *WindowsPath::parse(u"C:\\inetpub\\wwwroot");
const WindowsPath Page = *WindowsPath::parse(u"C:\\inetpub\\wwwroot\\client\\shell.aspx");

/** One state of an invented server: its files and what tells when and what it was. */
struct State
{
    std::shared_ptr<FakeFiles> files = std::make_shared<FakeFiles>();
    std::shared_ptr<Evidence> evidence = fakeEvidence(files, QStringLiteral("server-1"));

    explicit State(int day, const QString& kind = QStringLiteral("volume"))
    {
        TargetInfo& target = evidence->target;
        target.kind = kind;
        target.path = QStringLiteral("/mnt/c");
        target.host = QStringLiteral("EXCH01");
        target.takenAt = QDateTime(QDate(2026, 11, day), QTime(8, 0), Qt::UTC);
        target.identity.machineSid = QStringLiteral("S-1-5-21-1-2-3");
        target.identity.name = QStringLiteral("EXCH01");
        target.identity.installDate = QDateTime(QDate(2017, 5, 4), QTime(3, 2), Qt::UTC);
    }

    State& with(const WindowsPath& path, const QByteArray& content)
    {
        files->files.push_back({path, content, {}, false});
        return *this;
    }
    State& folder(const WindowsPath& path, ReadState state)
    {
        files->states.insert(path.folded(), {state, verbatim(QStringLiteral("Not this time."))});
        return *this;
    }
};

/** A case of that server, and looking again at another state of it. */
class Again
{
public:
    explicit Again(const State& first) : m_view(viewOf(scan(first))) {}

    static ScanResult scan(const State& state)
    {
        static const std::array<const Check*, 1> pageChecks{&pagesCheck};
        const ScanParts parts{pageChecks, [&state](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(state.evidence);
                              }};
        ScanRequest request;
        request.targets = {{QStringLiteral("/mnt/c"), false}};
        return *runScanWith(parts, request, builtIn(), systemClock(), {}, {});
    }

    static CaseView viewOf(ScanResult result)
    {
        for (Finding& finding : result.findings) {
            finding.playbook = QStringLiteral("P1");
            finding.state = QStringLiteral("sha256:") + QString::fromLatin1(sha256Hex("EVIL"));
        }
        qint64 number = 0;
        QList<Event> events = events::scanned(result, {});
        for (Event& event : events) {
            event.number = ++number;
        }
        return *viewCase(events, builtIn(), systemClock()());
    }

    RecheckOutcome look(const State& state, const RecheckRequest& request = {}) const
    {
        static const std::array<const Check*, 1> pageChecks{&pagesCheck};
        const ScanParts parts{pageChecks, [&state](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(state.evidence);
                              }};
        const auto outcome = recheckWith(parts, m_view, request, builtIn(), systemClock(), {}, {});
        if (!outcome) {
            qFatal("%s", qPrintable(logLine(outcome.error())));
        }
        return *outcome;
    }

    const CaseView& view() const { return m_view; }

private:
    CaseView m_view;
};

State infected(int day, const QString& kind = QStringLiteral("volume"))
{
    State state(day, kind);
    state.with(Page, "EVIL").with(Root.child("ok.aspx"), "fine");
    return state;
}

QString reason(const RecheckOutcome& outcome)
{
    return inEnglish(outcome.findings.first().reason);
}

} // namespace

/** When a repair counts as proven, and what Mailmend says when it does not. */
class RecheckTest : public QObject
{
    Q_OBJECT

    Seen m_seen;

    static void expect(const RecheckOutcome& outcome, FindingStatus status, const char* words)
    {
        QCOMPARE(outcome.findings.size(), 1);
        QVERIFY2(reason(outcome).contains(QLatin1String(words)), qPrintable(reason(outcome)));
        QCOMPARE(outcome.findings.first().status, status);
    }

private Q_SLOTS:
    void init()
    {
        seen() = &m_seen;
        Interest pages;
        pages.folder = Root;
        m_seen.interests = {pages};
        m_seen.otherInterests = {};
    }

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
        for (const char* state : {"anti-virus", "gone", "unsigned"}) {
            CaseView view = Again(infected(1)).view();
            view.findings.first().finding.state = QString::fromLatin1(state);
            const Rechecked one = lookAgain(view.findings.first(), {}, looked, {});
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
        const Rechecked ended = lookAgain(known, {}, looked, {});
        QCOMPARE(ended.status, FindingStatus::CannotTell);
        QVERIFY(inEnglish(ended.reason).contains(QStringLiteral("has ended")));
        looked.scans.first().checks.first().verdict = Verdict::NotApplicable;
        known.finding.subject.kind = SubjectKind::File;
        known.finding.subject.path = Page;
        QCOMPARE(lookAgain(known, {}, looked, {}).status, FindingStatus::CannotTell);
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
        const Rechecked one = lookAgain(view.findings.first(), {}, looked, {});
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
        int pages = 0, accounts = 0;
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
        }
        QVERIFY(pages >= 3);
        QCOMPARE(accounts, 1);

        // A further whole scan of the same case comes to the same.
        const auto whole = runScan({{{second, false}}, {}, {}, 2, {}}, builtIn(), sampleClock(), {}, {});
        QVERIFY(whole);
        auto more = eventsOfFurtherScan(view, *whole, {{second, false}}, {}, {});
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
