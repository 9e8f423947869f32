// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "playbooks/plan.h"
#include "support/registration.h"
#include "support/sample_findings.h"

#include <QSet>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QStringList AsSystem{QStringLiteral("mailmend:runs-as-system")};
const QStringList Poisoned{QStringLiteral("mailmend:oab-virtual-directory")};
constexpr auto OwaPage =
    "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\owa\\auth\\help.aspx";
constexpr auto ClientPage = "C:\\inetpub\\wwwroot\\aspnet_client\\log.aspx";

Plan planFor(const QList<Finding>& findings, const QString& way = {})
{
    return makePlan(findings, {server()}, builtIn(), way);
}

qsizetype placeOf(const Plan& plan, const QString& idStart)
{
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        if (plan.steps.at(i).id == idStart || plan.steps.at(i).id.startsWith(idStart + QLatin1Char('@'))) {
            return i;
        }
    }
    return -1;
}

QSet<QString> playbooksOf(const Plan& plan)
{
    QSet<QString> ids;
    for (const Step& step : plan.steps) {
        ids.insert(step.playbook);
    }
    return ids;
}

} // namespace

/** Properties that hold for every plan, and what each kind of finding brings. */
class PlanTest : public QObject
{
    Q_OBJECT

    static QList<QList<Finding>> situations()
    {
        const Finding owa = page(OwaPage, Verdict::NeedsAction, AsSystem);
        const Finding client = page(ClientPage, Verdict::LookAtThis);
        const Finding dump =
            page("C:\\inetpub\\wwwroot\\aspnet_client\\oab.aspx", Verdict::NeedsAction, Poisoned);
        Finding mitigation = oldBuild();
        mitigation.references = {QStringLiteral("CVE-2026-42897")};
        return {{},
                {oldBuild()},
                {mitigation},
                {client},
                {dump},
                {owa},
                {owa, client, dump, oldBuild()},
                {dump, oldBuild(), client},
                {owa, dump, client, mitigation, page("D:\\web\\x.aspx")}};
    }

private Q_SLOTS:
    void everyPlanIsInOrder()
    {
        for (const QList<Finding>& findings : situations()) {
            for (const QString& way : {QString(), QStringLiteral("repair"), QStringLiteral("P26")}) {
                const Plan plan = planFor(findings, way);
                QHash<QString, qsizetype> places;
                Phase last = Phase::Preserve;
                for (qsizetype i = 0; i < plan.steps.size(); ++i) {
                    const Step& step = plan.steps.at(i);
                    QVERIFY2(!places.contains(step.id), qPrintable(step.id));
                    places.insert(step.id, i);
                    QVERIFY2(step.phase >= last, qPrintable(step.id));
                    last = step.phase;
                    for (const QString& before : step.dependsOn) {
                        QVERIFY2(places.contains(before),
                                 qPrintable(step.id + QStringLiteral(" needs ") + before));
                    }
                }
            }
        }
    }

    void callingForHelpStandsBeforeTheFirstChange()
    {
        for (const QList<Finding>& findings : situations()) {
            const Plan plan = planFor(findings, QStringLiteral("repair"));
            if (findings.isEmpty()) {
                QVERIFY(plan.steps.isEmpty());
                continue;
            }
            QCOMPARE(plan.steps.first().id, QStringLiteral("p0-call-first"));
            QVERIFY(!plan.steps.first().changesSomething);
            bool changes = false;
            for (const Step& step : plan.steps) {
                changes = changes || step.changesSomething;
                QVERIFY(!step.changesSomething || step.dependsOn.contains(QStringLiteral("p0-call-first")));
            }
            QVERIFY(changes);
        }
    }

    void theSameFindingsMakeTheSamePlan()
    {
        for (const QList<Finding>& findings : situations()) {
            const Plan first = planFor(findings, QStringLiteral("repair"));
            const Plan second = planFor(findings, QStringLiteral("repair"));
            QCOMPARE(first.steps.size(), second.steps.size());
            for (qsizetype i = 0; i < first.steps.size(); ++i) {
                QCOMPARE(first.steps.at(i).id, second.steps.at(i).id);
                QCOMPARE(first.steps.at(i).title, second.steps.at(i).title);
                QCOMPARE(first.steps.at(i).dependsOn, second.steps.at(i).dependsOn);
                for (qsizetype j = 0; j < first.steps.at(i).byHand.size(); ++j) {
                    QCOMPARE(first.steps.at(i).byHand.at(j).text, second.steps.at(i).byHand.at(j).text);
                    QCOMPARE(first.steps.at(i).byHand.at(j).command, second.steps.at(i).byHand.at(j).command);
                }
            }
        }
    }

