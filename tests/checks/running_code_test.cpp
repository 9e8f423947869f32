// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "checks/running_code.h"
#include "evidence/live/application_pool.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

const QString kW3wp = QStringLiteral("C:\\Windows\\System32\\inetsrv\\w3wp.exe");

QDateTime minute(int number)
{
    return QDateTime({2026, 11, 27}, {9, number}, Qt::UTC);
}

LiveProcess process(quint32 id, quint32 parent, const QString& image, const QDateTime& started,
                    const QString& commandLine = {})
{
    LiveProcess made;
    made.id = id;
    made.parent = parent;
    made.image = image;
    made.name = image.mid(image.lastIndexOf(u'\\') + 1);
    made.started = started;
    made.commandLine = commandLine;
    made.user = QStringLiteral("NT AUTHORITY\\SYSTEM");
    return made;
}

/** A server with one worker of Exchange (10) and one of another site (20), both since 9:00. */
struct RunningServer
{
    Evidence evidence;
    Knowledge knowledge;
    std::shared_ptr<const FileRules> rules = *FileRules::compile({});
    LiveFacts facts;
    Scope scope;

    RunningServer()
    {
        auto exchange = std::make_shared<ExchangeInstallation>();
        exchange->folder = WindowsPath('D', {"Exchange"});
        evidence.exchange = {exchange, ReadState::Read, {}};
        evidence.target.id = QStringLiteral("S-1-5-21-1-2-3");
        evidence.folders.systemDrive = WindowsPath('C', {});
        evidence.folders.windows = WindowsPath('C', {"Windows"});
        evidence.folders.programData = WindowsPath('C', {"ProgramData"});
        evidence.folders.users = WindowsPath('C', {"Users"});
        facts.processes.state = facts.modules.state = facts.programs.state = ReadState::Read;
        facts.processes.rows = {
            process(4, 0, QStringLiteral("System"), {}),
            process(10, 3, kW3wp, minute(0),
                    QStringLiteral(
                        "c:\\windows\\system32\\inetsrv\\w3wp.exe -ap \"MSExchangeOWAAppPool\" -v \"v4.0\"")),
            process(20, 3, kW3wp, minute(0), QStringLiteral("w3wp.exe -ap \"Shop\"")),
            process(30, 3, QStringLiteral("C:\\Windows\\explorer.exe"), minute(1)),
            process(31, 30, QStringLiteral("C:\\Windows\\System32\\cmd.exe"), minute(2))};
    }

    void load(const char* path, Signature signature, quint32 worker = 10)
    {
        facts.modules.rows.append(
            {worker, worker == 10 ? QStringLiteral("MSExchangeOWAAppPool") : QStringLiteral("Shop"),
             QString::fromLatin1(path), signature});
    }

    Outcome conclude()
    {
        evidence.live = {std::make_shared<LiveView>([this] { return facts; }), ReadState::Read, {}};
        return runningCodeCheck.conclude({evidence, knowledge, *rules, {}, {}, scope, {}, false});
    }
};

} // namespace

