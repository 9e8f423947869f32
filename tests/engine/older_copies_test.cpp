// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "base/sha256.h"
#include "builder/pe_writer.h"
#include "cases/events.h"
#include "checks/patch_level.h"
#include "checks/web_shells.h"
#include "engine/helper/scan_with_rights.h"
#include "engine/recheck.h"
#include "engine/scan_parts.h"
#include "evidence/host/hives.h"
#include "evidence/volume/volume_files.h"
#include "fake_checks.h"
#include "fake_files.h"
#include "support/registration.h"
#include "support/sample_findings.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const WindowsPath kServerFolder('C', {"Exchange"});
const WindowsPath kOwaSettings('C', {"Exchange", "owa", "web.config"});
const WindowsPath kServedFolder('C', {"inetpub"});
constexpr const char* kOpenBuild = "15.1.2507.6";

FakeFile freeFile(const WindowsPath& path, const QByteArray& content)
{
    return {path, content, {}, false};
}

/** Another program holds it; a copy of its disk, older than the look, has this. */
FakeFile heldFile(const WindowsPath& path, const QByteArray& older)
{
    FakeFile file = freeFile(path, older);
    file.refused = Error{ErrorKind::InUse, verbatim(QStringLiteral("Another program holds it.")), {}, {}, {}};
    file.copied = QDateTime({2026, 11, 1}, {3, 0}, Qt::UTC);
    return file;
}

QByteArray programOfBuild(const char* build)
{
    sample::PeVersion version;
    const auto parsed = BuildNumber::parse(QString::fromLatin1(build));
    for (size_t i = 0; i < 4; ++i) {
        version.file[i] = version.product[i] = static_cast<quint16>(parsed->parts[i]);
    }
    return sample::writePe(version, {});
}

/** A check of the whole server that goes by what a file holds. */
constexpr Check settingCheck{
    "setting",
    MAILMEND_TEXT("test", "Setting"),
    MAILMEND_TEXT("test", "Setting?"),
    MAILMEND_TEXT("test", "Setting"),
    MAILMEND_TEXT("test", "Setting"),
    {},
    [](const Evidence&, const Knowledge&) { return seen()->otherInterests; },
    [](const Item& item, const Inspection&) -> ObservationPointer {
        auto page = std::make_unique<SeenPage>();
        page->path = item.file.path;
        page->evil = item.content.contains("EVIL");
        return page;
    },
    nullptr,
    [](const Conclusion& given) {
        Outcome outcome;
        for (const ObservationPointer& observation : given.observations) {
            const auto& page = static_cast<const SeenPage&>(*observation);
            if (page.evil && outcome.findings.isEmpty()) {
                Finding finding = evilPage({});
                finding.subject = {};
                finding.subject.name = QStringLiteral("server");
                finding.id = findingId(QStringLiteral("setting"), finding.subject);
                Fact fact;
                fact.text = verbatim(QStringLiteral("It is in its settings."));
                fact.path = page.path;
                finding.facts = {fact};
                outcome.findings.append(finding);
            }
        }
        for (const WalkedInterest& walked : given.walked) {
            if (walked.unreadableCount > 0) {
                outcome.unread.append({QStringLiteral("settings"), ReadState::Partly, {}});
            }
        }
        return outcome;
    },
};

constexpr const Check* kHeldServerChecks[] = {&patchLevelCheck, &webShellsCheck};
constexpr const Check* kPageAndSetting[] = {&pagesCheck, &settingCheck};

ScanParts partsOver(std::span<const Check* const> checks, const EvidencePointer& evidence)
{
    return {checks,
            [evidence](const TargetSpec&, const CancelToken&) { return Result<EvidencePointer>(evidence); }};
}

ScanResult lookOver(std::span<const Check* const> checks, const EvidencePointer& evidence)
{
    ScanRequest request;
    request.targets = {{QStringLiteral("server"), false}};
    const auto result = runScanWith(partsOver(checks, evidence), request, builtIn(), systemClock(), {}, {});
    if (!result) {
        qFatal("%s", qPrintable(logLine(result.error())));
    }
    return *result;
}