    void aPageOfExchangeOffersRebuildingFirst()
    {
        const QList<Finding> findings{page(OwaPage, Verdict::NeedsAction, AsSystem), oldBuild()};
        const Plan open = planFor(findings);
        QVERIFY(open.choice);
        QCOMPARE(open.choice->recommended, QStringLiteral("P26"));
        QCOMPARE(open.choice->ways, (QStringList{QStringLiteral("P26"), QStringLiteral("repair")}));
        for (const Step& step : open.steps) {
            QVERIFY2(step.phase <= Phase::Decide, qPrintable(step.id));
        }
        QVERIFY(placeOf(open, QStringLiteral("p26-plan")) >= 0);
        QVERIFY(placeOf(open, QStringLiteral("p27-isolate")) >= 0);
    }

    void rebuildingTakesThePlaceOfRepairing()
    {
        const QList<Finding> findings{page(OwaPage, Verdict::NeedsAction, AsSystem), oldBuild()};
        const Plan plan = planFor(findings, QStringLiteral("P26"));
        QVERIFY(plan.choice); // it can be thought over
        QVERIFY(placeOf(plan, QStringLiteral("p26-build")) >= 0);
        QVERIFY(placeOf(plan, QStringLiteral("p1-copy-page")) >= 0);
        QVERIFY(placeOf(plan, QStringLiteral("p27-notify")) >= 0);
        QVERIFY(placeOf(plan, QStringLiteral("p27-passwords")) >
                placeOf(plan, QStringLiteral("p26-old-server-off")));
        QCOMPARE(placeOf(plan, QStringLiteral("p1-quarantine-page")), -1);
        QCOMPARE(placeOf(plan, QStringLiteral("p19-install-update")), -1);
    }

    void repairingLeavesRebuildingOut()
    {
        const Plan plan =
            planFor({page(OwaPage, Verdict::NeedsAction, AsSystem), oldBuild()}, QStringLiteral("repair"));
        QVERIFY(!playbooksOf(plan).contains(QStringLiteral("P26")));
        QVERIFY(placeOf(plan, QStringLiteral("p19-install-update")) <
                placeOf(plan, QStringLiteral("p1-quarantine-page")));
        QVERIFY(placeOf(plan, QStringLiteral("p1-start-web")) <
                placeOf(plan, QStringLiteral("p27-passwords")));
    }

    void aPageToLookAtIsNoReasonToRebuild()
    {
        const Plan plan = planFor({page(OwaPage, Verdict::LookAtThis, AsSystem)});
        QVERIFY(!plan.choice);
        QVERIFY(placeOf(plan, QStringLiteral("p1-quarantine-page")) >= 0);
    }

    void whatEachFindingBrings()
    {
        const auto brings = [](const QList<Finding>& findings) { return playbooksOf(planFor(findings)); };
        QCOMPARE(brings({oldBuild()}), (QSet<QString>{QStringLiteral("P0"), QStringLiteral("P19")}));
        Finding flaw = oldBuild();
        flaw.references = {QStringLiteral("CVE-2026-42897")};
        QCOMPARE(brings({flaw}),
                 (QSet<QString>{QStringLiteral("P0"), QStringLiteral("P19"), QStringLiteral("P20")}));
        QCOMPARE(brings({page(ClientPage)}),
                 (QSet<QString>{QStringLiteral("P0"), QStringLiteral("P1"), QStringLiteral("P27")}));
        QCOMPARE(brings({page(ClientPage, Verdict::NeedsAction, Poisoned)}),
                 (QSet<QString>{QStringLiteral("P0"), QStringLiteral("P1"), QStringLiteral("P2"),
                                QStringLiteral("P27")}));
        Finding fine = page(ClientPage);
        fine.verdict = Verdict::Clear;
        QVERIFY(brings({fine}).isEmpty());
    }

