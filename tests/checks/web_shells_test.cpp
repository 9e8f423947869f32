// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "base/sha256.h"
#include "builder/pe_writer.h"
#include "checks/web_shells.h"
#include "support/registration.h"
#include "unread.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const WindowsPath kExchange('C', {"Program Files", "Microsoft", "Exchange Server", "V15"});

/** Harmless words stand for what real rules look for; those have a test and a table of their own. */
const QByteArray kRules = R"(
rule commands { meta: title = "runs commands" reason = "It says so." harmless = "None is known."
  verdict = "needs-action" technique = "T1505.003" strings: $a = "purple elephant" ascii wide condition: $a }
rule odd { meta: title = "is odd" reason = "It says so." harmless = "Many." verdict = "look-at-this"
  strings: $a = "odd sock" condition: $a }
rule dump { meta: title = "was planted" reason = "It says so." harmless = "None." verdict = "needs-action"
  technique = "CVE-2021-27065" strings: $a = "address book with a sock" condition: $a }
rule spy { meta: title = "copies what people type" reason = "It says so." harmless = "None." verdict = "needs-action"
  technique = "T1056.003" strings: $a = "listening parrot" condition: $a })";

/** Files of whose folders only the states are known; others were read. */
class FoldersOnly : public Files
{
public:
    QHash<QByteArray, FolderState> states; ///< by folded path

    QList<FileEntry> find(const WindowsPath&) const override { return {}; }
    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>&) const override
    {
        return states.value(folder.folded(), {ReadState::Read, {}});
    }
    FolderNames foldersIn(const WindowsPath&, const QByteArray&) const override { return {}; }
    void walk(std::span<const WalkRoot>, const CancelToken&, const std::function<bool(FileEntry&&)>&,
              QList<WalkedFolder>&) const override
    {}
    Result<std::unique_ptr<FileReader>> open(const FileEntry&) const override
    {
        return Error{ErrorKind::NotFound, {}, {}, {}, {}};
    }
};

/** One server, its knowledge and what a walk over its files would have brought. */
struct Server
{
    Evidence evidence;
    Knowledge knowledge;
    std::shared_ptr<const FileRules> rules;
    CancelToken cancel;
    Scope scope;
    std::vector<ObservationPointer> observations;
    std::vector<WalkedInterest> walked;

    Server()
    {
        auto exchange = std::make_shared<ExchangeInstallation>();
        exchange->folder = kExchange;
        evidence.exchange = {exchange, ReadState::Read, {}};
        auto iis = std::make_shared<IisConfiguration>();
        VirtualDirectory owa;
        owa.site = QStringLiteral("Default Web Site");
        owa.application = QStringLiteral("/owa");
        owa.path = QStringLiteral("/");
        owa.applicationPool = QStringLiteral("MSExchangeOWAAppPool");
        owa.physicalPath = kExchange.joined(u"FrontEnd\\HttpProxy\\owa");
        iis->virtualDirectories = {owa};
        evidence.iis = {iis, ReadState::Read, {}};
        evidence.registry.state = ReadState::Read;
        evidence.target.id = QStringLiteral("S-1-5-21-1-2-3");
        evidence.folders.systemDrive = WindowsPath('C', {});
        evidence.folders.windows = WindowsPath('C', {"Windows"});
        evidence.folders.programData = WindowsPath('C', {"ProgramData"});
        evidence.folders.users = WindowsPath('C', {"Users"});
        rules = *FileRules::compile({{QStringLiteral("test"), kRules}});
        for (const Interest& interest : webShellsCheck.interests(evidence, knowledge)) {
            walked.push_back({interest, {ReadState::Read, {}}, 0, 0, {}, 0, 0});
        }
    }

    /** Shows the check a file, as the engine does: under the innermost interest. */
    void show(const WindowsPath& path, const QByteArray& content, FileEntry entry = {})
    {
        WalkedInterest* best = nullptr;
        for (WalkedInterest& one : walked) {
            const QList<QByteArray>& names = one.interest.names;
            const bool wanted = names.isEmpty() || names.contains(foldName(path.name()));
            if (wanted && path.isWithin(one.interest.folder) &&
                (!best ||
                 one.interest.folder.components().size() >= best->interest.folder.components().size())) {
                best = &one;
            }
        }
        QVERIFY(best);
        best->files += 1;
        entry.path = path;
        entry.size = content.size();
        const Item item{entry, best->interest, content, false, sha256(content)};
        if (auto seen = webShellsCheck.inspect(item, {evidence, knowledge, *rules, cancel})) {
            observations.push_back(std::move(seen));
        }
    }

