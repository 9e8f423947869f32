// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "fake_accounts.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

QStringList unreadSources(const Outcome& outcome)
{
    QStringList sources;
    for (const Unread& unread : outcome.unread) {
        sources.append(unread.source);
    }
    return sources;
}

QString lookedText(const Outcome& outcome)
{
    QString text;
    for (const Text& looked : outcome.looked) {
        text += inEnglish(looked) + QLatin1Char('\n');
    }
    return text;
}

} // namespace

/** Accounts of the server itself: what is a finding, what only looks like one, what can't be told. */
class LocalAccountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOrdinaryServerHasNothing()
    {
        AccountServer server;
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QVERIFY2(outcome.unread.isEmpty(), qPrintable(unreadSources(outcome).join(u' ')));
        const QString looked = lookedText(outcome);
        QVERIFY(looked.contains(QStringLiteral("5 accounts")));
        QVERIFY(looked.contains(QStringLiteral("office-local")));
        QVERIFY(looked.contains(QStringLiteral("Domain Admins")));
        QCOMPARE(judge(QStringLiteral("local-accounts"), {}, outcome).verdict, Verdict::Clear);
    }

    void hiddenAdministratorNeedsAction()
    {
        AccountServer server;
        server.add(1003, "help$", kOn, on(2024, 3, 4), true);
        const Finding finding = server.only();
        QCOMPARE(finding.verdict, Verdict::NeedsAction);
        QCOMPARE(finding.severity, Severity::Critical);
        QCOMPARE(finding.playbook, QStringLiteral("P10"));
        QCOMPARE(finding.subject.sid, kMachine + QStringLiteral("-1003"));
        QCOMPARE(finding.subject.kind, SubjectKind::Account);
        QCOMPARE(finding.subject.name, QStringLiteral("help$"));
        QCOMPARE(finding.state, QStringLiteral("account: on; rid 1003; in 544"));
        QCOMPARE(finding.since, on(2024, 3, 4));
        QVERIFY(finding.references.contains(QStringLiteral("T1564.002")));
        bool timed = false;
        for (const Fact& fact : finding.facts) {
            QVERIFY(fact.path.display().startsWith(QStringLiteral("C:\\Windows\\System32\\config\\S")));
            timed = timed || (fact.time == on(2024, 3, 4) && fact.timeSource == TimeSource::Registry);
        }
        QVERIFY(timed);
        for (const Text* text :
             {&finding.title, &finding.matters, &finding.certainty, &finding.harmless, &finding.advice}) {
            QVERIFY(!text->isEmpty());
        }
    }

    /** The id hangs on the number: a new name is the same account. */
    void idIsByNumber()
    {
        AccountServer server;
        server.add(1003, "help$", kOn, on(2024, 3, 4), true);
        const QString id = server.only().id;
        server.of(1003).name = QStringLiteral("other$");
        server.of(1003).listedAs = {QStringLiteral("other$")};
        QCOMPARE(server.only().id, id);
        server.of(1003).rid = 1004;
        server.of(1003 + 1).state->rid = 1004;
        server.makeAdmin(1004);
        server.all.groups[0].members.removeAll(server.all.sidOf(1003));
        QVERIFY(server.only().id != id);
    }

    void hiddenByNameDependsOnRights()
    {
        AccountServer server;
        server.add(1003, "help$", kOn, on(2017, 3, 4), false);
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.of(1003).state->flags = kOff;
        QVERIFY(server.quiet());
        QVERIFY(lookedText(server.conclude()).contains(QStringLiteral("help$")));
        server.makeAdmin(1003);
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.of(1003).state.reset(); // whether it is off is not known
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
    }

    void homeGroupIsOrdinary()
    {
        AccountServer server;
        server.add(1003, "HomeGroupUser$", kOn, on(2016, 5, 1), false);
        QVERIFY(server.quiet());
        server.makeAdmin(1003);
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
        server.all.groups[0].members.removeAll(server.all.sidOf(1003));
        server.group(555, {server.all.sidOf(1003)}); // the name alone excuses nothing
        QCOMPARE(server.only().severity, Severity::High);
    }

    /** What is switched on has a way in, whatever its name. */
    void onlySwitchedOffIsWithoutAWayIn()
    {
        AccountServer server;
        server.add(1003, "HomeGroupUser$", kOn, on(2016, 5, 1), false);
        QVERIFY(!lookedText(server.conclude()).contains(QStringLiteral("without a way in")));
        server.of(1003).state->flags = kOff;
        QVERIFY(lookedText(server.conclude()).contains(QStringLiteral("without a way in: HomeGroupUser$")));
    }

    void numbersThatOnlyWindowsGives()
    {
        for (const quint32 rid : {499U, 502U, 505U, 777U, 999U}) {
            AccountServer server;
            server.add(rid, "helper", kOff, on(2016, 5, 1), false);
            const Finding finding = server.only();
            QCOMPARE(finding.verdict, Verdict::NeedsAction);
            QCOMPARE(finding.severity, Severity::High);
            QVERIFY(finding.playbook.isEmpty());
            QCOMPARE(inEnglish(finding.title),
                     QStringLiteral("The account helper has a number that only Windows gives"));
        }
        AccountServer server;
        server.add(504, "WDAGUtilityAccount", kOff, on(2016, 5, 1), false);
        server.add(1000, "first", kOff, on(2016, 5, 1), false);
        QVERIFY(server.quiet());
    }

    void hiddenAtLogonNeedsASecondReason()
    {
        AccountServer server;
        server.of(1001).hiddenFromLogon = true;
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.of(1001).hiddenFromLogon = false;
        server.of(1002).hiddenFromLogon = true; // a service account
        QVERIFY(server.quiet());
        server.of(1002).hiddenFromLogon = false;
        server.add(1003, "svc", kOn, on(2024, 3, 4), true).hiddenFromLogon = true;
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
    }

    void builtInAccountsStayOff_data()
    {
        QTest::addColumn<quint32>("rid");
        QTest::newRow("Guest") << 501U;
        QTest::newRow("DefaultAccount") << 503U;
        QTest::newRow("WDAGUtilityAccount") << 504U;
    }

    void builtInAccountsStayOff()
    {
        QFETCH(quint32, rid);
        AccountServer server;
        if (!server.all.account(rid)) {
            server.add(rid, "WDAGUtilityAccount", kOff, on(2016, 5, 1), false);
            QVERIFY(server.quiet());
        }
        server.of(rid).name = QStringLiteral("Gast"); // whatever it is called
        server.of(rid).listedAs = {QStringLiteral("Gast")};
        server.of(rid).password = StoredPassword::Stored;
        server.of(rid).state->flags = kOn;
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        QCOMPARE(server.only().playbook, QStringLiteral("P11"));
        server.makeAdmin(rid);
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
        QCOMPARE(server.only().severity, Severity::Critical);
        server.of(rid).state->flags = kOff;
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
    }

    void anotherAccountsNumberNeedsAction()
    {
        AccountServer server;
        server.of(1002).state->rid = 500;
        Finding finding = server.only();
        QCOMPARE(finding.verdict, Verdict::NeedsAction);
        QVERIFY(finding.playbook.isEmpty()); // commands could hit the other account
        QVERIFY(finding.references.contains(QStringLiteral("mailmend:account-number-changed")));
        QVERIFY(inEnglish(finding.title).contains(QStringLiteral("Administrator")));
        server.of(1002).state->flags = kOff;
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
        server.of(1002).state->rid = 4711; // of nobody
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
    }

    void outOfTheListOfNames()
    {
        AccountServer server;
        server.of(1002).listedAs.clear();
        server.of(1002).listed = {};
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
        server.all.accountsState = {ReadState::Partly, verbatim(QStringLiteral("Damaged."))};
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.all.accountsState = {};
        server.of(1002).state->flags = kOff;
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
    }

    void namesThatDoNotFit()
    {
        AccountServer server;
        server.of(1002).listedAs = {QStringLiteral("BACKUP-SVC")};
        QVERIFY(server.quiet()); // the same but for case
        server.of(1002).listedAs = {QStringLiteral("other")};
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.of(1002).listedAs = {QStringLiteral("backup-svc"), QStringLiteral("second")};
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
    }

    void madeWhileTheServerStoodOpen()
    {
        AccountServer server;
        server.add(1003, "newadmin", kOn, on(2024, 3, 4), true);
        Finding finding = server.only();
        QCOMPARE(finding.verdict, Verdict::LookAtThis);
        QCOMPARE(finding.severity, Severity::High);
        QVERIFY(inEnglish(finding.title).contains(QStringLiteral("stood open")));
        server.of(1003).state->flags = kOff;
        QVERIFY(server.quiet());
    }

    void ordinaryAccountsOfThatTimeAreAFact()
    {
        AccountServer server;
        server.add(1003, "scanner", kOn, on(2024, 3, 4), false);
        QVERIFY(server.quiet());
        QVERIFY(lookedText(server.conclude()).contains(QStringLiteral("scanner")));
        server.group(555, {server.all.sidOf(1003)});
        QCOMPARE(server.only().severity, Severity::Medium);
    }

    void madeBeforeOrWithWindowsIsOrdinary()
    {
        AccountServer server;
        server.add(1003, "newadmin", kOn, on(2019, 3, 4), true); // before any flaw that is used in attacks
        QVERIFY(server.quiet());
        server.of(1003).listed = on(2024, 3, 4);
        server.fake.evidence.target.identity.installDate = on(2024, 3, 3); // set up anew the day before
        QVERIFY(server.quiet());
    }

    void aNewNameIsNoNewAccount()
    {
        AccountServer server;
        server.of(1001).listed = on(2024, 3, 4); // renamed then: number 1002 is older
        QVERIFY(server.quiet());
    }

    void madeLately()
    {
        AccountServer server;
        server.fake.setBuild("15.2.2562.56", "15.2.2562.17");
        server.add(1003, "new", kOn, on(2026, 11, 10), false);
        QCOMPARE(server.only().severity, Severity::Low);
        server.makeAdmin(1003);
        QCOMPARE(server.only().severity, Severity::High);
        server.of(1003).listed = on(2027, 1, 1); // later than the evidence: some clock was wrong
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        QVERIFY(inEnglish(server.only().certainty).startsWith(QStringLiteral("Not sure")));
        server.of(1003).listed = on(2026, 11, 10);
        server.fake.evidence.target.takenAt = {};
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("registry-sam")));
    }

    void withoutAPassword()
    {
        AccountServer server;
        server.of(1002).password = StoredPassword::None;
        QCOMPARE(server.only().severity, Severity::Medium);
        server.makeAdmin(1002);
        QCOMPARE(server.only().severity, Severity::High);
        server.of(1002).state->flags = kOff;
        QVERIFY(server.quiet());
        server.of(1002).state->flags = kOn;
        server.of(1002).password = StoredPassword::Unknown;
        QVERIFY(server.quiet());
    }

    void lastLogonsAndLaxPasswordsAreFacts()
    {
        AccountServer server;
        server.of(1001).state->lastLogon = on(2025, 6, 7);
        server.of(1002).state->flags = kOn | account_flag::PasswordNotRequired;
        QVERIFY(server.quiet());
        const QString looked = lookedText(server.conclude());
        QVERIFY2(looked.contains(QStringLiteral("office-local is an administrator of this server, last logon "
                                                "7 June 2025")),
                 qPrintable(looked));
        QVERIFY2(looked.contains(QStringLiteral("never given one by a person: backup-svc.")),
                 qPrintable(looked));
    }

    void membersFromElsewhere()
    {
        AccountServer server;
        server.all.groups[0].members += {kDomain + QStringLiteral("-1117"), kDomain + QStringLiteral("-519")};
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QCOMPARE(unreadSources(outcome), QStringList{QStringLiteral("directory")});
        QVERIFY(inEnglish(outcome.unread.first().reason).contains(kDomain + QStringLiteral("-1117")));
        QVERIFY(!inEnglish(outcome.unread.first().reason).contains(QStringLiteral("-519")));
        QCOMPARE(outcome.coverage.size(), 2); // the directory, and the profile folders
        QCOMPARE(judge(QStringLiteral("local-accounts"), {}, outcome).verdict, Verdict::CouldNotCheck);
    }

    void aCrowdOfAdministrators_data()
    {
        QTest::addColumn<QString>("sid");
        QTest::newRow("everyone") << QStringLiteral("S-1-1-0");
        QTest::newRow("whoever logged on") << QStringLiteral("S-1-5-11");
        QTest::newRow("services") << QStringLiteral("S-1-5-6");
        QTest::newRow("whoever logged on from afar") << QStringLiteral("S-1-5-14");
        QTest::newRow("this organization") << QStringLiteral("S-1-5-15");
        QTest::newRow("local accounts") << QStringLiteral("S-1-5-113");
        QTest::newRow("other organization") << QStringLiteral("S-1-5-1000");
        QTest::newRow("domain users") << kDomain + QStringLiteral("-513");
    }

    void aCrowdOfAdministrators()
    {
        QFETCH(QString, sid);
        AccountServer server;
        server.all.groups[0].members.append(sid);
        const Finding finding = server.only();
        QCOMPARE(finding.verdict, Verdict::LookAtThis);
        QCOMPARE(finding.severity, Severity::High);
        QCOMPARE(finding.subject.sid, sid);
    }

    void servicesAsAdministrators()
    {
        for (const char* sid : {"S-1-5-19", "S-1-5-20", "S-1-5-80-1-2-3-4-5", "S-1-5-82-1-2-3-4-5"}) {
            AccountServer server;
            server.all.groups[0].members.append(QLatin1StringView(sid));
            const Finding finding = server.only();
            QCOMPARE(finding.verdict, Verdict::LookAtThis);
            QCOMPARE(finding.severity, Severity::High);
            QCOMPARE(finding.playbook, QStringLiteral("P11"));
            QCOMPARE(finding.state, QStringLiteral("member of 544"));
            QVERIFY(inEnglish(finding.title).startsWith(QStringLiteral("A service of this server")));
        }
    }

    /** Neither the directory's nor known: said, and never taken for clear. */
    void numbersThatNobodyKnows()
    {
        AccountServer server;
        for (int i = 1; i <= 12; ++i) {
            server.all.groups[0].members.append(QStringLiteral("S-1-12-1-%1").arg(i));
        }
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty() && outcome.coverage.size() == 1);
        QCOMPARE(unreadSources(outcome), QStringList{QStringLiteral("registry-sam")});
        const QString said = inEnglish(outcome.unread.first().reason);
        QVERIFY2(said.contains(QStringLiteral("S-1-12-1-10 and 2 more")), qPrintable(said));
        QCOMPARE(judge(QStringLiteral("local-accounts"), {}, outcome).verdict, Verdict::CouldNotCheck);
    }

    void longListsSayHowMuchIsLeftOut()
    {
        AccountServer server;
        for (quint32 i = 0; i < 25; ++i) {
            server.add(1100 + i, "clerk", kOn | account_flag::PasswordNotRequired, on(2017, 5, 1), true);
        }
        const QString looked = lookedText(server.conclude());
        QVERIFY2(looked.contains(QStringLiteral("And 7 more accounts are administrators")),
                 qPrintable(looked));
        QVERIFY2(looked.contains(QStringLiteral("clerk and 5 more")), qPrintable(looked));
    }

    /** One number can be an account, a folder, a member and a name: none hides another. */
    void whatIsSaidOfOneNumberStaysApart()
    {
        AccountServer server;
        const QString sid = kMachine + QStringLiteral("-1009");
        server.all.groups[0].members.append(sid);
        server.all.profiles = {{sid, QStringLiteral("C:\\Users\\c"), on(2024, 1, 1)}};
        server.all.loneNames = {{QStringLiteral("one"), 1009, on(2024, 1, 1)},
                                {QStringLiteral("two"), 1009, on(2024, 1, 1)}};
        QSet<QString> ids;
        for (const Finding& finding : server.conclude().findings) {
            QCOMPARE(finding.subject.sid, sid);
            ids.insert(finding.id);
        }
        QCOMPARE(ids.size(), 4);
        server = AccountServer();
        server.add(1009, "help$", kOn, on(2024, 3, 4), true);
        QVERIFY(!ids.contains(server.only().id));
        QCOMPARE(server.only().id, findingId(server.only().check, server.only().subject));
    }

    void leftovers()
    {
        AccountServer server;
        server.all.profiles = {
            {kMachine + QStringLiteral("-1001"), QStringLiteral("C:\\Users\\a"), on(2024, 1, 1)},
            {kDomain + QStringLiteral("-1500"), QStringLiteral("C:\\Users\\b"), on(2024, 1, 1)},
            {QStringLiteral("S-1-5-18"), {}, on(2024, 1, 1)},
            {kMachine + QStringLiteral("-1009"), QStringLiteral("C:\\Users\\c"), on(2018, 1, 1)}};
        QVERIFY(server.quiet());
        server.all.profiles.last().changed = on(2024, 1, 1);
        QCOMPARE(server.only().subject.sid, kMachine + QStringLiteral("-1009"));
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.all.profiles.clear();
        server.all.loneNames = {{QStringLiteral("gone"), 1009, on(2024, 1, 1)}};
        QCOMPARE(server.only().state, QStringLiteral("name only"));
        server.all.loneNames.clear();
        server.all.groups[0].members.append(kMachine + QStringLiteral("-1009"));
        QCOMPARE(server.only().state, QStringLiteral("member of 544"));
        server.all.accountsState = {ReadState::Partly, verbatim(QStringLiteral("Damaged."))};
        QVERIFY(server.quiet()); // it may only be unreadable
    }

    void onADomainControllerTheDirectoryTells()
    {
        AccountServer server;
        server.fake.evidence.domainController = true;
        server.add(1003, "help$", kOn, on(2024, 3, 4), true);
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QCOMPARE(unreadSources(outcome), QStringList{QStringLiteral("directory")});
        server.fake.evidence.domainController.reset();
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("registry-system")));
        QCOMPARE(server.conclude().findings.size(), 1);
    }

    void whatIsNotReadIsSaid()
    {
        AccountServer server;
        server.fake.evidence.accounts = {nullptr, ReadState::Missing, verbatim(QStringLiteral("No SAM."))};
        Outcome outcome = server.fake.conclude(localAccountsCheck);
        QCOMPARE(unreadSources(outcome), QStringList{QStringLiteral("registry-sam")});
        QCOMPARE(judge(QStringLiteral("local-accounts"), {}, outcome).verdict, Verdict::CouldNotCheck);
        const PartState lost{ReadState::Partly, verbatim(QStringLiteral("Damaged."))};
        for (PartState* part : {&server.all.accountsState, &server.all.groupsState, &server.all.profilesState,
                                &server.all.hiddenState}) {
            *part = lost;
            QVERIFY(!server.conclude().unread.isEmpty());
            *part = {};
        }
        server.all.groups.clear();
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("registry-sam")));
        server = AccountServer();
        server.fake.contents.clear();
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("exchange-binaries")));
        server = AccountServer();
        server.fake.evidence.exchange = {};
        for (auto& content : server.fake.contents) {
            content.second = "no version in it";
        }
        QCOMPARE(unreadSources(server.conclude()), QStringList{QStringLiteral("exchange-binaries")});
        const QString why = inEnglish(server.conclude().unread.first().reason);
        QVERIFY2(why.startsWith(QStringLiteral("Which version of Exchange")), qPrintable(why));
        QCOMPARE(judge(QStringLiteral("local-accounts"), {}, server.conclude()).verdict,
                 Verdict::CouldNotCheck);
        server.fake.cancelled = true;
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("registry-sam")));
    }

    void singleFilesHaveNoAccounts()
    {
        AccountServer server;
        server.fake.evidence.looseFiles = true;
        QVERIFY(server.conclude().notApplicable);
    }

    /** Names out of the evidence never become part of a sentence's own words. */
    void hostileNamesAreValues()
    {
        AccountServer server;
        server.add(1003, "a\xE2\x80\xAE{sid}\n<b>$", kOn, on(2024, 3, 4), true);
        const Finding finding = server.only();
        const QString shown = render(finding.title, Format::Html, englishReader());
        QVERIFY(!shown.contains(QLatin1Char('\n')) && !shown.contains(QStringLiteral("<b>")));
        QVERIFY(!shown.contains(QChar(0x202e)));
        QVERIFY(!finding.title.source.contains("<b>"));
    }
};

MAILMEND_TEST_CLASS(LocalAccountsTest)
#include "local_accounts_test.moc"