    void stepsMergeOverFindings()
    {
        const Finding one = page(ClientPage);
        const Finding two = page("C:\\inetpub\\wwwroot\\b.aspx");
        const Finding three = page("D:\\web\\inetpub\\wwwroot\\c.aspx");
        const Plan plan = planFor({one, two, three});
        int quarantines = 0;
        for (const Step& step : plan.steps) {
            quarantines += step.templateId == QStringLiteral("p1-quarantine-page");
            if (step.templateId == QStringLiteral("p1-quarantine-page")) {
                QCOMPARE(step.findings.size(), 1);
                QCOMPARE(step.id, QStringLiteral("p1-quarantine-page@") + step.findings.first());
                QVERIFY(step.verifiedByLooking);
                // Each waits for its own copy only.
                QVERIFY(step.dependsOn.contains(QStringLiteral("p1-copy-page@") + step.findings.first()));
                QCOMPARE(step.dependsOn.filter(QStringLiteral("p1-copy-page")).size(), 1);
            }
        }
        QCOMPARE(quarantines, 3);
        const Step& stop = plan.steps.at(placeOf(plan, QStringLiteral("p1-stop-web")));
        QCOMPARE(stop.findings, (QStringList{one.id, two.id, three.id}));
        // One folder for each drive, not for each page.
        QStringList folders;
        for (const ReadyCommand& line : stop.byHand) {
            if (line.command.startsWith(QStringLiteral("New-Item"))) {
                folders.append(line.command);
            }
        }
        QCOMPARE(folders.size(), 2);
        QVERIFY(folders.at(0).contains(QStringLiteral("'C:\\MailmendQuarantine'")));
        QVERIFY(folders.at(1).contains(QStringLiteral("'D:\\MailmendQuarantine'")));
        const Step& start = plan.steps.at(placeOf(plan, QStringLiteral("p1-start-web")));
        QCOMPARE(start.dependsOn.filter(QStringLiteral("p1-quarantine-page@")).size(), 3);
    }

    void theWebServerStopsOnceForAllPages()
    {
        const Plan plan = planFor({page(ClientPage), page("C:\\inetpub\\wwwroot\\b.aspx")});
        const qsizetype stop = placeOf(plan, QStringLiteral("p1-stop-web"));
        const qsizetype start = placeOf(plan, QStringLiteral("p1-start-web"));
        QCOMPARE(start - stop, 3); // both pages are moved in between
    }

    /** Passwords that are typed into a changed page are stolen: first the page, then the passwords. */
    void passwordsComeAfterThePage()
    {
        for (const QString& way : {QStringLiteral("repair"), QStringLiteral("P26")}) {
            Finding logon = page("C:\\Exchange\\FrontEnd\\HttpProxy\\owa\\auth\\logon.aspx",
                                 Verdict::NeedsAction, AsSystem);
            logon.playbook = QStringLiteral("P6");
            const Plan plan = planFor({logon, page(ClientPage)}, way);
            const qsizetype passwords = placeOf(plan, QStringLiteral("p6-reset-passwords"));
            const qsizetype replaced = placeOf(plan, QStringLiteral("p6-replace-page"));
            QVERIFY(placeOf(plan, QStringLiteral("p6-list-users")) >= 0);
            QVERIFY(placeOf(plan, QStringLiteral("p6-list-users")) < passwords);
            QCOMPARE(replaced < 0, way == QStringLiteral("P26"));
            QVERIFY(passwords > std::max(placeOf(plan, QStringLiteral("p6-restart-web")),
                                         placeOf(plan, QStringLiteral("p26-old-server-off"))));
            QVERIFY(placeOf(plan, QStringLiteral("p27-passwords")) >
                    placeOf(plan, QStringLiteral("p6-restart-web")));
        }
    }

    void aConfigurationIsPutRight()
    {
        Finding config = page("C:\\inetpub\\wwwroot\\web.config");
        config.playbook = QStringLiteral("P5");
        const Plan plan = planFor({config});
        QCOMPARE(playbooksOf(plan),
                 (QSet<QString>{QStringLiteral("P0"), QStringLiteral("P5"), QStringLiteral("P27")}));
        const qsizetype restored = placeOf(plan, QStringLiteral("p5-restore-config"));
        QVERIFY(placeOf(plan, QStringLiteral("p5-compare-config")) < restored);
        QVERIFY(restored < placeOf(plan, QStringLiteral("p5-restart-web")));
        QVERIFY(placeOf(plan, QStringLiteral("p5-restart-web")) <
                placeOf(plan, QStringLiteral("p5-new-keys")));
        QVERIFY(plan.steps.at(restored).verifiedByLooking);
    }