    void showLogonPage(const char* name, const QByteArray& content)
    {
        show(kExchange.joined(u"FrontEnd\\HttpProxy\\owa\\auth").child(name), content);
    }

    Outcome conclude() const
    {
        return webShellsCheck.conclude({evidence, knowledge, *rules, observations, walked, scope, {}, false});
    }

    CheckResult verdict() const { return judge(QStringLiteral("web-shells"), {}, conclude()); }
};

void ship(Knowledge& knowledge, const QByteArray& path, const QByteArray& content, const BuildNumber& build)
{
    const ShippedFile file{sha256(content), path, build, build};
    knowledge.files.shippedByHash.insert(file.sha256, file);
    knowledge.files.shippedByPath.insert(file.path, file);
    knowledge.files.buildsCovered.insert(build);
}

} // namespace

class WebShellsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShellInAServedFolderRunsAsTheSystem()
    {
        Server server;
        server.showLogonPage("help.aspx", "one\ntwo purple elephant");
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        const Finding& finding = outcome.findings.first();
        QCOMPARE(finding.verdict, Verdict::NeedsAction);
        QCOMPARE(finding.severity, Severity::Critical);
        QCOMPARE(finding.playbook, QStringLiteral("P1"));
        QVERIFY(finding.references.contains(QStringLiteral("mailmend:runs-as-system")));
        QVERIFY(finding.references.contains(QStringLiteral("T1505.003")));
        QCOMPARE(finding.state,
                 QStringLiteral("sha256:") + QString::fromLatin1(sha256Hex("one\ntwo purple elephant")));
        QVERIFY(std::any_of(finding.facts.begin(), finding.facts.end(),
                            [](const Fact& fact) { return fact.line == 2; }));
        for (const Text& text :
             {finding.title, finding.matters, finding.certainty, finding.harmless, finding.advice}) {
            QVERIFY(!inEnglish(text).isEmpty());
            QVERIFY2(!inEnglish(text).contains(QLatin1Char('{')), qPrintable(inEnglish(text)));
        }
    }

    void theEndingDoesNotMatter()
    {
        Server server;
        server.showLogonPage("picture.png", "GIF89a purple elephant");
        QCOMPARE(server.conclude().findings.size(), 1);
    }

    void theByteOrderDoesNotMatter()
    {
        Server server;
        QByteArray page("\xfe\xff", 2);
        for (const char letter : QByteArray("purple elephant")) {
            page += '\0';
            page += letter;
        }
        server.showLogonPage("page.aspx", page);
        QCOMPARE(server.conclude().findings.size(), 1);
    }

    void aShellOutsideServedFoldersIsWorthLess()
    {
        Server server;
        server.show(WindowsPath('C', {"ProgramData", "a.txt"}), "purple elephant");
        const Finding finding = server.conclude().findings.first();
        QCOMPARE(finding.verdict, Verdict::NeedsAction);
        QCOMPARE(finding.severity, Severity::High);
        QVERIFY(!finding.references.contains(QStringLiteral("mailmend:runs-as-system")));
    }

    void aDumpOfTheAddressBookLeadsToItsPlaybook()
    {
        Server server;
        server.showLogonPage("x.aspx", "address book with a sock");
        QVERIFY(server.conclude().findings.first().references.contains(
            QStringLiteral("mailmend:oab-virtual-directory")));
    }

    /** What the server needs is put right, not taken away; what was added is taken away. */
    void eachIsMendedInItsOwnWay_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("playbook");
        const QString owa = QStringLiteral("FrontEnd\\HttpProxy\\owa\\");
        const QByteArray shell("purple elephant");
        const QByteArray spy("listening parrot");
        QTest::newRow("a page that was added")
            << owa + QStringLiteral("auth\\help.aspx") << shell << QStringLiteral("P1");
        QTest::newRow("a shipped page, changed")
            << owa + QStringLiteral("auth\\Logon.aspx") << shell << QStringLiteral("P6");
        QTest::newRow("a shipped page to be looked at")
            << owa + QStringLiteral("auth\\logon.aspx") << QByteArray("odd sock") << QStringLiteral("P6");
        QTest::newRow("passwords copied by a shipped page")
            << owa + QStringLiteral("auth\\logon.aspx") << spy << QStringLiteral("P6");
        QTest::newRow("passwords copied by a script of it")
            << owa + QStringLiteral("auth\\15.1.2044\\scripts\\premium\\flogon.js") << spy
            << QStringLiteral("P6");
        QTest::newRow("passwords copied by a page that was added")
            << owa + QStringLiteral("auth\\help.aspx") << spy << QStringLiteral("P1");
        QTest::newRow("a script that runs commands")
            << owa + QStringLiteral("auth\\help.js") << shell << QStringLiteral("P1");
        QTest::newRow("a configuration")
            << owa + QStringLiteral("web.config") << shell << QStringLiteral("P5");
        QTest::newRow("a configuration of another name")
            << owa + QStringLiteral("old.CONFIG") << shell << QStringLiteral("P5");
    }
    void eachIsMendedInItsOwnWay()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, content);
        QFETCH(QString, playbook);
        Server server;
        ship(server.knowledge, "frontend\\httpproxy\\owa\\auth\\logon.aspx", "the page", {{15, 1, 1, 1}});
        ship(server.knowledge, "frontend\\httpproxy\\owa\\web.config", "the settings", {{15, 1, 1, 1}});
        server.show(kExchange.joined(path), content);
        const QList<Finding> findings = server.conclude().findings;
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().playbook, playbook);
        const bool added = inEnglish(findings.first().title).contains(QStringLiteral("that was added"));
        QCOMPARE(added, playbook == QStringLiteral("P1"));
    }

    /** Without the folder of Exchange nothing is known to be shipped. */
    void looseFilesAreTakenAway()
    {
        Server server;
        server.evidence.exchange = {nullptr, ReadState::Missing, {}};
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "flogon.js"}), "listening parrot");
        QCOMPARE(server.conclude().findings.first().playbook, QStringLiteral("P1"));
    }

    void aHealthyLookAlikeIsNoFinding()
    {
        Server server;
        ship(server.knowledge, "frontend\\httpproxy\\owa\\auth\\logon.aspx", "the page", {{15, 1, 1, 1}});
        server.showLogonPage("logon.aspx", "another page of ours");
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "aspnet_client", "web.config"}),
                    "<configuration/>");
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "iisstart.htm"}), "hello");
        server.show(WindowsPath('C', {"ProgramData", "setup.exe"}), "MZ purple elephant");
        QVERIFY(server.conclude().findings.isEmpty());
    }

    void placeAndNameMakeSomebodyLookButNeverAccuse()
    {
        Server server;
        ship(server.knowledge, "frontend\\httpproxy\\owa\\auth\\logon.aspx", "the page", {{15, 1, 1, 1}});
        server.knowledge.files.attackerNames = {"supp0rt.aspx"};
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "aspnet_client", "supp0rt.aspx"}), "hello");
        server.showLogonPage("weather.aspx", "hello");
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "supp0rt.aspx"}), "hello");
        const QList<Finding> findings = server.conclude().findings;
        QCOMPARE(findings.size(), 2);
        for (const Finding& finding : findings) {
            QCOMPARE(finding.verdict, Verdict::LookAtThis);
        }
    }

    void aForeignHeadUnderAPagesNameIsLookedAt_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("mailbox") << QByteArray("!BDN....");
        QTest::newRow("certificate") << QByteArray("\x30\x82\x01\x02");
        QTest::newRow("picture") << QByteArray("GIF89a");
    }
    void aForeignHeadUnderAPagesNameIsLookedAt()
    {
        QFETCH(QByteArray, head);
        Server server;
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "a.aspx"}), head + " nothing else");
        QCOMPARE(server.conclude().findings.size(), 1);
        QCOMPARE(server.conclude().findings.first().verdict, Verdict::LookAtThis);
        Server healthy;
        healthy.show(WindowsPath('C', {"inetpub", "wwwroot", "a.gif"}), head);
        QVERIFY(healthy.conclude().findings.isEmpty());
    }

    void aKnownHashIsCertain()
    {
        Server server;
        const KnownBadFile bad{sha256("some page"), QStringLiteral("HAFNIUM page"), QStringLiteral("test")};
        server.knowledge.files.bad.insert(bad.sha256, bad);
        server.show(WindowsPath('C', {"inetpub", "wwwroot", "a.aspx"}), "some page");
        const Finding finding = server.conclude().findings.first();
        QCOMPARE(finding.verdict, Verdict::NeedsAction);
        QVERIFY(inEnglish(finding.certainty).startsWith(QStringLiteral("Sure")));
    }

    void shippedPagesAreComparedWhereTheBuildIsCovered()
    {
        const BuildNumber build{{15, 1, 2176, 2}};
        Server server;
        for (const char* name :
             {"logon.aspx", "logoff.aspx", "signout.aspx", "errorfe.aspx", "expiredpassword.aspx"}) {
            ship(server.knowledge, QByteArray("frontend\\httpproxy\\owa\\auth\\") + name,
                 QByteArray("page ") + name, build);
            server.showLogonPage(name, QByteArray("page ") + name);
        }
        ship(server.knowledge, "frontend\\httpproxy\\owa\\auth\\frowny.aspx", "page", build);
        server.showLogonPage("frowny.aspx", "page, changed");
        // The build is not known: nobody may say that the pages are as they were.
        QVERIFY(server.conclude().findings.isEmpty());
        QVERIFY(isUnread(server.conclude(), "shipped-pages"));
        QCOMPARE(server.verdict().verdict, Verdict::CouldNotCheck);

        sample::PeVersion version;
        version.file = {15, 1, 2176, 2};
        server.show(kExchange.joined(u"bin\\ExSetup.exe"), sample::writePe(version, {}));
        const Outcome outcome = server.conclude();
        QVERIFY(!isUnread(outcome, "shipped-pages"));
        QCOMPARE(outcome.findings.size(), 1);
        QCOMPARE(outcome.findings.first().verdict, Verdict::LookAtThis);
        QVERIFY(outcome.findings.first().subject.name.endsWith(QStringLiteral("frowny.aspx")));
        QCOMPARE(outcome.findings.first().playbook, QStringLiteral("P6"));
    }

    /** An older copy of a page may be from before an update; of the program that tells the build, too. */
    void whatIsTakenFromAnOlderCopy()
    {
        Server server;
        ship(server.knowledge, "frontend\\httpproxy\\owa\\auth\\frowny.aspx", "page", {{15, 1, 2176, 2}});
        FileEntry entry;
        entry.path = kExchange.joined(u"FrontEnd\\HttpProxy\\owa\\auth\\frowny.aspx");
        const QByteArray content = "page, changed";
        const Interest& interest = server.walked.front().interest;
        const Inspection inspection{server.evidence, server.knowledge, *server.rules, server.cancel};
        QVERIFY(webShellsCheck.inspect({entry, interest, content, false, sha256(content)}, inspection));
        QVERIFY(
            !webShellsCheck.inspect({entry, interest, content, false, sha256(content), true}, inspection));
        const QByteArray bad = "purple elephant";
        QVERIFY(webShellsCheck.inspect({entry, interest, bad, false, sha256(bad), true}, inspection));
        for (const WalkedInterest& walked : server.walked) {
            QCOMPARE(walked.interest.takesOlderCopies,
                     walked.interest.pathClass != PathClass::ExchangeBinary);
        }
    }

    void aListThatDoesNotFitAccusesNobody()
    {
        const BuildNumber build{{15, 1, 2176, 2}};
        Server server;
        for (const char* name :
             {"logon.aspx", "logoff.aspx", "signout.aspx", "errorfe.aspx", "expiredpassword.aspx"}) {
            ship(server.knowledge, QByteArray("frontend\\httpproxy\\owa\\auth\\") + name, "shipped", build);
            server.showLogonPage(name, QByteArray("another edition of ") + name);
        }
        sample::PeVersion version;
        version.file = {15, 1, 2176, 2};
        server.show(kExchange.joined(u"bin\\ExSetup.exe"), sample::writePe(version, {}));
        QVERIFY(server.conclude().findings.isEmpty());
        QVERIFY(isUnread(server.conclude(), "shipped-pages"));
    }

    void theSameFindingOfTwoMembersIsOne()
    {
        Server server;
        server.showLogonPage("help.aspx", "odd sock");
        server.showLogonPage("HELP.aspx", "purple elephant");
        const QList<Finding> findings = server.conclude().findings;
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().verdict, Verdict::NeedsAction);
        QVERIFY(findings.first().facts.size() >= 4);
    }

    void thePreviewIsTheLaterFinding()
    {
        Server server;
        server.showLogonPage("help.aspx", "purple elephant");
        const auto early =
            webShellsCheck.preview(*server.observations.front(), server.evidence, server.knowledge);
        QVERIFY(early);
        QCOMPARE(early->id, server.conclude().findings.first().id);
    }

    void whatWasNotReadIsNeverClear_data()
    {
        QTest::addColumn<int>("state");
        for (const ReadState state :
             {ReadState::Partly, ReadState::NotCollected, ReadState::Denied, ReadState::Missing}) {
            QTest::newRow(toWord(state)) << static_cast<int>(state);
        }
    }
    void whatWasNotReadIsNeverClear()
    {
        QFETCH(int, state);
        Server whole;
        whole.showLogonPage("logon.aspx", "page");
        for (std::size_t i = 0; i < whole.walked.size(); ++i) {
            Server server;
            server.showLogonPage("logon.aspx", "page");
            server.walked[i].state.state = static_cast<ReadState>(state);
            QCOMPARE(server.verdict().verdict, Verdict::CouldNotCheck);
        }
    }

    /** Most of these folders are on no healthy server; that one is not there must be proven. */
    void aDropFolderThatIsNotThere_data()
    {
        QTest::addColumn<QStringList>("missing");
        QTest::addColumn<QString>("other");
        QTest::addColumn<ReadState>("state");
        QTest::addColumn<bool>("proven");
        const QString layouts = QStringLiteral("C:\\Program Files\\Common Files\\Microsoft Shared\\Web "
                                               "Server Extensions\\14\\TEMPLATE\\LAYOUTS");
        const auto up = [&layouts](int steps) { return layouts.section(u'\\', 0, -1 - steps); };
        QTest::newRow("its parent was listed")
            << QStringList{layouts} << QString() << ReadState::Read << true;
        QTest::newRow("nor the folders around it")
            << QStringList{layouts, up(1), up(2), up(3)} << QString() << ReadState::Read << true;
        for (const ReadState state : {ReadState::Partly, ReadState::Denied, ReadState::NotCollected}) {
            QTest::addRow("its parent: %s", toWord(state)) << QStringList{layouts} << up(1) << state << false;
            QTest::addRow("around it: %s", toWord(state))
                << QStringList{layouts, up(1), up(2)} << up(3) << state << false;
        }
        QTest::newRow("not even a drive") << QStringList{layouts, up(1), up(2), up(3), up(4), up(5), up(6)}
                                          << QStringLiteral("C:\\") << ReadState::Missing << false;
    }
    void aDropFolderThatIsNotThere()
    {
        QFETCH(QStringList, missing);
        QFETCH(QString, other);
        QFETCH(ReadState, state);
        QFETCH(bool, proven);
        auto files = std::make_shared<FoldersOnly>();
        for (const QString& folder : missing) {
            files->states.insert(WindowsPath::parse(folder)->folded(), {ReadState::Missing, {}});
        }
        if (!other.isEmpty()) {
            files->states.insert(WindowsPath::parse(other)->folded(), {state, {}});
        }
        Server server;
        server.showLogonPage("logon.aspx", "page");
        server.evidence.files = {files, ReadState::Read, {}};
        const WindowsPath folder = *WindowsPath::parse(missing.first());
        for (WalkedInterest& walked : server.walked) {
            if (walked.interest.folder == folder) {
                walked.state.state = ReadState::Missing;
            }
        }
        QCOMPARE(isUnread(server.conclude(), "drop-folders"), !proven);
    }

    void noEvidenceIsNeverClear()
    {
        Server empty;
        QVERIFY(isUnread(empty.conclude(), "web-roots"));
        QCOMPARE(empty.verdict().verdict, Verdict::CouldNotCheck);
        Server withoutConfiguration;
        withoutConfiguration.evidence.iis = {nullptr, ReadState::NotCollected, {}};
        withoutConfiguration.showLogonPage("logon.aspx", "page");
        QVERIFY(isUnread(withoutConfiguration.conclude(), "iis-configuration"));
        Server elsewhere;
        auto iis = std::make_shared<IisConfiguration>(*elsewhere.evidence.iis.part);
        VirtualDirectory share;
        share.physicalPathText = QStringLiteral("\\\\server\\share");
        share.whyNoPath = verbatim(QStringLiteral("It lies on another computer."));
        iis->virtualDirectories.append(share);
        elsewhere.evidence.iis.part = iis;
        elsewhere.showLogonPage("logon.aspx", "page");
        const CheckResult result = elsewhere.verdict();
        QCOMPARE(result.verdict, Verdict::CouldNotCheck);
        QVERIFY(inEnglish(result.reason).contains(QStringLiteral("\\\\server\\share")));
    }

    void unreadableFilesAreNamed()
    {
        Server server;
        server.showLogonPage("logon.aspx", "page");
        WalkedInterest& walked = server.walked.front();
        walked.unreadableCount = 3;
        walked.unreadable = {
            {WindowsPath('C', {"a"}), Error{ErrorKind::Denied, verbatim(QStringLiteral("No.")), {}, {}, {}}}};
        const CheckResult result = server.verdict();
        QCOMPARE(result.verdict, Verdict::CouldNotCheck);
        QVERIFY(inEnglish(result.reason).contains(QStringLiteral("3 files")));
    }
};

MAILMEND_TEST_CLASS(WebShellsTest)
#include "web_shells_test.moc"
