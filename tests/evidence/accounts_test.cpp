// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "builder/accounts.h"
#include "evidence/evidence.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace mailmend;
using namespace mailmend::testing;
using namespace mailmend::sample;

namespace {

const QString kMachine = QStringLiteral("S-1-5-21-1760460187-1592185332-161725925");

/** Three accounts and two groups, as accounts.json has them; ' stands for ". */
QJsonObject accountsJson()
{
    QByteArray json = R"({'machine_sid': 'S-1-5-21-1760460187-1592185332-161725925',
 'installed': '2018-01-13T15:20:44Z', 'users': [
 {'name': 'Administrator', 'rid': 500, 'flags': 528, 'logons': 3, 'created': '2018-01-13T15:20:44Z',
  'changed': '2021-03-01T08:00:00Z', 'last_logon': '2021-03-01T08:00:00Z', 'password_set': '2018-01-13T15:31:02Z'},
 {'name': 'Guest', 'rid': 501, 'flags': 533, 'logons': 0, 'created': '2018-01-13T15:20:44Z',
  'changed': '2018-01-13T15:20:44Z'},
 {'name': 'svc$', 'rid': 1003, 'flags': 528, 'logons': 1, 'full_name': 'Some service', 'description': 'Says so',
  'created': '2021-03-04T02:03:04Z', 'changed': '2021-03-05T00:00:00Z', 'password_set': '2021-03-04T02:03:04Z'}],
 'groups': [{'name': 'Administrators', 'rid': 544, 'changed': '2021-03-04T02:05:00Z',
  'members': ['S-1-5-21-1760460187-1592185332-161725925-500', 'S-1-5-21-9-9-9-512']},
  {'name': 'Guests', 'rid': 546, 'changed': '2018-01-13T15:20:44Z', 'members': []}]})";
    return QJsonDocument::fromJson(json.replace('\'', '"')).object();
}