bool isUnreadIn(const ScanResult& result, const char* check, const char* source)
{
    return std::any_of(result.checks.begin(), result.checks.end(), [=](const CheckResult& one) {
        return one.check == QLatin1StringView(check) &&
               std::any_of(one.unread.begin(), one.unread.end(), [source](const Unread& unread) {
                   return unread.source == QLatin1StringView(source);
               });
    });
}

/** Everything that is said of the server, findings and what was looked at. */
QString wordsOfServer(const ScanResult& result)
{
    QString words;
    for (const CheckResult& check : result.checks) {
        for (const Text& text : check.looked) {
            words += inEnglish(text) + QLatin1Char('\n');
        }
    }
    for (const Finding& finding : result.findings) {
        words += inEnglish(finding.title) + QLatin1Char('\n');
        for (const Fact& fact : finding.facts) {
            words += inEnglish(fact.text) + QLatin1Char('\n');
        }
    }
    return words;
}

} // namespace

/** Of what another program holds open, an older copy of the disk shows pages, and nothing else. */
class OlderCopiesTest : public QObject
{
    Q_OBJECT

    Seen m_seen;

    static EvidencePointer exchange(std::vector<FakeFile> contents)
    {
        auto files = std::make_shared<FakeFiles>();
        files->files = std::move(contents);
        auto evidence = fakeEvidence(files, QStringLiteral("server"));
        evidence->target.takenAt = QDateTime({2026, 11, 20}, {12, 0}, Qt::UTC);
        auto installed = std::make_shared<ExchangeInstallation>();
        installed->folder = kServerFolder;
        installed->setupVersion = QString::fromLatin1(kOpenBuild);
        evidence->exchange = {installed, ReadState::Read, {}};
        auto iis = std::make_shared<IisConfiguration>();
        iis->configurationFile = WindowsPath('C', {"Windows", "applicationHost.config"});
        VirtualDirectory owa;
        owa.application = QStringLiteral("/owa");
        owa.path = QStringLiteral("/");
        owa.physicalPath = kOwaSettings.parent();
        iis->virtualDirectories = {owa};
        evidence->iis = {iis, ReadState::Read, {}};
        return evidence;
    }

    static EvidencePointer seenOn(int day, std::vector<FakeFile> contents)
    {
        auto files = std::make_shared<FakeFiles>();
        files->files = std::move(contents);
        auto evidence = fakeEvidence(files, QStringLiteral("server"));
        evidence->target.takenAt = QDateTime({2026, 11, day}, {12, 0}, Qt::UTC);
        evidence->target.identity.machineSid = QStringLiteral("S-1-5-21-1-2-3");
        evidence->target.identity.name = QStringLiteral("EX01");
        evidence->target.identity.installDate = QDateTime({2020, 1, 1}, {0, 0}, Qt::UTC);
        return evidence;
    }

private Q_SLOTS:
    void init() { seen() = &m_seen; }

    /** A fix that stood there once is not a fix that stands there. */
    void heldSettingsAreUnread()
    {
        const FakeFile main = freeFile(WindowsPath('C', {"Windows", "applicationHost.config"}), "<a/>");
        const FakeFile setup =
            freeFile(kServerFolder.joined(u"bin\\ExSetup.exe"), programOfBuild(kOpenBuild));
        const QByteArray fix = "<action value=\"{C:0}; script-src-attr 'none'\"/>";
        const ScanResult now =
            lookOver(kHeldServerChecks, exchange({main, setup, freeFile(kOwaSettings, fix)}));
        QVERIFY2(wordsOfServer(now).contains(QStringLiteral("fix M2 stands")),
                 qPrintable(wordsOfServer(now)));
        const ScanResult result =
            lookOver(kHeldServerChecks, exchange({main, setup, heldFile(kOwaSettings, fix)}));
        QVERIFY2(!wordsOfServer(result).contains(QStringLiteral("fix M2 stands")),
                 qPrintable(wordsOfServer(result)));
        QVERIFY(isUnreadIn(result, "patch-level", "iis-configuration"));
    }

