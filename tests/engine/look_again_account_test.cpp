// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_account.h"

#include "base/reader.h"
#include "support/registration.h"
#include "support/sample_findings.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString kMachine = QStringLiteral("S-1-5-21-1-2-3");
const QString kSid = kMachine + QStringLiteral("-1003");

/** A server with its administrators and one further account. */
struct Server
{
    Evidence evidence;
    LocalAccounts all;

    Server()
    {
        evidence.domainController = false;
        all.machineSid = kMachine;
        LocalAccount one;
        one.rid = 1003;
        one.name = QStringLiteral("svc$");
        one.listedAs = {one.name};
        one.state = SamUserF{};
        one.state->rid = 1003;
        one.password = StoredPassword::Stored;
        all.accounts = {one};
        all.groups = {{QStringLiteral("S-1-5-32-544"), 544, true, QStringLiteral("Admins"), {kSid}, {}},
                      {QStringLiteral("S-1-5-32-555"), 555, true, QStringLiteral("Remote"), {kSid}, {}}};
    }

    LocalAccount& account() { return all.accounts.first(); }
    CaseFinding finding() const
    {
        CaseFinding known;
        known.finding = mailmend::testing::account(QStringLiteral("svc$"), kSid);
        known.finding.state = QStringLiteral("account: ") + standingOf(all, all.accounts.first());
        return known;
    }
    Rechecked look(const CaseFinding& known)
    {
        evidence.accounts = {std::make_shared<LocalAccounts>(all), ReadState::Read, {}};
        return goneAccount(known, evidence);
    }
};

} // namespace

/** What proves that an account is no way in any more. Its check did not find it again in any of these. */
class LookAgainAccountTest : public QObject
{
    Q_OBJECT

    static void expect(const Rechecked& seen, FindingStatus status)
    {
        QVERIFY2(seen.status == status, qPrintable(inEnglish(seen.reason)));
        QVERIFY(!seen.reason.isEmpty());
    }

private Q_SLOTS:
    void asThePlaybookLeavesIt()
    {
        Server server;
        const CaseFinding known = server.finding();
        server.account().state->flags = account_flag::Disabled;
        server.all.groups[0].members.clear();
        server.all.groups[1].members.clear();
        const Rechecked seen = server.look(known);
        expect(seen, FindingStatus::Fixed);
        QVERIFY(inEnglish(seen.reason).contains(QStringLiteral("switched off")));
    }

    /** Switched off is half of it: whoever switches it on again must be no administrator. */
    void withRightsItIsNotFixed()
    {
        Server server;
        const CaseFinding known = server.finding();
        server.account().state->flags = account_flag::Disabled;
        const Rechecked seen = server.look(known);
        expect(seen, FindingStatus::CannotTell);
        QCOMPARE(inEnglish(seen.reason), QStringLiteral("svc$ was changed, but it still has special rights. "
                                                        "Take them away, then check again."));
        server.all.groups[0].members.clear(); // may still log on from afar
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.groups[1].members.clear();
        expect(server.look(known), FindingStatus::Fixed);
    }

    void nothingHidesItButItIsAnAdministrator()
    {
        Server server;
        server.account().hiddenFromLogon = true;
        for (const char* playbook : {"P10", "P11"}) {
            server.account().hiddenFromLogon = true;
            CaseFinding known = server.finding();
            known.finding.playbook = QLatin1StringView(playbook);
            server.account().hiddenFromLogon = false;
            const Rechecked seen = server.look(known);
            expect(seen, FindingStatus::CannotTell);
            QVERIFY(inEnglish(seen.reason).contains(QStringLiteral("still has special rights")));
        }
    }

    void aNameThatLeadsSomewhereAgainIsNotGone()
    {
        Server server;
        CaseFinding known = server.finding();
        known.finding.state = QStringLiteral("name only");
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.accounts.clear();
        server.all.loneNames = {{QStringLiteral("svc$"), 1003, {}}};
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.loneNames.clear();
        expect(server.look(known), FindingStatus::Fixed);
    }

    void rightsInOneListAreGoneFromBoth()
    {
        Server server;
        server.all.groups[0].members.clear();
        server.all.groups[1].members.clear();
        const QString crowd = QStringLiteral("S-1-5-11");
        server.all.memberships = QHash<QString, QList<quint32>>{{kSid, {544}}, {crowd, {544}}};
        const CaseFinding known = server.finding();
        CaseFinding others = known;
        others.finding.subject.sid = crowd;
        others.finding.state = QStringLiteral("one list");
        expect(server.look(known), FindingStatus::CannotTell);
        expect(server.look(others), FindingStatus::CannotTell);
        server.all.groups[0].members = {kSid, crowd}; // now both lists make them administrators
        expect(server.look(known), FindingStatus::CannotTell);
        expect(server.look(others), FindingStatus::CannotTell);
        server.all.groups[0].members.clear();
        server.all.memberships->clear();
        expect(server.look(known), FindingStatus::Fixed);
        expect(server.look(others), FindingStatus::Fixed);
        server.all.memberships.reset();
        expect(server.look(others), FindingStatus::CannotTell);
    }