SmallRegistry withAccounts()
{
    SmallRegistry registry = smallRegistry();
    registry.sam = {};
    addAccounts(accountsJson(), registry.sam);
    HiveKey& profiles =
        registry.software.at(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion\\ProfileList"));
    profiles.at(kMachine + QStringLiteral("-500")).values = {
        expandValue(QStringLiteral("ProfileImagePath"), QStringLiteral("C:\\Users\\Administrator"))};
    registry.software
        .at(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList"))
        .values = {numberValue(QStringLiteral("SVC$"), 0), numberValue(QStringLiteral("Administrator"), 1)};
    return registry;
}

EvidencePointer openServer(const SmallRegistry& registry)
{
    const RawTree tree;
    for (const auto& [path, content] : smallServer(registry)) {
        tree.file(path.constData(), content);
    }
    auto opened = openEvidence({QStringLiteral("C=") + tree.text(), false}, CancelToken());
    return opened ? *opened : nullptr;
}

} // namespace

/** The server's own accounts, from its hives. */
class AccountsTest : public QObject
{
    Q_OBJECT

    static void expectNoSecondList(const SmallRegistry& registry)
    {
        const EvidencePointer evidence = openServer(registry);
        QCOMPARE(evidence->accounts.state, ReadState::Partly);
        const LocalAccounts& all = *evidence->accounts.part;
        QCOMPARE(all.groupsState.state, ReadState::Partly);
        QVERIFY(inEnglish(all.groupsState.reason).contains(QStringLiteral("Aliases\\Members")));
        QVERIFY(!all.memberships && all.oneListRights(all.sidOf(500)).isEmpty());
    }

private Q_SLOTS:
    void readsAccountsGroupsAndProfiles()
    {
        const EvidencePointer evidence = openServer(withAccounts());
        QVERIFY(evidence && evidence->accounts);
        QCOMPARE(evidence->accounts.state, ReadState::Read);
        const LocalAccounts& all = *evidence->accounts.part;
        QCOMPARE(all.machineSid, kMachine);
        QCOMPARE(all.accounts.size(), 3);
        const LocalAccount* account = all.account(1003);
        QVERIFY(account && account->state);
        QCOMPARE(account->name, QStringLiteral("svc$"));
        QCOMPARE(account->fullName, QStringLiteral("Some service"));
        QCOMPARE(account->comment, QStringLiteral("Says so"));
        QCOMPARE(account->listedAs, QStringList{QStringLiteral("svc$")});
        QCOMPARE(account->listed, QDateTime(QDate(2021, 3, 4), QTime(2, 3, 4), Qt::UTC));
        QCOMPARE(account->keyChanged, QDateTime(QDate(2021, 3, 5), QTime(0, 0), Qt::UTC));
        QCOMPARE(account->password, StoredPassword::Stored);
        QVERIFY(account->isEnabled() && account->hiddenFromLogon);
        QVERIFY(!all.account(501)->isEnabled());
        QCOMPARE(all.account(501)->password, StoredPassword::None);
        QVERIFY(!all.account(500)->hiddenFromLogon);
        QVERIFY(!all.account(1000));
        QCOMPARE(all.administrators()->members,
                 (QStringList{kMachine + QStringLiteral("-500"), QStringLiteral("S-1-5-21-9-9-9-512")}));
        QCOMPARE(all.groupsOf(kMachine + QStringLiteral("-500")).size(), 1);
        QCOMPARE(all.profiles.size(), 1);
        QCOMPARE(all.profiles.first().folder, QStringLiteral("C:\\Users\\Administrator"));
        QCOMPARE(all.ridOf(all.sidOf(1003)), std::optional(1003U));
        QCOMPARE(all.ridOf(QStringLiteral("S-1-5-21-9-9-9-512")), std::nullopt);
        QCOMPARE(all.ridOf(kMachine + QStringLiteral("0-1")), std::nullopt);
        QCOMPARE(standingOf(all, *account), QStringLiteral("on; rid 1003; hidden"));
        QCOMPARE(standingOf(all, *all.account(500)), QStringLiteral("on; rid 500; in 544"));
    }

    /** Windows keeps memberships twice; what stands in one place only is told, of whomever. */
    void membershipsAreReadFromBothSides()
    {
        const QString admin = kMachine + QStringLiteral("-500"), other = kMachine + QStringLiteral("-1003");
        const QString members = QStringLiteral("SAM\\Domains\\Builtin\\Aliases\\Members\\");
        SmallRegistry registry = withAccounts();
        EvidencePointer evidence = openServer(registry);
        const LocalAccounts healthy = *evidence->accounts.part;
        QVERIFY(healthy.memberships);
        QCOMPARE(healthy.memberships->value(admin), QList<quint32>{544});
        QCOMPARE(healthy.memberships->value(QStringLiteral("S-1-5-21-9-9-9-512")), QList<quint32>{544});
        QVERIFY(healthy.oneListRights(admin).isEmpty() && healthy.oneListRights(other).isEmpty());
        registry.sam.at(members + kMachine + QStringLiteral("\\000003EB")).values = {
            HiveValue{{}, 2, QByteArray::fromHex("2102000020020000")}};
        registry.sam.at(members + QStringLiteral("S-1-5\\0000000B")).values = {
            HiveValue{{}, 1, QByteArray::fromHex("20020000")}};
        HiveKey& head = registry.sam.at(members + kMachine);
        head.subkeys.removeIf([](const HiveKey& key) { return key.name == QStringLiteral("000001F4"); });
        evidence = openServer(registry);
        QCOMPARE(evidence->accounts.state, ReadState::Read);
        const LocalAccounts& all = *evidence->accounts.part;
        QCOMPARE(all.oneListRights(other), (OneListRights{{544}, {}}));
        QCOMPARE(all.oneListRights(QStringLiteral("S-1-5-11")), (OneListRights{{544}, {}}));
        QCOMPARE(all.oneListRights(admin), (OneListRights{{}, {544}}));
        QCOMPARE(standingOf(all, *all.account(1003)), QStringLiteral("on; rid 1003; at logon 544; hidden"));
        QCOMPARE(standingOf(all, *all.account(500)), QStringLiteral("on; rid 500; in 544; not at logon 544"));
    }

    void aSecondListThatIsNotWholeSpeaksAgainstNobody_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<quint32>("type");
        QTest::newRow("cut in a number") << QByteArray::fromHex("200200") << 1U;
        QTest::newRow("cut before a number") << QByteArray::fromHex("21020000") << 2U;
        QTest::newRow("more than it says") << QByteArray::fromHex("2102000020020000") << 1U;
        QTest::newRow("says no number") << QByteArray::fromHex("20020000") << 0U;
        QTest::newRow("an endless number") << QByteArray::fromHex("20020000") << 0xffffffffU;
    }

    void aSecondListThatIsNotWholeSpeaksAgainstNobody()
    {
        QFETCH(QByteArray, data);
        QFETCH(quint32, type);
        SmallRegistry registry = withAccounts();
        registry.sam.at(QStringLiteral("SAM\\Domains\\Builtin\\Aliases\\Members\\%1\\000003EB").arg(kMachine))
            .values = {HiveValue{{}, type, data}};
        expectNoSecondList(registry);
    }

    void aSecondListThatIsNotThereSpeaksAgainstNobody()
    {
        const QString list = QStringLiteral("Members");
        SmallRegistry registry = withAccounts();
        HiveKey& aliases = registry.sam.at(QStringLiteral("SAM\\Domains\\Builtin\\Aliases"));
        aliases.at(list).at(QStringLiteral("S-1-5\\xyz")).values = {HiveValue{{}, 0, {}}};
        expectNoSecondList(registry); // a key that is no number
        aliases.at(list).subkeys.clear();
        expectNoSecondList(registry);
        aliases.subkeys.removeIf([&list](const HiveKey& key) { return key.name == list; });
        expectNoSecondList(registry);
    }

    void tellsWhatDoesNotFitTogether()
    {
        SmallRegistry registry = withAccounts();
        HiveKey& users = registry.sam.at(QStringLiteral("SAM\\Domains\\Account\\Users"));
        users.at(QStringLiteral("000003EB")).values.first().data =
            users.at(QStringLiteral("000001F4")).values.first().data;
        HiveKey& names = users.at(QStringLiteral("Names"));
        names.subkeys.removeIf([](const HiveKey& key) { return key.name == QStringLiteral("Guest"); });
        names.at(QStringLiteral("gone")).values = {HiveValue{{}, 1009, {}}};
        names.at(QStringLiteral("second")).values = {HiveValue{{}, 1003, {}}};
        const EvidencePointer evidence = openServer(registry);
        const LocalAccounts& all = *evidence->accounts.part;
        QCOMPARE(evidence->accounts.state, ReadState::Read);
        QCOMPARE(all.account(1003)->state->rid, 500U);
        QVERIFY(all.account(501)->listedAs.isEmpty());
        QCOMPARE(all.account(1003)->listedAs.size(), 2);
        QCOMPARE(all.loneNames.size(), 1);
        QCOMPARE(all.loneNames.first().rid, 1009U);
    }

    /** What can't be read makes its part "partly", with a reason. */
    void damageIsNeverSilent_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const QString users = QStringLiteral("SAM\\Domains\\Account\\Users\\");
        QTest::newRow("F") << users + QStringLiteral("000003EB") << QStringLiteral("F");
        QTest::newRow("V") << users + QStringLiteral("000003EB") << QStringLiteral("V");
        QTest::newRow("name") << users + QStringLiteral("Names\\svc$") << QString();
        QTest::newRow("C") << QStringLiteral("SAM\\Domains\\Builtin\\Aliases\\00000220")
                           << QStringLiteral("C");
        QTest::newRow("machine") << QStringLiteral("SAM\\Domains\\Account") << QStringLiteral("V");
    }

    void damageIsNeverSilent()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        SmallRegistry registry = withAccounts();
        registry.sam.at(key).values.removeIf([&value](const HiveValue& one) { return one.name == value; });
        const EvidencePointer evidence = openServer(registry);
        QVERIFY(evidence->accounts);
        QCOMPARE(evidence->accounts.state, ReadState::Partly);
        QVERIFY(!evidence->accounts.reason.isEmpty());
        QCOMPARE(evidence->accounts.part->accounts.size(), 3);
    }

    void aKeyThatIsNoAccountIsTold()
    {
        SmallRegistry registry = withAccounts();
        registry.sam.at(QStringLiteral("SAM\\Domains\\Account\\Users\\zzz"));
        QCOMPARE(openServer(registry)->accounts.state, ReadState::Partly);
    }

    void withoutAccountsThereIsNoPart()
    {
        const EvidencePointer evidence = openServer(smallRegistry());
        QVERIFY(!evidence->accounts);
        QVERIFY(evidence->accounts.state != ReadState::Read);
        QVERIFY(!evidence->accounts.reason.isEmpty());
    }

    void manyAccountsAreBounded()
    {
        SmallRegistry registry = withAccounts();
        HiveKey& users = registry.sam.at(QStringLiteral("SAM\\Domains\\Account\\Users"));
        const QList<HiveValue> values = users.at(QStringLiteral("000003EB")).values;
        for (int i = 0; i < 2500; ++i) {
            HiveKey key;
            key.name = QStringLiteral("%1").arg(5000 + i, 8, 16, QLatin1Char('0'));
            key.values = values;
            users.subkeys.append(key);
        }
        const EvidencePointer evidence = openServer(registry);
        QCOMPARE(evidence->accounts.state, ReadState::Partly);
        QVERIFY(evidence->accounts.part->accounts.size() <= 2000);
    }
};

MAILMEND_TEST_CLASS(AccountsTest)
#include "accounts_test.moc"