    void aHeldProgramTellsNoBuild()
    {
        const WindowsPath setup = kServerFolder.joined(u"bin\\ExSetup.exe");
        const ScanResult now =
            lookOver(kHeldServerChecks, exchange({freeFile(setup, programOfBuild(kOpenBuild))}));
        QVERIFY(wordsOfServer(now).contains(QStringLiteral("ExSetup.exe has version")));
        const ScanResult result =
            lookOver(kHeldServerChecks, exchange({heldFile(setup, programOfBuild(kOpenBuild))}));
        QVERIFY2(!wordsOfServer(result).contains(QStringLiteral("ExSetup.exe")),
                 qPrintable(wordsOfServer(result)));
        QVERIFY2(wordsOfServer(result).contains(QStringLiteral("is on top of it is not known")),
                 qPrintable(wordsOfServer(result)));
        QVERIFY(isUnreadIn(result, "patch-level", "exchange-binaries"));
        QVERIFY(isUnreadIn(result, "web-shells", "shipped-pages"));
    }

    void aSecondLookProvesNothing_data()
    {
        QTest::addColumn<QByteArray>("older");
        QTest::newRow("nothing bad in the older copy") << QByteArray("fine");
        QTest::newRow("bad in the older copy") << QByteArray("EVIL");
        QTest::newRow("no older copy") << QByteArray();
    }

    /** Two scans over one evidence: pages by themselves, then the rest. */
    void aSecondLookProvesNothing()
    {
        QFETCH(QByteArray, older);
        Interest pages;
        pages.folder = kServedFolder;
        m_seen.otherInterests = {pages};
        pages.takesOlderCopies = true;
        m_seen.interests = {pages};
        const WindowsPath page = kServedFolder.child("bad.aspx");
        // Something else was held the first time as well: the same source was unread before.
        const ScanResult first = lookOver(
            kPageAndSetting,
            seenOn(1, {freeFile(page, "EVIL"), heldFile(kServedFolder.child("other.aspx"), "fine")}));
        QCOMPARE(first.findings.size(), 2);
        qint64 number = 0;
        QList<Event> events = events::scanned(first, {});
        for (Event& event : events) {
            event.number = ++number;
        }
        const auto view = viewCase(events, builtIn(), systemClock()());
        QVERIFY(view);
        std::vector<FakeFile> now{heldFile(page, older)};
        if (older.isEmpty()) {
            now.front().copied = {};
        }
        const auto again = recheckWith(partsOver(kPageAndSetting, seenOn(5, now)), *view, {}, builtIn(),
                                       systemClock(), {}, {});
        QVERIFY(again);
        QCOMPARE(again->findings.size(), 2);
        for (const Rechecked& one : again->findings) {
            QVERIFY2(one.status == FindingStatus::CannotTell, qPrintable(inEnglish(one.reason)));
        }
        // Let go, and in order: then it is fixed.
        const auto after = recheckWith(partsOver(kPageAndSetting, seenOn(6, {freeFile(page, "fine")})), *view,
                                       {}, builtIn(), systemClock(), {}, {});
        QVERIFY(after);
        QVERIFY(after->findings.last().status == FindingStatus::Fixed);
    }

