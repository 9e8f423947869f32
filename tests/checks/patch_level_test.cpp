// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "checks/patch_level.h"
#include "checks/patch_level/registry_installs.h"
#include "fake_server.h"
#include "support/registration.h"
#include "unread.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const Finding* findingOf(const Outcome& outcome, QStringView distinctTitlePart)
{
    for (const Finding& one : outcome.findings) {
        if (inEnglish(one.title).contains(distinctTitlePart)) {
            return &one;
        }
    }
    return nullptr;
}

QString factsOf(const Finding& finding)
{
    QStringList lines;
    for (const Fact& fact : finding.facts) {
        lines.append(inEnglish(fact.text));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

class PatchLevelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOpenServerNeedsAction()
    {
        const Outcome outcome = openServer().conclude();
        const Finding* missing = findingOf(outcome, u"missing fixes for flaws that attackers use");
        QVERIFY(missing);
        QCOMPARE(missing->verdict, Verdict::NeedsAction);
        QCOMPARE(missing->playbook, QStringLiteral("P19"));
        QCOMPARE(missing->state, QStringLiteral("build:15.1.2507.13"));
        QVERIFY(missing->references.contains(QStringLiteral("CVE-2022-41040")));
        QVERIFY(missing->references.contains(QStringLiteral("CVE-2026-42897")));
        QVERIFY(!missing->references.contains(QStringLiteral("CVE-2021-26855")));
        QCOMPARE(missing->since.date(), QDate(2022, 8, 1));
        const QString facts = factsOf(*missing);
        QVERIFY2(facts.contains(QStringLiteral("CVE-2022-41040 and CVE-2022-41082, called ProxyNotShell")),
                 qPrintable(facts));
        QVERIFY(facts.contains(QStringLiteral("from 1 August 2022 until 20 November 2026")));
        QVERIFY(
            facts.contains(QStringLiteral("Exchange 2016 CU23 Nov22SU (15.1.2507.16) or newer closes it")));
        QVERIFY(facts.contains(QStringLiteral("months before what we looked at was taken")));
        // 2016 has no free fix for all of it any more.
        QVERIFY(inEnglish(missing->advice).contains(QStringLiteral("only sold it")));
        // The worst comes first among the CVEs, too.
        QVERIFY(missing->references.indexOf(QStringLiteral("CVE-2026-42897")) <
                missing->references.indexOf(QStringLiteral("CVE-2023-21762")));

        const Finding* support = findingOf(outcome, u"no longer makes free fixes for Exchange Server 2016");
        QVERIFY(support);
        QCOMPARE(support->verdict, Verdict::NeedsAction);
        const Finding* mitigation = findingOf(outcome, u"temporary fix for Outlook on the web is not there");
        QVERIFY(mitigation);
        QCOMPARE(mitigation->playbook, QStringLiteral("P20"));
        QVERIFY(!findingOf(outcome, u"don't agree"));
        QCOMPARE(openServer().result().verdict, Verdict::NeedsAction);
    }

    void idsStayAndDiffer()
    {
        const Outcome first = openServer().conclude();
        FakeServer later = openServer();
        later.evidence.target.takenAt = later.evidence.target.takenAt.addDays(30);
        later.evidence.target.path = QStringLiteral("/another/place");
        const Outcome second = later.conclude();
        QSet<QString> ids;
        QCOMPARE(first.findings.size(), second.findings.size());
        for (qsizetype i = 0; i < first.findings.size(); ++i) {
            QCOMPARE(first.findings.at(i).id, second.findings.at(i).id);
            ids.insert(first.findings.at(i).id);
        }
        QCOMPARE(ids.size(), first.findings.size());
    }

    void aHealthyServerHasNoFinding()
    {
        const Outcome outcome = healthyServer().conclude();
        for (const Finding& finding : outcome.findings) {
            QFAIL(qPrintable(inEnglish(finding.title) + QLatin1Char('\n') + factsOf(finding)));
        }
        // Some flaws hang on settings that nobody has read: not clear, and said once.
        QVERIFY(isUnread(outcome, "exchange-settings"));
        QCOMPARE(outcome.unread.size(), 1);
        QVERIFY(inEnglish(outcome.unread.first().reason).contains(QStringLiteral("CVE-2024-21410")));
        QCOMPARE(healthyServer().result().verdict, Verdict::CouldNotCheck);
    }

    void updatedLateStoodOpen()
    {
        FakeServer server = openServer();
        server.setBuild("15.1.2507.77", "15.1.2507.6");
        const Outcome outcome = server.conclude();
        QVERIFY(!findingOf(outcome, u"missing fixes"));
        const Finding* past = findingOf(outcome, u"stood open to known attacks before");
        QVERIFY(past);
        QVERIFY(past->playbook.isEmpty());
        QCOMPARE(past->verdict, Verdict::CouldNotCheck);
        QVERIFY(past->references.contains(QStringLiteral("CVE-2022-41040")));
        QVERIFY(past->since.isValid());
        QVERIFY(factsOf(*past).contains(QStringLiteral("at the latest")));
    }

    void theMitigationIsSeenAndNotGuessed()
    {
        FakeServer there = openServer();
        there.addFile(there.evidence.iis->virtualDirectories.at(1).physicalPath.child("web.config"),
                      "<action value=\"{C:0}; script-src-attr 'none'\"/>");
        QVERIFY(!findingOf(there.conclude(), u"temporary fix"));
        QVERIFY(!isUnread(there.conclude(), "iis-configuration"));
        FakeServer commented = openServer();
        commented.addFile(commented.evidence.iis->virtualDirectories.at(1).physicalPath.child("web.config"),
                          "<a><!-- <action value=\"{C:0}; script-src-attr 'none'\"/> --></a>");
        QVERIFY(findingOf(commented.conclude(), u"temporary fix"));
        FakeServer unread = openServer();
        unread.folderStates.insert(unread.evidence.iis->configurationFile.parent().folded(),
                                   {ReadState::NotCollected, {}});
        QVERIFY(!findingOf(unread.conclude(), u"temporary fix"));
        QVERIFY(isUnread(unread.conclude(), "iis-configuration"));
    }

    void onlyTheCuIsKnown()
    {
        FakeServer server;
        server.setBuild("15.1.2507.13", "15.1.2507.6");
        for (const char* name :
             {"ExSetup.exe", "Microsoft.Exchange.Data.dll", "Microsoft.Exchange.Diagnostics.dll"}) {
            server.setProgram(name, nullptr);
        }
        const Outcome outcome = server.conclude();
        QVERIFY(!findingOf(outcome, u"missing"));
        QVERIFY(findingOf(outcome, u"may have stood open"));
        QVERIFY(isUnread(outcome, "exchange-binaries"));
        // A CU for which no update ever closed it is open for certain.
        server.setBuild("15.1.2308.27", "15.1.2308.8");
        for (const char* name :
             {"ExSetup.exe", "Microsoft.Exchange.Data.dll", "Microsoft.Exchange.Diagnostics.dll"}) {
            server.setProgram(name, nullptr);
        }
        QVERIFY(findingOf(server.conclude(), u"missing fixes for flaws that attackers use"));
    }

    void theLowestProgramCounts()
    {
        FakeServer server = healthyServer();
        server.setProgram("Microsoft.Exchange.Data.dll", "15.2.2562.17");
        const Outcome outcome = server.conclude();
        const Finding* mixed = findingOf(outcome, u"don't agree on their version");
        QVERIFY(mixed);
        QCOMPARE(mixed->verdict, Verdict::LookAtThis);
        QVERIFY(findingOf(outcome, u"missing fixes"));
        FakeServer unfinished = healthyServer();
        unfinished.registry->set(QStringLiteral("Microsoft\\ExchangeServer\\v15\\MailboxRole"),
                                 QStringLiteral("Watermark"), QStringLiteral("x"));
        QVERIFY(findingOf(unfinished.conclude(), u"don't agree on their version"));
        FakeServer other = healthyServer();
        other.setBuild("15.2.2562.56", "15.2.1748.10");
        QVERIFY(findingOf(other.conclude(), u"don't agree on their version"));
    }

    void anUpdateThatIsStillFreeIsNamed()
    {
        FakeServer server = healthyServer();
        server.setBuild("15.2.2562.53", "15.2.2562.17");
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        const Finding& missing = outcome.findings.first();
        QCOMPARE(missing.verdict, Verdict::LookAtThis); // of these two no attacks are known
        QCOMPARE(missing.references,
                 (QStringList{QStringLiteral("CVE-2026-70279"), QStringLiteral("CVE-2026-70571")}));
        QVERIFY(inEnglish(missing.advice)
                    .contains(QStringLiteral("Install Exchange SE RTM Oct26SU (15.2.2562.56) or newer")));
    }

    void newerThanThePack()
    {
        FakeServer server = healthyServer();
        server.setBuild("15.2.2562.99", "15.2.2562.17");
        const Outcome outcome = server.conclude();
        QVERIFY(!findingOf(outcome, u"missing"));
        QVERIFY(isUnread(outcome, "exchange-binaries"));
        QCOMPARE(server.result().verdict, Verdict::CouldNotCheck);
    }

    void damagedProgramsAreSaid()
    {
        FakeServer server = healthyServer();
        server.setProgram("ExSetup.exe", nullptr);
        server.addFile(server.evidence.exchange->folder.joined(u"bin\\ExSetup.exe"), "MZ, and nothing more");
        QVERIFY(isUnread(server.conclude(), "exchange-binaries"));
    }

    void windowsWithoutSupport()
    {
        FakeServer server = healthyServer();
        server.registry->keyAt(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion")).values.clear();
        server.registry->set(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion"),
                             QStringLiteral("CurrentBuild"), QStringLiteral("9600"));
        server.registry->set(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion"),
                             QStringLiteral("ProductName"),
                             QStringLiteral("Windows Server 2012 R2 Standard"));
        const Finding* old = findingOf(server.conclude(), u"Windows Server 2012 R2");
        QVERIFY(old);
    }

    void agesAreMeasuredAgainstTheEvidence()
    {
        FakeServer server = openServer();
        server.evidence.target.takenAt = QDateTime(QDate(2022, 12, 1), QTime(0, 0), Qt::UTC);
        const Outcome outcome = server.conclude();
        QVERIFY(!findingOf(outcome, u"no longer makes free fixes")); // it was supported then
        QVERIFY(findingOf(outcome, u"missing fixes for flaws that attackers use"));
    }

    void aFailedCuIsNoInstallation()
    {
        FakeServer server = openServer();
        server.setBuild("15.1.2375.7", "15.1.2375.7");
        server.contents.removeIf(
            [](const auto& file) { return foldName(file.first.name()) == "exchangesetup.log"; });
        server.setSetupLog(setupRun("10/05/2021", "15.1.2375.7", "Install", true) +
                           setupRun("05/02/2022", "15.1.2507.6", "Upgrade", false, "15.1.2375.7"));
        server.registry->remove(QStringLiteral("Microsoft\\Updates"));
        const Outcome outcome = server.conclude();
        const Finding* missing = findingOf(outcome, u"missing fixes for flaws");
        QVERIFY(missing);
        QCOMPARE(missing->since.date(), QDate(2021, 11, 9)); // CVE-2021-42321, on CU22
        QVERIFY(!findingOf(outcome, u"don't agree"));
    }

    void updatesAreFoundByNameAndNumber_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        const QString none;
        QTest::newRow("in full") << QStringLiteral(
                                        "Security Update for Exchange Server 2016 Cumulative Update 22 "
                                        "(KB5019758)")
                                 << QStringLiteral("15.1.2375.37");
        QTest::newRow("short") << QStringLiteral("Security Update for Exchange Server 2019 CU12 (KB5019758)")
                               << QStringLiteral("15.2.1118.20");
        QTest::newRow("by the present CU") << QStringLiteral("KB5019758") << QStringLiteral("15.1.2507.16");
        QTest::newRow("SE") << QStringLiteral(
                                   "Security Update for Exchange Server Subscription Edition RTM (KB5094139)")
                            << QStringLiteral("15.2.2562.43");
        QTest::newRow("SP1") << QStringLiteral(
                                    "Security Update for Exchange Server 2013 Service Pack 1 (KB5000871)")
                             << QStringLiteral("15.0.847.64");
        QTest::newRow("2016 CU8") << QStringLiteral(
                                         "Security Update for Exchange Server 2016 CU8 (KB5000871)")
                                  << QStringLiteral("15.1.1415.8");
        QTest::newRow("not in the pack")
            << QStringLiteral("Security Update for Exchange Server 2016 CU23 (KB9999999)") << none;
        QTest::newRow("no number") << QStringLiteral("Security Update for Exchange Server 2016 CU23") << none;
        QTest::newRow("CU that never got it")
            << QStringLiteral("Security Update for Exchange Server 2016 CU21 (KB5019758)") << none;
    }
    void updatesAreFoundByNameAndNumber()
    {
        QFETCH(QString, name);
        const auto knowledge = loadBuiltInKnowledge();
        QVERIFY(knowledge);
        const auto found =
            patch_level::updateNamed(name, (*knowledge)->builds, BuildNumber::parse(u"15.1.2507.6"));
        QTEST(found ? found->build.text() : QString(), "expected");
    }

    void theInstallersOwnListCounts()
    {
        FakeServer server = openServer();
        server.registry->remove(QStringLiteral("Microsoft\\Updates"));
        server.setBuild("15.1.2507.16", "15.1.2507.6");
        const QString product = QStringLiteral(
            "Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18\\Products\\461C2B42");
        server.registry->set(product + QStringLiteral("\\InstallProperties"), QStringLiteral("DisplayName"),
                             QStringLiteral("Microsoft Exchange Server"));
        server.registry->set(
            product + QStringLiteral("\\Patches\\AA"), QStringLiteral("DisplayName"),
            QStringLiteral("Security Update for Exchange Server 2016 Cumulative Update 23 (KB5019758)"));
        server.registry->set(product + QStringLiteral("\\Patches\\AA"), QStringLiteral("Installed"),
                             QStringLiteral("20230115"));
        const Outcome outcome = server.conclude();
        const Finding* missing = findingOf(outcome, u"missing fixes for flaws");
        QVERIFY(missing);
        QVERIFY(factsOf(*missing).contains(
            QStringLiteral("until 15 January 2023. The last day is from the installer's own list")));
    }

    void hostileNamesStayText()
    {
        FakeServer server = openServer();
        server.addUpdate("Exchange 2016", "KB9999999", "<script>alert(1)</script> Exchange Server {cve}",
                         "x");
        const Outcome outcome = server.conclude();
        const Finding* missing = findingOf(outcome, u"missing fixes for flaws");
        QVERIFY(missing);
        QVERIFY(
            factsOf(*missing).contains(QStringLiteral("<script>alert(1)</script> Exchange Server {cve}")));
        for (const Fact& fact : missing->facts) {
            QVERIFY(!render(fact.text, Format::Html, englishReader()).contains(QStringLiteral("<script>")));
        }
    }

    void wordsHaveNoPlaceLeftOpen()
    {
        QList<FakeServer> servers{openServer(), healthyServer()};
        servers.append(openServer());
        servers.last().setBuild("15.1.2507.77", "15.1.2507.6");
        servers.append(openServer());
        servers.last().setBuild("15.2.1118.7", "15.2.1118.7");
        for (const FakeServer& server : servers) {
            const Outcome outcome = server.conclude();
            QStringList said;
            for (const Finding& one : outcome.findings) {
                for (const Text* text :
                     {&one.title, &one.matters, &one.certainty, &one.harmless, &one.advice}) {
                    QVERIFY(!text->isEmpty());
                    said.append(inEnglish(*text));
                }
                said.append(factsOf(one));
            }
            for (const Unread& one : outcome.unread) {
                said.append(inEnglish(one.reason));
            }
            for (const Text& one : outcome.looked) {
                said.append(inEnglish(one));
            }
            for (const QString& one : said) {
                QVERIFY2(!one.contains(QLatin1Char('{')), qPrintable(one));
            }
        }
    }
};

MAILMEND_TEST_CLASS(PatchLevelTest)
#include "patch_level_test.moc"
