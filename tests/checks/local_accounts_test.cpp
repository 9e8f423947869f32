// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "checks/local_accounts.h"
#include "fake_server.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString kMachine = QStringLiteral("S-1-5-21-1-2-3");
const QString kDomain = QStringLiteral("S-1-5-21-7-8-9");
constexpr quint16 kOn = account_flag::Normal, kOff = account_flag::Normal | account_flag::Disabled;

QDateTime on(int year, int month, int day)
{
    return QDateTime(QDate(year, month, day), QTime(12, 0), Qt::UTC);
}

LocalAccount account(quint32 rid, const char* name, quint16 flags, const QDateTime& listed)
{
    LocalAccount made;
    made.rid = rid;
    made.name = QString::fromUtf8(name);
    made.listedAs = {made.name};
    made.listed = made.keyChanged = listed;
    made.state = SamUserF{};
    made.state->rid = rid;
    made.state->flags = flags;
    made.state->passwordSet = listed;
    made.password = StoredPassword::Stored;
    return made;
}

/** The server of openServer() with its accounts: installed in 2016, open since 2022, taken in November 2026.
 */
struct Server
{
    FakeServer fake = openServer();
    LocalAccounts all;

    Server()
    {
        fake.evidence.domainController = false;
        fake.evidence.target.identity.installDate = on(2016, 5, 1);
        fake.evidence.folders.windows = WindowsPath('C', {"Windows"});
        all.machineSid = kMachine;
        all.accounts = {account(500, "Administrator", kOn, on(2016, 5, 1)),
                        account(501, "Guest", kOff | account_flag::PasswordNotRequired, on(2016, 5, 1)),
                        account(503, "DefaultAccount", kOff, on(2016, 5, 1)),
                        account(1001, "office-local", kOn, on(2016, 5, 1)),
                        account(1002, "backup-svc", kOn, on(2017, 2, 3))};
        all.accounts[1].password = all.accounts[2].password = StoredPassword::None;
        group(544, {kMachine + QStringLiteral("-500"), kMachine + QStringLiteral("-1001"),
                    kDomain + QStringLiteral("-512")});
        group(551, {kMachine + QStringLiteral("-1002")});
    }

    void group(quint32 rid, const QStringList& members)
    {
        all.groups.append({QStringLiteral("S-1-5-32-%1").arg(rid), rid, true, QStringLiteral("Gruppe"),
                           members, on(2017, 2, 3)});
    }
    LocalAccount& add(quint32 rid, const char* name, quint16 flags, const QDateTime& listed, bool admin)
    {
        all.accounts.append(account(rid, name, flags, listed));
        if (admin) {
            makeAdmin(rid);
        }
        return all.accounts.last();
    }
    void makeAdmin(quint32 rid) { all.groups[0].members.append(all.sidOf(rid)); }
    LocalAccount& of(quint32 rid) { return const_cast<LocalAccount&>(*all.account(rid)); }

