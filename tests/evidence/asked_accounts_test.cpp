// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/asked_accounts.h"
#include "evidence/host/host.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString askedMachine = QStringLiteral("S-1-5-21-1760460187-1592185332-161725925");

/** A registry as an ordinary account sees it: SAM is closed. */
class ClosedSam : public Registry
{
public:
    explicit ClosedSam(std::shared_ptr<const Registry> whole) : m_whole(std::move(whole)) {}
    RegistryAnswer key(RegistryHive hive, QStringView path) const override
    {
        return hive == RegistryHive::Sam ? RegistryAnswer{} : m_whole->key(hive, path);
    }
    QList<HiveState> hives() const override
    {
        QList<HiveState> states = m_whole->hives();
        for (HiveState& state : states) {
            if (state.hive == RegistryHive::Sam) {
                state.state = ReadState::Denied;
            }
        }
        return states;
    }

private:
    std::shared_ptr<const Registry> m_whole;
};

SmallRegistry controllerRegistry()
{
    SmallRegistry registry = smallRegistry();
    registry.system.at(QStringLiteral("ControlSet002\\Control\\ProductOptions")).values = {
        sample::stringValue(QStringLiteral("ProductType"), QStringLiteral("LanmanNT"))};
    return registry;
}

/** What NetUserGetInfo and NetLocalGroupGetMembers answer of such a server. */
AskedAccounts anAnswer()
{
    AskedAccounts answer;
    answer.askedAt = QDateTime(QDate(2026, 11, 27), QTime(12, 0), Qt::UTC);
    answer.accounts = {
        {askedMachine + QStringLiteral("-500"),
         QStringLiteral("Chef"),
         {},
         {},
         0x10201,
         86'400,
         1'700'000'000,
         70'000},
        {askedMachine + QStringLiteral("-501"), QStringLiteral("Gast"), {}, {}, 0x10223, 0, 0, 0},
        {askedMachine + QStringLiteral("-1003"), QStringLiteral("svc$"), QStringLiteral("Some"),
         QStringLiteral("Says so"), 0x211, 10, 0, 1}};
    answer.groups = {{QStringLiteral("S-1-5-32-544"),
                      QStringLiteral("Administratoren"),
                      {askedMachine + QStringLiteral("-500"), askedMachine + QStringLiteral("-1003")}},
                     {askedMachine + QStringLiteral("-1005"), QStringLiteral("Eigene"), {}}};
    return answer;
}

/** The small server through Windows' own registry, SAM closed or open; how often it was asked. */
struct AskedServer
{
    Evidence evidence;
    int asked = 0;

    AskedServer(const SmallRegistry& registry, bool closed, const AskedAccounts& answer)
    {
        const RawTree tree;
        for (const auto& [path, content] : smallServer(registry)) {
            tree.file(path.constData(), content);
        }
        const auto opened = openEvidence({QStringLiteral("C=") + tree.text(), false}, CancelToken());
        if (!opened) {
            return;
        }
        const std::shared_ptr<const Registry> whole = (*opened)->registry.part;
        evidence.files = (*opened)->files;
        LoadedHives hives;
        hives.live = closed ? std::make_shared<ClosedSam>(whole) : whole;
        hives.windows = WindowsPath('C', {"Windows"});
        for (const HiveState& state : hives.live->hives()) {
            hives.all[static_cast<size_t>(state.hive)].state = state;
        }
        HostHints hints;
        hints.takenAt = answer.askedAt;
        hints.askAccounts = [this, answer](const CancelToken&) {
            ++asked;
            return answer;
        };
        describeHost(evidence, hives, hints, CancelToken());
    }
};

} // namespace