    void aNewCopyProvesWhatItShows_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<bool>("agreed");
        QTest::addColumn<FindingStatus>("page");
        QTest::addColumn<FindingStatus>("setting");
        QTest::newRow("in order") << QByteArray("fine") << true << FindingStatus::Fixed
                                  << FindingStatus::Fixed;
        QTest::newRow("still bad") << QByteArray("EVIL") << true << FindingStatus::NotFixedYet
                                   << FindingStatus::NotFixedYet;
        QTest::newRow("nobody agreed")
            << QByteArray("fine") << false << FindingStatus::CannotTell << FindingStatus::CannotTell;
        QTest::newRow("still bad, nobody agreed")
            << QByteArray("EVIL") << false << FindingStatus::CannotTell << FindingStatus::CannotTell;
    }

    /** A copy that was made for the second look is what the held file holds now; only who agreed gets one. */
    void aNewCopyProvesWhatItShows()
    {
        QFETCH(QByteArray, now);
        QFETCH(bool, agreed);
        QFETCH(FindingStatus, page);
        QFETCH(FindingStatus, setting);
        Interest pages;
        pages.folder = kServedFolder;
        m_seen.interests = m_seen.otherInterests = {pages};
        const WindowsPath bad = kServedFolder.child("bad.aspx");
        ScanResult first = lookOver(kPageAndSetting, seenOn(1, {freeFile(bad, "EVIL")}));
        for (Finding& finding : first.findings) {
            finding.state = QStringLiteral("sha256:") + QString::fromLatin1(sha256Hex("EVIL"));
        }
        qint64 number = 0;
        QList<Event> events = events::scanned(first, {});
        for (Event& event : events) {
            event.number = ++number;
        }
        const auto view = viewCase(events, builtIn(), systemClock()());
        QVERIFY(view && view->findings.size() == 2);
        const auto open = [&](const TargetSpec& target, const CancelToken&) {
            FakeFile held = heldFile(bad, now);
            held.copyIsOlder = false;
            held.copied = target.mayMakeShadowCopy ? held.copied : QDateTime();
            return Result<EvidencePointer>(seenOn(5, {held}));
        };
        const RecheckRequest request{{}, {{QStringLiteral("server"), false, {}, agreed}}};
        const auto again =
            recheckWith({kPageAndSetting, open}, *view, request, builtIn(), systemClock(), {}, {});
        QVERIFY(again && again->findings.size() == 2);
        for (const Rechecked& one : again->findings) {
            const bool isPage = view->finding(one.finding)->finding.subject.kind == SubjectKind::File;
            QVERIFY2(one.status == (isPage ? page : setting), qPrintable(inEnglish(one.reason)));
        }
    }

    /** What else could not be read takes nothing from what the new copy shows. */
    void aNewCopyBesideAHeldOneShowsWhatIsThere()
    {
        Interest pages;
        pages.folder = kServedFolder;
        m_seen.interests = m_seen.otherInterests = {pages};
        const WindowsPath bad = kServedFolder.child("bad.aspx");
        const ScanResult first = lookOver(kPageAndSetting, seenOn(1, {freeFile(bad, "EVIL")}));
        qint64 number = 0;
        QList<Event> events = events::scanned(first, {});
        for (Event& event : events) {
            event.number = ++number;
        }
        const auto view = viewCase(events, builtIn(), systemClock()());
        QVERIFY(view);
        FakeFile held = heldFile(bad, "EVIL");
        held.copyIsOlder = false;
        FakeFile other = heldFile(kServedFolder.child("other.aspx"), {});
        other.copied = {};
        const auto again = recheckWith(partsOver(kPageAndSetting, seenOn(5, {held, other})), *view, {},
                                       builtIn(), systemClock(), {}, {});
        QVERIFY(again);
        for (const Rechecked& one : again->findings) {
            QVERIFY2(one.status == FindingStatus::NotFixedYet, qPrintable(inEnglish(one.reason)));
        }
    }

    /** What the copy shows is marked with its time, and what was seen as it is is not. */
    void aFindingSaysThatItIsOfACopy()
    {
        Interest pages;
        pages.folder = kServedFolder;
        pages.takesOlderCopies = true;
        m_seen.interests = {pages};
        const WindowsPath page = kServedFolder.child("bad.aspx");
        const FakeFile held = heldFile(page, "EVIL");
        const auto copyOf = [](const std::vector<FakeFile>& files) {
            const ScanResult result = lookOver(kPageAndSetting, seenOn(5, files));
            return result.findings.isEmpty() ? std::nullopt : result.findings.first().olderCopy;
        };
        QVERIFY(!copyOf({freeFile(page, "EVIL")}));
        QVERIFY(copyOf({held}));
        QCOMPARE(copyOf({held})->made, held.copied);
        FakeFile own = held; // a copy that was made for this look
        own.copyIsOlder = false;
        QVERIFY(!copyOf({own}));
        // Two members of one name: the other one was seen as it is.
        QVERIFY(!copyOf({held, freeFile(page, "EVIL")}));
    }

    void aWholeScanAfterTheRepair_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::addColumn<int>("copyOfDay");
        QTest::addColumn<FindingStatus>("status");
        QTest::newRow("replaced, copy from before") << true << 2 << FindingStatus::Fixed;
        QTest::newRow("replaced, copy from after") << true << 7 << FindingStatus::NotFixedYet;
        QTest::newRow("gone, copy from before") << false << 2 << FindingStatus::CannotTell;
        QTest::newRow("gone, copy from after") << false << 7 << FindingStatus::NotFixedYet;
    }

    void aWholeScanAfterTheRepair()
    {
        QFETCH(bool, replaced);
        QFETCH(int, copyOfDay);
        QFETCH(FindingStatus, status);
        Interest pages;
        pages.folder = kServedFolder;
        pages.takesOlderCopies = true;
        m_seen.interests = {pages};
        const WindowsPath page = kServedFolder.child("bad.aspx");
        QList<Event> events;
        const auto add = [&events](const QList<Event>& more) {
            for (Event event : more) {
                event.number = events.size() + 1;
                events.append(event);
            }
        };
        const auto see = [&] { return *viewCase(events, builtIn(), systemClock()()); };
        // The state that its replacement is held against.
        ScanResult first = lookOver(kPageAndSetting, seenOn(1, {freeFile(page, "EVIL")}));
        first.findings.first().state = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
        add(events::scanned(first, {}));
        std::vector<FakeFile> repaired;
        if (replaced) {
            repaired.push_back(freeFile(page, "fine"));
        }
        const auto again = recheckWith(partsOver(kPageAndSetting, seenOn(5, repaired)), see(), {}, builtIn(),
                                       systemClock(), {}, {});
        QVERIFY(again);
        add(again->events);
        QCOMPARE(see().findings.first().status, FindingStatus::Fixed);
        FakeFile held = heldFile(page, "EVIL");
        held.copied = QDateTime({2026, 11, copyOfDay}, {3, 0}, Qt::UTC);
        add(events::scanned(lookOver(kPageAndSetting, seenOn(9, {held})), {}));
        const CaseFinding now = see().findings.first();
        QVERIFY2(now.status == status, qPrintable(inEnglish(now.statusReason)));
        QVERIFY(!now.statusReason.isEmpty());
    }

    /** No rights open what is only locked. */
    void whatIsLockedAsksForNoRights()
    {
        const WindowsPath config('C', {"Windows", "System32", "config"});
        FakeFiles files;
        files.files = {heldFile(config.child("SOFTWARE"), "x"), heldFile(config.child("SYSTEM"), "x")};
        files.files.back().refused->kind = ErrorKind::Denied;
        const LoadedHives hives = loadHives(files, {'C'}, {});
        QCOMPARE(hives[RegistryHive::Software].state.state, ReadState::Partly);
        QCOMPARE(inEnglish(hives[RegistryHive::Software].state.reason),
                 QStringLiteral("Another program holds it."));
        QCOMPARE(hives[RegistryHive::System].state.state, ReadState::Denied);
        const Error locked = *files.files.front().refused;
        QCOMPARE(toFolderState(locked).state, ReadState::Partly);
    }
};

MAILMEND_TEST_CLASS(OlderCopiesTest)
#include "older_copies_test.moc"
