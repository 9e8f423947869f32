// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "checks/web_shells.h"
#include "engine/scan_parts.h"
#include "fake_files.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr const Check* kTakenAwayChecks[] = {&webShellsCheck};

/** Harmless words stand for what real rules look for. */
const QByteArray kTakenAwayRule = R"(
rule commands { meta: title = "runs commands" reason = "It says so." harmless = "None is known."
  verdict = "needs-action" technique = "T1505.003" strings: $a = "purple elephant" condition: $a })";

Error answer(ErrorKind kind)
{
    return {kind, verbatim(QStringLiteral("The file is not given.")), {}, {}, {}};
}

} // namespace

/** A page that an anti-virus program takes away while we look is evidence, never only a file not read. */
class TakenAwayTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<FakeFiles> m_files;
    std::shared_ptr<Evidence> m_evidence;
    Knowledge m_knowledge;

    void add(const QString& path, const QByteArray& content, std::optional<Error> refused = {})
    {
        FakeFile file;
        file.path = *WindowsPath::parse(path);
        file.content = content;
        file.refused = std::move(refused);
        m_files->files.push_back(file);
    }

    void add(const QString& path, ErrorKind kind) { add(path, "12345", answer(kind)); }

    ScanResult scan()
    {
        ScanRequest request;
        request.targets = {{QStringLiteral("server"), false}};
        const ScanParts parts{kTakenAwayChecks, [this](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(EvidencePointer(m_evidence));
                              }};
        return *runScanWith(parts, request, m_knowledge,
                            fixedClock(QDateTime({2026, 3, 1}, {12, 0}, Qt::UTC)), CancelToken(), {});
    }

    void runs()
    {
        m_evidence->live = {std::make_shared<LiveView>([] { return LiveFacts(); }), ReadState::Read, {}};
    }

private Q_SLOTS:
    void init()
    {
        m_files = std::make_shared<FakeFiles>();
        m_evidence = fakeEvidence(m_files, QStringLiteral("S-1-5-21-1-2-3"));
        m_evidence->folders.systemDrive = WindowsPath('C', {});
        m_evidence->folders.windows = WindowsPath('C', {"Windows"});
        m_evidence->folders.programData = WindowsPath('C', {"ProgramData"});
        m_evidence->folders.users = WindowsPath('C', {"Users"});
        m_knowledge = {};
        m_knowledge.fileRules = {{QStringLiteral("test"), kTakenAwayRule}};
        add(QStringLiteral("C:\\inetpub\\wwwroot\\start.aspx"), "Hello.");
    }

    void aServedPageNeedsAction()
    {
        add(QStringLiteral("C:\\inetpub\\wwwroot\\bad.aspx"), ErrorKind::AntiVirus);
        const ScanResult result = scan();
        QCOMPARE(result.findings.size(), 1);
        const Finding& finding = result.findings.first();
        QVERIFY(finding.verdict == Verdict::NeedsAction);
        QCOMPARE(finding.subject.name, QStringLiteral("C:\\inetpub\\wwwroot\\bad.aspx"));
        QCOMPARE(finding.state, QStringLiteral("anti-virus"));
        QVERIFY(!finding.harmless.isEmpty() && !finding.advice.isEmpty());
        QVERIFY(result.answers.stillInside.answer == Answer::Yes ||
                result.checks.first().verdict == Verdict::NeedsAction);
        const auto row =
            std::find_if(result.coverage.begin(), result.coverage.end(), [](const CoverageEntry& entry) {
                return entry.source == QStringLiteral("web-roots");
            });
        QVERIFY(row != result.coverage.end());
        QCOMPARE(row->unreadable, 1);
        QVERIFY(row->state == ReadState::Partly);
    }

    void elsewhereItIsToBeLookedAt()
    {
        add(QStringLiteral("C:\\ProgramData\\tool.exe"), ErrorKind::AntiVirus);
        add(QStringLiteral("C:\\inetpub\\wwwroot\\notes.txt"), ErrorKind::AntiVirus);
        const ScanResult result = scan();
        QCOMPARE(result.findings.size(), 2);
        for (const Finding& finding : result.findings) {
            QVERIFY(finding.verdict == Verdict::LookAtThis);
            QVERIFY(finding.playbook.isEmpty());
        }
    }

    void otherRefusalsAreNone()
    {
        add(QStringLiteral("C:\\inetpub\\wwwroot\\locked.aspx"), ErrorKind::Denied);
        add(QStringLiteral("C:\\inetpub\\wwwroot\\spot.aspx"), ErrorKind::Damaged);
        const ScanResult result = scan();
        QVERIFY(result.findings.isEmpty());
        QVERIFY(result.checks.first().verdict == Verdict::CouldNotCheck);
    }

    void theIdIsThatOfTheNextScan()
    {
        add(QStringLiteral("C:\\inetpub\\wwwroot\\Bad.aspx"), ErrorKind::AntiVirus);
        const ScanResult held = scan();
        m_files->files.back().refused.reset();
        m_files->files.back().content = "A purple elephant.";
        const ScanResult read = scan();
        QCOMPARE(held.findings.size(), 1);
        QCOMPARE(read.findings.size(), 1);
        QCOMPARE(held.findings.first().id, read.findings.first().id);
        QVERIFY(held.findings.first().state != read.findings.first().state);
    }

    void aPageThatIsGoneIsOneOnARunningComputerAlone()
    {
        add(QStringLiteral("C:\\inetpub\\wwwroot\\gone.aspx"), ErrorKind::NotFound);
        add(QStringLiteral("C:\\inetpub\\wwwroot\\web.config"), ErrorKind::NotFound);
        add(QStringLiteral("C:\\inetpub\\wwwroot\\gone.txt"), ErrorKind::NotFound);
        add(QStringLiteral("C:\\Windows\\Temp\\gone.aspx"), ErrorKind::NotFound);
        const ScanResult disk = scan();
        QVERIFY(disk.findings.isEmpty());
        QVERIFY(disk.checks.first().verdict == Verdict::CouldNotCheck);
        runs();
        const ScanResult live = scan();
        QCOMPARE(live.findings.size(), 1);
        QVERIFY(live.findings.first().verdict == Verdict::LookAtThis);
        QCOMPARE(live.findings.first().subject.name, QStringLiteral("C:\\inetpub\\wwwroot\\gone.aspx"));
        QVERIFY(!live.checks.first().unread.isEmpty());
    }

    void manyOthersDontHideIt()
    {
        for (int i = 0; i < 11'000; ++i) {
            add(QStringLiteral("C:\\inetpub\\wwwroot\\%1.txt").arg(i),
                i % 2 == 0 ? ErrorKind::NotFound : ErrorKind::Denied);
        }
        add(QStringLiteral("C:\\inetpub\\wwwroot\\bad.aspx"), ErrorKind::AntiVirus);
        const ScanResult result = scan();
        QCOMPARE(result.findings.size(), 1);
        QVERIFY(result.findings.first().verdict == Verdict::NeedsAction);
    }
};

MAILMEND_TEST_CLASS(TakenAwayTest)
#include "taken_away_test.moc"