/** What the web server runs: an intruder's commands and files, and what every healthy server has. */
class RunningCodeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCopyHasNothingThatRuns()
    {
        RunningServer server;
        const Outcome outcome = runningCodeCheck.conclude(
            {server.evidence, server.knowledge, *server.rules, {}, {}, server.scope, {}, false});
        QVERIFY(outcome.unread.isEmpty() && outcome.coverage.isEmpty());
        QVERIFY(judge(QStringLiteral("running-code"), {}, outcome).verdict == Verdict::NotApplicable);
    }

    void aHealthyServerIsClear()
    {
        RunningServer server;
        // ASP.NET compiles pages, Windows reports failures; both are children of workers every day.
        server.facts.processes.rows +=
            {process(11, 10, QStringLiteral("C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe"),
                     minute(3)),
             process(12, 10, QStringLiteral("C:\\Windows\\System32\\WerFault.exe"), minute(3)),
             process(13, 10, QStringLiteral("C:\\Windows\\System32\\conhost.exe"), minute(3))};
        server.load("C:\\Windows\\System32\\ntdll.dll", Signature::Signed);
        server.load("C:\\Windows\\assembly\\NativeImages_v4.0.30319_64\\mscorlib\\1a\\mscorlib.ni.dll",
                    Signature::Unsigned);
        server.load("C:\\Windows\\Microsoft.NET\\assembly\\GAC_MSIL\\Own\\v4.0_1__2\\Own.dll",
                    Signature::Unsigned);
        server.load("C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET "
                    "Files\\owa\\1a2b\\3c4d\\App_Web_x.dll",
                    Signature::Unsigned);
        server.load("C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET "
                    "Files\\owa\\1a2b\\3c4d\\assembly\\dl3\\5e\\6f\\A.dll",
                    Signature::Unsigned);
        server.load("D:\\Exchange\\Bin\\Microsoft.Exchange.Common.dll", Signature::Signed);
        server.load("C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18\\MpOav.dll",
                    Signature::Signed);
        server.facts.programs.rows = {{QStringLiteral("D:\\Exchange\\Bin\\ExSetup.exe"), Signature::Signed}};
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 0);
        QVERIFY(judge(QStringLiteral("running-code"), {}, outcome).verdict == Verdict::Clear);
    }

    void aCommandOfExchangesPagesNeedsAction()
    {
        RunningServer server;
        server.facts.processes.rows += process(40, 10, QStringLiteral("C:\\Windows\\System32\\cmd.exe"),
                                               minute(5), QStringLiteral("cmd /c whoami"));
        server.facts.processes.rows += process(41, 10, QStringLiteral("C:\\Windows\\System32\\cmd.exe"),
                                               minute(6), QStringLiteral("cmd /c dir"));
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        const Finding& finding = outcome.findings.first();
        QVERIFY(finding.verdict == Verdict::NeedsAction);
        QCOMPARE(finding.subject.name, QStringLiteral("MSExchangeOWAAppPool: cmd.exe"));
        QVERIFY(finding.subject.path.isEmpty()); // nothing may ever take cmd.exe away
        QVERIFY(finding.references.contains(QStringLiteral("mailmend:runs-as-system")));
        QCOMPARE(finding.facts.size(), 3); // both commands and who started them
        QVERIFY(inEnglish(finding.facts.first().text).contains(QStringLiteral("whoami")));
        QVERIFY(!finding.harmless.isEmpty() && !finding.advice.isEmpty());
    }

    void theSameOfAnotherSiteIsToBeLookedAt()
    {
        RunningServer server;
        server.facts.processes.rows +=
            process(40, 20, QStringLiteral("C:\\Windows\\System32\\cmd.exe"), minute(5));
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        QVERIFY(outcome.findings.first().verdict == Verdict::LookAtThis);
    }

    /** Windows uses numbers again: a program that is older than the worker is none of its. */
    void aNumberThatIsUsedAgainProvesNothing()
    {
        RunningServer server;
        server.facts.processes.rows +=
            process(40, 10, QStringLiteral("C:\\Windows\\System32\\cmd.exe"), minute(0).addSecs(-60));
        QVERIFY(server.conclude().findings.isEmpty());
        server.facts.processes.rows.last().started = QDateTime();
        const Outcome unsure = server.conclude();
        QCOMPARE(unsure.findings.size(), 1);
        QVERIFY(unsure.findings.first().verdict == Verdict::LookAtThis);
    }

    void aProgramFromAnyonesFolder()
    {
        RunningServer server;
        server.facts.processes.rows += process(40, 10, QStringLiteral("C:\\Users\\Public\\a.exe"), minute(5));
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        QVERIFY(outcome.findings.first().verdict == Verdict::LookAtThis);
        QVERIFY(outcome.findings.first().severity == Severity::High);
    }

    void loadedFiles_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("signature");
        QTest::addColumn<int>("severity"); // -1: no finding
        const auto row = [](const char* name, const char* path, Signature signature, int severity) {
            QTest::newRow(name) << QByteArray(path) << int(signature) << severity;
        };
        row("temporary, unsigned", "C:\\Windows\\Temp\\a.dll", Signature::Unsigned, int(Severity::High));
        row("temporary, signed", "C:\\Windows\\Temp\\a.dll", Signature::Signed, int(Severity::Medium));
        row("a person's", "C:\\Users\\me\\a.dll", Signature::NotAsked, int(Severity::Medium));
        row("beside the compiled pages",
            "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\Temporary ASP.NET Files\\a.dll",
            Signature::Unsigned, int(Severity::High));
        row("a page's folder", "C:\\inetpub\\wwwroot\\bin\\a.dll", Signature::Unsigned, int(Severity::High));
        row("among Windows' own", "C:\\Windows\\System32\\inetsrv\\a.dll", Signature::Unsigned,
            int(Severity::Medium));
        row("broken", "D:\\Exchange\\Bin\\a.dll", Signature::Broken, int(Severity::Medium));
        row("run out", "D:\\Exchange\\Bin\\a.dll", Signature::Expired, int(Severity::Medium));
        row("a product's", "C:\\Program Files\\Maker\\a.dll", Signature::Unsigned, int(Severity::Low));
        row("a product's, signed", "C:\\Program Files\\Maker\\a.dll", Signature::Signed, -1);
        row("not asked", "C:\\Windows\\System32\\a.dll", Signature::NotAsked, -1);
        row("no path", "\\Device\\Mup\\server\\a.dll", Signature::Unsigned, -1);
    }

    void loadedFiles()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, signature);
        QFETCH(int, severity);
        RunningServer server;
        server.load(path.constData(), static_cast<Signature>(signature));
        server.load(path.constData(), static_cast<Signature>(signature), 20);
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), severity < 0 ? 0 : 1);
        if (severity >= 0) {
            const Finding& finding = outcome.findings.first();
            QVERIFY(finding.verdict == Verdict::LookAtThis);
            QCOMPARE(int(finding.severity), severity);
            QVERIFY(finding.subject.kind == SubjectKind::Module);
            QVERIFY(inEnglish(finding.facts.last().text).contains(QStringLiteral("Shop")));
        }
    }

    void exchangesOwnProgramsAreSigned()
    {
        RunningServer server;
        server.facts.programs.rows = {{QStringLiteral("D:\\Exchange\\Bin\\ExSetup.exe"), Signature::Broken},
                                      {QStringLiteral("D:\\Exchange\\Bin\\A.dll"), Signature::Signed}};
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        QCOMPARE(outcome.findings.first().subject.path.display(),
                 QStringLiteral("D:\\Exchange\\Bin\\ExSetup.exe"));
        QVERIFY(outcome.findings.first().verdict == Verdict::LookAtThis);
    }

    void whatWasRefusedIsNotClear()
    {
        for (const int which : {0, 1, 2}) {
            RunningServer server;
            ReadState& state = which == 0   ? server.facts.processes.state
                               : which == 1 ? server.facts.modules.state
                                            : server.facts.programs.state;
            state = which == 0 ? ReadState::Denied : ReadState::Partly;
            const Outcome outcome = server.conclude();
            QVERIFY(judge(QStringLiteral("running-code"), {}, outcome).verdict == Verdict::CouldNotCheck);
            QCOMPARE(outcome.coverage.size(), 3);
        }
    }

    void lookingAgainAtAPageAsksNothing()
    {
        RunningServer server;
        Subject page;
        page.kind = SubjectKind::File;
        page.path = WindowsPath('C', {"inetpub", "wwwroot", "a.aspx"});
        server.scope.subjects = {page};
        bool asked = false;
        server.evidence.live = {std::make_shared<LiveView>([&asked] {
                                    asked = true;
                                    return LiveFacts();
                                }),
                                ReadState::Read,
                                {}};
        const Outcome outcome = runningCodeCheck.conclude(
            {server.evidence, server.knowledge, *server.rules, {}, {}, server.scope, {}, false});
        QVERIFY(!asked);
        QVERIFY(judge(QStringLiteral("running-code"), {}, outcome).verdict == Verdict::CouldNotCheck);
    }

    void poolsOfCommandLines()
    {
        QCOMPARE(
            applicationPoolOf(QStringLiteral("c:\\x\\w3wp.exe -ap \"MSExchangeOWAAppPool\" -v \"v4.0\"")),
            QStringLiteral("MSExchangeOWAAppPool"));
        QCOMPARE(applicationPoolOf(QStringLiteral("\"c:\\a b\\w3wp.exe\" -v x -AP \"Our shop\"")),
                 QStringLiteral("Our shop"));
        QCOMPARE(applicationPoolOf(QStringLiteral("w3wp.exe -ap Shop")), QStringLiteral("Shop"));
        for (const char* none :
             {"", "w3wp.exe", "w3wp.exe -ap", "-ap", "w3wp.exe -v \"-ap x", "\"", "w3wp.exe -app x"}) {
            QVERIFY2(applicationPoolOf(QString::fromLatin1(none)).isEmpty(), none);
        }
        QCOMPARE(applicationPoolOf(QStringLiteral("w3wp.exe -ap ") + QString(100'000, u'x')).size(), 256);
    }
};

MAILMEND_TEST_CLASS(RunningCodeTest)
#include "running_code_test.moc"