    /** The same page on two servers: a step for each, with its own server; what is shared names both. */
    void eachStepKnowsItsServers()
    {
        const Finding here = page(ClientPage);
        Finding there = page(ClientPage);
        there.target = QStringLiteral("server-2");
        there.subject.owner = QStringLiteral("S-1-5-21-2");
        there.id = findingId(there.check, there.subject);
        QVERIFY(here.id != there.id);
        TargetInfo second = server(QStringLiteral("server-2"));
        second.host = QStringLiteral("EXCH02");
        const Plan plan = makePlan({here, there}, {server(), second}, builtIn(), {});
        QSet<QString> moved;
        for (const Step& step : plan.steps) {
            if (step.templateId == QStringLiteral("p1-quarantine-page")) {
                QCOMPARE(step.targets.size(), 1);
                QCOMPARE(step.targets.first(), step.findings.first() == here.id ? here.target : there.target);
                moved.insert(step.targets.first());
            }
        }
        QCOMPARE(moved, (QSet<QString>{here.target, there.target}));
        const Step& stop = plan.steps.at(placeOf(plan, QStringLiteral("p1-stop-web")));
        QCOMPARE(stop.targets, (QStringList{here.target, there.target}));
    }

    /** A folder full of pages makes a long plan, not an endless one. */
    void aSwitchedOffDiskDemandsNoRunningServer()
    {
        const Finding shell = page(OwaPage, Verdict::NeedsAction, AsSystem);
        TargetInfo disk = server();
        disk.kind = QStringLiteral("volume");
        TargetInfo zip = server();
        zip.kind = QStringLiteral("collection");
        const QString way = QStringLiteral("repair");
        const Plan onDisk = makePlan({shell}, {disk}, builtIn(), way);
        const Plan fromZip = makePlan({shell}, {zip}, builtIn(), way);
        QCOMPARE(onDisk.steps.size(), fromZip.steps.size()); // nothing is hidden
        const Step& take = onDisk.steps.at(placeOf(onDisk, QStringLiteral("p1-quarantine-page")));
        QCOMPARE(take.action, QStringLiteral("quarantine-file"));
        QVERIFY(take.note.isEmpty());
        QSet<QString> waits(take.dependsOn.begin(), take.dependsOn.end());
        for (const char* running : {"p1-stop-web", "p27-isolate", "p0-capture-volatile"}) {
            QVERIFY2(!waits.contains(QString::fromLatin1(running)), running);
            const qsizetype at = placeOf(onDisk, QString::fromLatin1(running));
            QVERIFY(!onDisk.steps.at(at).note.isEmpty());
            QVERIFY(fromZip.steps.at(at).note.isEmpty());
        }
        // What stands behind the steps that were passed over is still waited for.
        QVERIFY(waits.contains(QStringLiteral("p0-call-first")));
        QVERIFY(waits.contains(QStringLiteral("p0-copy-evidence")));
        QVERIFY(waits.contains(QStringLiteral("p1-copy-page@") + shell.id));
        const Step& onServer = fromZip.steps.at(placeOf(fromZip, QStringLiteral("p1-quarantine-page")));
        QVERIFY(onServer.dependsOn.contains(QStringLiteral("p1-stop-web")));
    }

    void manyFindings()
    {
        QList<Finding> findings;
        for (int i = 0; i < 5000; ++i) {
            findings.append(
                page(WindowsPath::parse(u"C:\\inetpub\\wwwroot")->child(QByteArray::number(i) + ".aspx")));
        }
        const Plan plan = planFor(findings);
        QVERIFY(plan.steps.size() > 10000);
        QCOMPARE(plan.steps.first().id, QStringLiteral("p0-call-first"));
    }

    void anUnknownPlaybookOrWayHarmsNothing()
    {
        Finding strange = page(ClientPage);
        strange.playbook = QStringLiteral("P99");
        QVERIFY(planFor({strange}).steps.isEmpty());
        const Plan plan =
            planFor({page(OwaPage, Verdict::NeedsAction, AsSystem)}, QStringLiteral("nonsense"));
        QVERIFY(plan.choice);
        QCOMPARE(placeOf(plan, QStringLiteral("p1-quarantine-page")), -1);
    }
};

MAILMEND_TEST_CLASS(PlanTest)
#include "plan_test.moc"