/** Accounts where SAM is closed to us: as Windows tells them, and never as if that were all. */
class AskedAccountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsIsAskedWhereSamIsClosed()
    {
        const AskedServer server(smallRegistry(), true, anAnswer());
        QCOMPARE(server.asked, 1);
        QCOMPARE(server.evidence.accounts.state, ReadState::Partly);
        QVERIFY(server.evidence.accounts.part);
        const LocalAccounts& all = *server.evidence.accounts.part;
        QVERIFY(all.asked);
        QCOMPARE(all.machineSid, askedMachine);
        QCOMPARE(all.accountsState.state, ReadState::Partly);
        QCOMPARE(all.groupsState.state, ReadState::Partly);
        QVERIFY(!all.memberships);
        QCOMPARE(all.accounts.size(), 3);
        const LocalAccount& chief = *all.account(500);
        QCOMPARE(chief.name, QStringLiteral("Chef"));
        QVERIFY(chief.isEnabled());
        QCOMPARE(chief.state->passwordSet, anAnswer().askedAt.addDays(-1));
        QCOMPARE(chief.state->lastLogon, QDateTime::fromSecsSinceEpoch(1'700'000'000, Qt::UTC));
        QCOMPARE(chief.state->logons, quint16(0xffff));
        QCOMPARE(chief.state->flags, quint16(account_flag::Normal | account_flag::NeverExpires));
        QVERIFY(!chief.keyChanged.isValid() && !chief.listed.isValid());
        const LocalAccount& guest = *all.account(501);
        QVERIFY(!guest.isEnabled() && !guest.state->passwordSet.isValid());
        QVERIFY((guest.state->flags & account_flag::PasswordNotRequired) != 0);
        const LocalAccount& service = *all.account(1003);
        QCOMPARE(service.fullName, QStringLiteral("Some"));
        QCOMPARE(service.comment, QStringLiteral("Says so"));
        QVERIFY((service.state->flags & account_flag::Locked) != 0);
        QCOMPARE(service.listedAs, QStringList{QStringLiteral("svc$")});
        QCOMPARE(service.password, StoredPassword::Unknown);
        QVERIFY(all.administrators());
        QCOMPARE(all.administrators()->members.size(), 2);
        QCOMPARE(standingOf(all, service), QStringLiteral("on; rid 1003; in 544"));
        QCOMPARE(all.groupsOf(all.sidOf(1003)).size(), 1);
    }

    /** The same computer is the same for whoever looks at it, or an administrator's look is of another one.
     */
    void itsIdIsThatOfAnAdministratorsLook()
    {
        const AskedServer open(smallRegistry(), false, anAnswer());
        const QString sid = open.evidence.target.identity.machineSid;
        QVERIFY(sid.startsWith(QStringLiteral("S-1-5-21-")));
        AskedAccounts answer = anAnswer();
        for (AskedAccount& account : answer.accounts) {
            account.sid = sid + u'-' + account.sid.section(u'-', -1);
        }
        const AskedServer asked(smallRegistry(), true, answer);
        QCOMPARE(asked.evidence.target.identity.machineSid, sid);
        QCOMPARE(asked.evidence.target.id, open.evidence.target.id);
        for (const CoverageEntry& row : asked.evidence.coverage) {
            QCOMPARE(row.target, open.evidence.target.id);
        }
        for (const HostFact& fact : asked.evidence.target.facts) {
            QVERIFY(fact.key != QStringLiteral("machine-sid") ||
                    (fact.value == sid && !fact.source.isEmpty() && fact.unknown.isEmpty()));
        }
        const AskedServer silent(smallRegistry(), true, {}); // nobody tells: the next best that is known
        QVERIFY(silent.evidence.target.identity.machineSid.isEmpty());
        QVERIFY(!silent.evidence.target.id.isEmpty() && silent.evidence.target.id != open.evidence.target.id);
    }

    /** What Windows did not tell is said with it. */
    void whatIsMissingIsSaid()
    {
        AskedAccounts answer = anAnswer();
        answer.groupsReason = say(MAILMEND_TEXT("evidence", "Windows did not tell every member."));
        const AskedServer server(smallRegistry(), true, answer);
        const LocalAccounts& all = *server.evidence.accounts.part;
        QVERIFY(
            inEnglish(all.groupsState.reason).endsWith(QStringLiteral("Windows did not tell every member.")));
        QVERIFY(inEnglish(all.accountsState.reason).contains(QStringLiteral("An administrator may read")));
    }

    void noAnswerStaysDenied()
    {
        const AskedServer server(smallRegistry(), true, {});
        QCOMPARE(server.asked, 1);
        QCOMPARE(server.evidence.accounts.state, ReadState::Denied);
        QVERIFY(!server.evidence.accounts.part);
    }

    void samIsReadWhereItIsOpen()
    {
        const AskedServer server(smallRegistry(), false, anAnswer());
        QCOMPARE(server.asked, 0);
        QVERIFY(!server.evidence.accounts.part || !server.evidence.accounts.part->asked);
    }

    /** There Windows would name the accounts of the domain. */
    void aDomainControllerIsNotAsked()
    {
        const AskedServer server(controllerRegistry(), true, anAnswer());
        QCOMPARE(server.evidence.domainController, std::optional(true));
        QCOMPARE(server.asked, 0);
    }

    /** Then its id is another one, and it is still known to be the same computer. */
    void aDomainControllerIsTheSameWithAndWithoutRights()
    {
        const AskedServer open(controllerRegistry(), false, anAnswer());
        const AskedServer closed(controllerRegistry(), true, anAnswer());
        QVERIFY(!open.evidence.target.identity.machineSid.isEmpty());
        QVERIFY(closed.evidence.target.identity.machineSid.isEmpty());
        QVERIFY(!closed.evidence.target.identity.machineGuid.isEmpty());
        Text why;
        QVERIFY2(sameMachine(open.evidence.target.identity, closed.evidence.target.identity, &why) ==
                     SameMachine::Yes,
                 qPrintable(inEnglish(why)));
    }
};

MAILMEND_TEST_CLASS(AskedAccountsTest)
#include "asked_accounts_test.moc"