    Outcome conclude()
    {
        fake.evidence.accounts = {std::make_shared<LocalAccounts>(all), ReadState::Read, {}};
        return fake.conclude(localAccountsCheck);
    }
    /** The one finding; a default one where there is none or more than one. */
    Finding only()
    {
        const Outcome outcome = conclude();
        for (const Finding& finding : outcome.findings) {
            qInfo("%s", qPrintable(inEnglish(finding.title)));
        }
        return outcome.findings.size() == 1 ? outcome.findings.first() : Finding();
    }
    bool quiet()
    {
        const Outcome outcome = conclude();
        for (const Finding& finding : outcome.findings) {
            qInfo("%s", qPrintable(inEnglish(finding.title)));
        }
        return outcome.findings.isEmpty();
    }
};

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
        Server server;
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
        Server server;
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
        Server server;
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
        Server server;
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
        Server server;
        server.add(1003, "HomeGroupUser$", kOn, on(2016, 5, 1), false);
        QVERIFY(server.quiet());
        server.makeAdmin(1003);
        QCOMPARE(server.only().verdict, Verdict::NeedsAction);
    }

    void hiddenAtLogonNeedsASecondReason()
    {
        Server server;
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
        Server server;
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
        Server server;
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
        Server server;
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
        Server server;
        server.of(1002).listedAs = {QStringLiteral("BACKUP-SVC")};
        QVERIFY(server.quiet()); // the same but for case
        server.of(1002).listedAs = {QStringLiteral("other")};
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
        server.of(1002).listedAs = {QStringLiteral("backup-svc"), QStringLiteral("second")};
        QCOMPARE(server.only().verdict, Verdict::LookAtThis);
    }

    void madeWhileTheServerStoodOpen()
    {
        Server server;
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
        Server server;
        server.add(1003, "scanner", kOn, on(2024, 3, 4), false);
        QVERIFY(server.quiet());
        QVERIFY(lookedText(server.conclude()).contains(QStringLiteral("scanner")));
        server.group(555, {server.all.sidOf(1003)});
        QCOMPARE(server.only().severity, Severity::Medium);
    }

    void madeBeforeOrWithWindowsIsOrdinary()
    {
        Server server;
        server.add(1003, "newadmin", kOn, on(2019, 3, 4), true); // before any flaw that is used in attacks
        QVERIFY(server.quiet());
        server.of(1003).listed = on(2024, 3, 4);
        server.fake.evidence.target.identity.installDate = on(2024, 3, 3); // set up anew the day before
        QVERIFY(server.quiet());
    }

    void aNewNameIsNoNewAccount()
    {
        Server server;
        server.of(1001).listed = on(2024, 3, 4); // renamed then: number 1002 is older
        QVERIFY(server.quiet());
    }

    void madeLately()
    {
        Server server;
        server.fake.setBuild("15.2.2562.56", "15.2.2562.17");
        server.add(1003, "new", kOn, on(2026, 11, 10), false);
        QCOMPARE(server.only().severity, Severity::Low);
        server.makeAdmin(1003);
        QCOMPARE(server.only().severity, Severity::High);
        server.of(1003).listed =
            on(2027, 1, 1); // later than the evidence: a clock that was wrong proves nothing
        QVERIFY(server.quiet());
        server.of(1003).listed = on(2026, 11, 10);
        server.fake.evidence.target.takenAt = {};
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("registry-sam")));
    }

    void withoutAPassword()
    {
        Server server;
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
        Server server;
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
        Server server;
        server.all.groups[0].members += {kDomain + QStringLiteral("-1117"), kDomain + QStringLiteral("-519")};
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QCOMPARE(unreadSources(outcome), QStringList{QStringLiteral("directory")});
        QVERIFY(inEnglish(outcome.unread.first().reason).contains(kDomain + QStringLiteral("-1117")));
        QVERIFY(!inEnglish(outcome.unread.first().reason).contains(QStringLiteral("-519")));
        QCOMPARE(outcome.coverage.size(), 1);
        QCOMPARE(judge(QStringLiteral("local-accounts"), {}, outcome).verdict, Verdict::CouldNotCheck);
    }

    void aCrowdOfAdministrators_data()
    {
        QTest::addColumn<QString>("sid");
        QTest::newRow("everyone") << QStringLiteral("S-1-1-0");
        QTest::newRow("whoever logged on") << QStringLiteral("S-1-5-11");
        QTest::newRow("domain users") << kDomain + QStringLiteral("-513");
    }

    void aCrowdOfAdministrators()
    {
        QFETCH(QString, sid);
        Server server;
        server.all.groups[0].members.append(sid);
        const Finding finding = server.only();
        QCOMPARE(finding.verdict, Verdict::LookAtThis);
        QCOMPARE(finding.severity, Severity::High);
        QCOMPARE(finding.subject.sid, sid);
    }

    void leftovers()
    {
        Server server;
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
        Server server;
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
        Server server;
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
        server = Server();
        server.fake.contents.clear();
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("exchange-binaries")));
        server.fake.cancelled = true;
        QVERIFY(unreadSources(server.conclude()).contains(QStringLiteral("registry-sam")));
    }

    void singleFilesHaveNoAccounts()
    {
        Server server;
        server.fake.evidence.looseFiles = true;
        QVERIFY(server.conclude().notApplicable);
    }

    /** Names out of the evidence never become part of a sentence's own words. */
    void hostileNamesAreValues()
    {
        Server server;
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
