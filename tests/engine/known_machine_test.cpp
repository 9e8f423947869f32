// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/known_machine.h"

#include "base/reader.h"
#include "cases/events.h"
#include "engine/recheck.h"
#include "engine/scan_parts.h"
#include "fake_checks.h"
#include "fake_files.h"
#include "support/registration.h"
#include "support/sample_findings.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString bySid = QStringLiteral("id-of-sid");
const QString byGuid = QStringLiteral("id-of-guid");
const QString otherId = QStringLiteral("id-of-other");
const WindowsPath wwwroot('C', {"inetpub", "wwwroot"});

/** A domain controller of a small office as an administrator sees it. */
TargetInfo controller(int day = 1)
{
    TargetInfo target = server(bySid);
    target.host = QStringLiteral("DC01");
    target.takenAt = QDateTime(QDate(2026, 11, day), QTime(8, 0), Qt::UTC);
    target.identity.machineSid = QStringLiteral("S-1-5-21-7-7-7");
    target.identity.machineGuid = QStringLiteral("guid-of-dc01");
    target.identity.name = target.host;
    target.identity.installDate = QDateTime(QDate(2019, 5, 4), QTime(3, 2), Qt::UTC);
    target.facts.append({QStringLiteral("domain-controller"), {}, QStringLiteral("yes"), {}, {}});
    return target;
}

/** The same as anybody else sees it: SAM is closed, and Windows is not asked for its accounts. */
TargetInfo closedController(int day = 1)
{
    TargetInfo target = controller(day);
    target.id = byGuid;
    target.identity.machineSid.clear();
    return target;
}

/** The second one of the domain, which has the same SID. */
TargetInfo secondController()
{
    TargetInfo target = controller();
    target.host = target.identity.name = QStringLiteral("DC02");
    target.identity.machineGuid = QStringLiteral("guid-of-dc02");
    target.identity.installDate = target.identity.installDate.addDays(3);
    return target;
}

/** DC01 of another office. */
TargetInfo namesake()
{
    TargetInfo target = controller();
    target.id = otherId;
    target.identity.machineSid = QStringLiteral("S-1-5-21-8-8-8");
    target.identity.machineGuid = QStringLiteral("guid-of-namesake");
    return target;
}

TargetInfo without(TargetInfo target, QString MachineIdentity::*part)
{
    (target.identity.*part).clear();
    return target;
}

/** Findings as checks give them on this computer: a page, and two of the server itself. */
QList<Finding> findingsOn(const TargetInfo& target)
{
    QList<Finding> findings{page("C:\\inetpub\\wwwroot\\a.aspx"), oldBuild(), oldBuild()};
    findings[1].distinction = QStringLiteral("old-build");
    findings[2].distinction = QStringLiteral("support");
    for (Finding& finding : findings) {
        finding.target = finding.subject.owner = target.id;
        finding.id = findingId(finding.check, finding.subject, finding.distinction);
    }
    return findings;
}

ScanResult scanOn(const TargetInfo& target)
{
    ScanResult scan;
    scan.targets = {target};
    scan.started = scan.finished = target.takenAt;
    scan.findings = findingsOn(target);
    for (const char* check : {"web-shells", "patch-level"}) {
        CheckResult result;
        result.check = QLatin1StringView(check);
        result.target = target.id;
        result.verdict = Verdict::NeedsAction;
        scan.checks.append(result);
    }
    CoverageEntry row;
    row.target = target.id;
    scan.coverage = {row};
    LiveTable table;
    table.target = target.id;
    scan.live = {table};
    return scan;
}

class Events
{
public:
    Events& add(const QList<Event>& events)
    {
        for (Event event : events) {
            event.number = m_events.size() + 1;
            m_events.append(event);
        }
        return *this;
    }
    CaseView view() const { return *viewCase(m_events, builtIn(), systemClock()()); }

private:
    QList<Event> m_events;
};

QStringList idsOf(const QList<Finding>& findings)
{
    QStringList ids;
    for (const Finding& finding : findings) {
        ids.append(finding.id);
    }
    return ids;
}

} // namespace

/** One computer with two ids, and two computers with one. */
class KnownMachineTest : public QObject
{
    Q_OBJECT

    Seen m_seen;

    /** Its one page, through the checks of the tests. */
    static EvidencePointer pagesOf(const TargetInfo& target, std::vector<FakeFile> contents)
    {
        auto files = std::make_shared<FakeFiles>();
        files->files = std::move(contents);
        auto evidence = fakeEvidence(files, target.id);
        evidence->target = target;
        return evidence;
    }

    static ScanParts partsOver(const EvidencePointer& evidence)
    {
        static constexpr const Check* checks[] = {&pagesCheck};
        return {checks, [evidence](const TargetSpec&, const CancelToken&) {
                    return Result<EvidencePointer>(evidence);
                }};
    }

private Q_SLOTS:
    void init()
    {
        seen() = &m_seen;
        Interest pages;
        pages.folder = wwwroot;
        m_seen.interests = {pages};
    }