    void aFolderIsGone()
    {
        Server server;
        CaseFinding known = server.finding();
        known.finding.subject.name = QStringLiteral("C:\\Users\\Helper");
        known.finding.subject.sid.clear();
        known.finding.state = QStringLiteral("profile folder");
        StrayFolder folder;
        folder.path = WindowsPath('C', {"Users", "helper"});
        server.all.strayFolders = {folder};
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.strayFolders.clear();
        expect(server.look(known), FindingStatus::Fixed);
        server.all.strayState = {ReadState::Partly, verbatim(QStringLiteral("Half of it."))};
        expect(server.look(known), FindingStatus::CannotTell);
    }

    void removed()
    {
        Server server;
        const CaseFinding known = server.finding();
        server.all.accounts.clear();
        expect(server.look(known), FindingStatus::Fixed);
    }

    /** "Made lately" passes by itself; the account does not. */
    void timeAloneProvesNothing()
    {
        Server server;
        const CaseFinding known = server.finding();
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.groups[1].members.clear(); // still an administrator
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.groups.append({QStringLiteral("S-1-5-32-545"), 545, true, {}, {kSid}, {}});
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.groups[0].members.clear();
        expect(server.look(known), FindingStatus::Fixed);
    }

    void whatWasWrongIsRight()
    {
        Server server;
        const auto finding = [&server](const QString& playbook) {
            CaseFinding made = server.finding();
            made.finding.playbook = playbook;
            return made;
        };
        server.account().password = StoredPassword::None;
        CaseFinding known = finding(QStringLiteral("P11"));
        server.account().password = StoredPassword::Stored;
        expect(server.look(known), FindingStatus::Fixed);
        server.account().state->rid = 500;
        known = finding({});
        server.account().state->rid = 1003;
        expect(server.look(known), FindingStatus::Fixed);
        server.account().listedAs.clear();
        known = finding({});
        server.account().listedAs = {QStringLiteral("svc$")};
        expect(server.look(known), FindingStatus::Fixed);
    }

    void whatIsNotReadProvesNothing()
    {
        Server server;
        const CaseFinding known = server.finding();
        server.all.accounts.clear();
        const PartState lost{ReadState::Partly, verbatim(QStringLiteral("Damaged."))};
        for (PartState* part :
             {&server.all.accountsState, &server.all.groupsState, &server.all.hiddenState}) {
            *part = lost;
            expect(server.look(known), FindingStatus::CannotTell);
            *part = {};
        }
        server.evidence.domainController = true;
        expect(server.look(known), FindingStatus::CannotTell);
        server.evidence.domainController.reset();
        expect(server.look(known), FindingStatus::CannotTell);
        server.evidence.domainController = false;
        server.evidence.accounts = {nullptr, ReadState::Missing, verbatim(QStringLiteral("No SAM."))};
        expect(goneAccount(known, server.evidence), FindingStatus::CannotTell);
        CaseFinding half = known;
        half.finding.subject.sid = QStringLiteral("RID 1003");
        expect(server.look(half), FindingStatus::CannotTell);
    }

    void membershipsAndProfiles()
    {
        Server server;
        CaseFinding known = server.finding();
        known.finding.subject.sid = QStringLiteral("S-1-1-0");
        known.finding.state = QStringLiteral("member of 544");
        expect(server.look(known), FindingStatus::Fixed);
        server.all.groups[0].members.append(QStringLiteral("S-1-1-0"));
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.groups.clear();
        expect(server.look(known), FindingStatus::CannotTell);
        known.finding.subject.sid = kMachine + QStringLiteral("-1009");
        known.finding.state = QStringLiteral("profile");
        expect(server.look(known), FindingStatus::Fixed);
        server.all.profiles = {{known.finding.subject.sid, {}, {}}};
        expect(server.look(known), FindingStatus::CannotTell);
        server.all.profiles.clear();
        server.all.profilesState = {ReadState::Partly, verbatim(QStringLiteral("Damaged."))};
        expect(server.look(known), FindingStatus::CannotTell);
    }
};

MAILMEND_TEST_CLASS(LookAgainAccountTest)
#include "look_again_account_test.moc"