    void theIdInTheCase_data()
    {
        const auto guid = &MachineIdentity::machineGuid;
        const auto sid = &MachineIdentity::machineSid;
        const auto name = &MachineIdentity::name;
        QTest::addColumn<QList<TargetInfo>>("known");
        QTest::addColumn<TargetInfo>("target");
        QTest::addColumn<QString>("id");
        using Known = QList<TargetInfo>;
        QTest::newRow("with rights after without") << Known{closedController()} << controller() << byGuid;
        QTest::newRow("without rights after with") << Known{controller()} << closedController() << bySid;
        QTest::newRow("again without") << Known{closedController()} << closedController() << byGuid;
        QTest::newRow("among others") << Known{namesake(), closedController()} << controller() << byGuid;
        QTest::newRow("nothing is known") << Known{} << controller() << bySid;
        QTest::newRow("second controller") << Known{closedController()} << secondController() << bySid;
        QTest::newRow("second controller, its GUID unknown")
            << Known{closedController()} << without(secondController(), guid) << bySid;
        QTest::newRow("second controller, its name unknown")
            << Known{closedController()} << without(without(secondController(), name), guid) << bySid;
        // The second one came first, with the SID that the first one has as well.
        QTest::newRow("first controller, the second is known by the SID")
            << Known{secondController(), closedController()} << controller() << byGuid;
        QTest::newRow("same name, other domain") << Known{closedController()} << namesake() << otherId;
        QTest::newRow("same name, no number in common")
            << Known{closedController()} << without(namesake(), guid) << otherId;
        QTest::newRow("same name, no number at all")
            << Known{closedController()} << without(without(namesake(), guid), sid) << otherId;
        TargetInfo anew = controller();
        anew.identity.installDate = anew.identity.installDate.addYears(1);
        QTest::newRow("set up anew") << Known{closedController()} << anew << bySid;
        TargetInfo twin = closedController();
        twin.id = otherId;
        QTest::newRow("two of the case could be it")
            << Known{closedController(), twin} << controller() << bySid;
    }

    void theIdInTheCase()
    {
        QFETCH(QList<TargetInfo>, known);
        QFETCH(TargetInfo, target);
        QFETCH(QString, id);
        QCOMPARE(idInCase(known, target), id);
    }

    void aScanTakesTheIdsOfTheCase()
    {
        const ScanResult scan = asKnownIn({closedController()}, scanOn(controller()));
        QCOMPARE(scan.targets.first().id, byGuid);
        QCOMPARE(scan.targets.first().identity.machineSid, controller().identity.machineSid);
        QCOMPARE(scan.coverage.first().target, byGuid);
        QCOMPARE(scan.checks.first().target, byGuid);
        QCOMPARE(scan.live.first().target, byGuid);
        QCOMPARE(idsOf(scan.findings), idsOf(findingsOn(closedController())));
        QVERIFY(idsOf(scan.findings) != idsOf(findingsOn(controller())));
        for (const Finding& finding : scan.findings) {
            QCOMPARE(finding.target, byGuid);
            QCOMPARE(finding.subject.owner, byGuid);
        }
        QCOMPARE(idsOf(asKnownIn({namesake()}, scanOn(controller())).findings),
                 idsOf(findingsOn(controller())));
    }

    /** An id that was made of something else, as those of a domain's own things, says the same as before. */
    void otherIdsStay()
    {
        ScanResult scan = scanOn(controller());
        scan.findings[0].id = QStringLiteral("made-otherwise");
        scan.findings[1].subject.owner = QStringLiteral("S-1-5-21-7-7-7");
        scan.findings[1].id =
            findingId(scan.findings[1].check, scan.findings[1].subject, QStringLiteral("old-build"));
        const ScanResult known = asKnownIn({closedController()}, scan);
        QCOMPARE(known.findings[0].id, scan.findings[0].id);
        QCOMPARE(known.findings[0].subject.owner, scan.findings[0].subject.owner);
        QCOMPARE(known.findings[1].id, scan.findings[1].id);
        QCOMPARE(known.findings[1].target, byGuid);
    }

    void twoOfOneScanNeverBecomeOne()
    {
        ScanResult scan = scanOn(controller());
        TargetInfo twin = controller();
        twin.id = otherId;
        scan.targets.append(twin);
        const ScanResult known = asKnownIn({closedController()}, scan);
        QCOMPARE(known.targets.first().id, byGuid);
        QCOMPARE(known.targets.last().id, otherId);
        scan.targets.last() = closedController();
        QCOMPARE(asKnownIn({closedController()}, scan).targets.first().id, bySid);
    }

    /** Two of one scan could both be the one of the case: each is opened again as what the scan has it. */
    void openedAgainAsScanned()
    {
        ScanResult scan = scanOn(controller());
        scan.targets.append(controller());
        scan.targets.last().id = otherId;
        scan.targets.last().path = QStringLiteral("/mnt/twin");
        const ScanResult known = asKnownIn({closedController()}, scan);
        for (qsizetype i : {0, 1}) {
            auto opened = std::make_shared<Evidence>();
            opened->target = scan.targets.at(i);
            QCOMPARE(asScannedIn(known, opened)->target.id, known.targets.at(i).id);
        }
        auto twin = std::make_shared<Evidence>();
        twin->target = scan.targets.last();
        QCOMPARE(asScannedIn(known, asKnownIn({closedController()}, twin))->target.id, otherId);
        twin->target.path = QStringLiteral("/mnt/elsewhere");
        QCOMPARE(asScannedIn(known, twin)->target.id, otherId);
        twin->target = namesake();
        QCOMPARE(asScannedIn(known, twin)->target.id, namesake().id);
    }

    /** Not elevated, and then with rights: one server, each finding once, and nothing is fixed by that. */
    void aCaseHasItOnce()
    {
        for (const auto& [first, second] :
             {std::pair(closedController(1), controller(3)), std::pair(controller(1), closedController(3))}) {
            Events events;
            events.add(events::scanned(scanOn(first), {}));
            const auto more = eventsOfFurtherScan(events.view(), scanOn(second), {}, builtIn(), {}, {});
            QVERIFY(more);
            const CaseView view = events.add(*more).view();
            QCOMPARE(view.targets.size(), 1);
            QCOMPARE(view.scan->targets.size(), 1);
            QCOMPARE(view.findings.size(), 3);
            for (const CaseFinding& one : view.findings) {
                QCOMPARE(one.status, FindingStatus::Open);
                QCOMPARE(one.finding.target, first.id);
                QCOMPARE(one.seenIn.takenAt, second.takenAt);
            }
        }
    }

    void lookingAgainKnowsItToo()
    {
        const WindowsPath page = wwwroot.child("a.aspx");
        const FakeFile bad{page, "EVIL", {}, false};
        ScanRequest request;
        request.targets = {{QStringLiteral("/mnt/c"), false}};
        const auto before = runScanWith(partsOver(pagesOf(closedController(1), {bad})), request, builtIn(),
                                        systemClock(), {}, {});
        QVERIFY(before);
        const CaseView view = Events().add(events::scanned(*before, {})).view();
        QCOMPARE(view.findings.size(), 1);
        const auto again = [&view](const std::vector<FakeFile>& files) {
            return recheckWith(partsOver(pagesOf(controller(3), files)), view, {}, builtIn(), systemClock(),
                               {}, {})
                ->findings.first()
                .status;
        };
        QCOMPARE(again({bad}), FindingStatus::NotFixedYet);
        QCOMPARE(again({}), FindingStatus::Fixed);
    }

    void anotherControllerIsKeptOut()
    {
        const CaseView view = Events().add(events::scanned(scanOn(controller()), {})).view();
        QVERIFY(!whyNotIntoCase(view, {controller(3)}));
        QVERIFY(!whyNotIntoCase(view, {closedController(3)}));
        QVERIFY(!whyNotIntoCase(view, {namesake()}));
        const auto why = whyNotIntoCase(view, {secondController()});
        QVERIFY(why);
        QVERIFY2(inEnglish(why->text).contains(QStringLiteral("domain controllers of one domain")),
                 qPrintable(inEnglish(why->text)));
        // Its number says that it is another one, though its name is not known.
        QVERIFY(whyNotIntoCase(view, {without(secondController(), &MachineIdentity::name)}));
        TargetInfo rebuilt = secondController(); // under the name of the one that it took the place of
        rebuilt.identity.name = controller().identity.name;
        QVERIFY(whyNotIntoCase(view, {rebuilt}));
        // Of a controller, the SID alone says nothing; of another server it does.
        TargetInfo bare =
            without(without(controller(3), &MachineIdentity::name), &MachineIdentity::machineGuid);
        QVERIFY(whyNotIntoCase(view, {bare}));
        TargetInfo member = controller();
        member.facts.last().value = QStringLiteral("no");
        bare.facts.clear();
        QVERIFY(!whyNotIntoCase(Events().add(events::scanned(scanOn(member), {})).view(), {bare}));
        // Known by other numbers, it is a server of its own.
        const CaseView closed = Events().add(events::scanned(scanOn(closedController()), {})).view();
        QVERIFY(!whyNotIntoCase(closed, {secondController()}));
        const auto more = eventsOfFurtherScan(closed, scanOn(secondController()), {}, builtIn(), {}, {});
        QVERIFY(more);
        const CaseView both = Events().add(events::scanned(scanOn(closedController()), {})).add(*more).view();
        QCOMPARE(both.targets.size(), 2);
        QCOMPARE(both.findings.size(), 6);
        QVERIFY(!whyNotIntoCase(both, {controller(3)})); // it has the SID of both, and is the first
    }
};

MAILMEND_TEST_CLASS(KnownMachineTest)
#include "known_machine_test.moc"
