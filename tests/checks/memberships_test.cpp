// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fake_accounts.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** The memberships as Windows' other list has them. */
QHash<QString, QList<quint32>> otherList(const LocalAccounts& all)
{
    QHash<QString, QList<quint32>> memberships;
    for (const LocalGroup& group : all.groups) {
        for (const QString& sid : group.members) {
            memberships[sid].append(group.rid);
        }
    }
    return memberships;
}

} // namespace

/** Windows keeps memberships twice: what only one list says needs a person who knows registries. */
class MembershipsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothListsAgree()
    {
        AccountServer server;
        server.all.memberships = otherList(server.all);
        QVERIFY(server.quiet());
        server.all.memberships->insert(server.all.sidOf(1002), {551, 545}); // no special right
        QVERIFY(server.quiet());
    }

    void anAccountInOneListOnly_data()
    {
        QTest::addColumn<quint32>("rid");
        QTest::addColumn<QList<quint32>>("second");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<Severity>("severity");
        QTest::addColumn<QString>("title");
        const QString hidden = QStringLiteral("is not listed as an administrator");
        const QString strong = QStringLiteral("gets special rights and is not listed");
        const QString differ = QStringLiteral("lists of who has special rights differ");
        using Rids = QList<quint32>;
        QTest::newRow("administrator at logon only")
            << 1002U << Rids{551, 544} << Verdict::NeedsAction << Severity::Critical << hidden;
        QTest::newRow("switched off")
            << 501U << Rids{544} << Verdict::NeedsAction << Severity::Critical << hidden;
        QTest::newRow("copies everything at logon only")
            << 501U << Rids{551} << Verdict::NeedsAction << Severity::High << strong;
        QTest::newRow("both ways") << 1001U << Rids{551} << Verdict::NeedsAction << Severity::High << strong;
        QTest::newRow("administrator in the list only")
            << 1001U << Rids{} << Verdict::LookAtThis << Severity::Medium << differ;
    }

    void anAccountInOneListOnly()
    {
        QFETCH(quint32, rid);
        QFETCH(QList<quint32>, second);
        AccountServer server;
        server.all.memberships = otherList(server.all);
        server.all.memberships->insert(server.all.sidOf(rid), second);
        const Finding finding = server.only();
        QTEST(finding.verdict, "verdict");
        QTEST(finding.severity, "severity");
        QVERIFY(finding.playbook.isEmpty());
        QFETCH(QString, title);
        QVERIFY2(inEnglish(finding.title).contains(title), qPrintable(inEnglish(finding.title)));
        server.all.groupsState = {ReadState::Partly, verbatim(QStringLiteral("Damaged."))};
        QVERIFY(server.quiet()); // half a list proves nothing
        const QList<Unread> unread = server.conclude().unread;
        QVERIFY(!unread.isEmpty() && inEnglish(unread.first().reason) == QStringLiteral("Damaged."));
    }

    /** Without the second list nothing is compared; that it is missing was said where it was read. */
    void withoutTheSecondList()
    {
        AccountServer server;
        QVERIFY(!server.all.memberships);
        QVERIFY(server.quiet());
    }

    void whoeverElseInOneListOnly()
    {
        for (const QString& sid : {QStringLiteral("S-1-5-11"), kDomain + QStringLiteral("-1117"),
                                   kMachine + QStringLiteral("-1009")}) {
            AccountServer server;
            server.all.memberships = otherList(server.all);
            server.all.memberships->insert(sid, {544});
            const Finding finding = server.only();
            QCOMPARE(finding.verdict, Verdict::NeedsAction);
            QCOMPARE(finding.subject.sid, sid);
            QCOMPARE(finding.state, QStringLiteral("one list"));
            QVERIFY(finding.playbook.isEmpty() && !finding.facts.isEmpty());
        }
    }
};

MAILMEND_TEST_CLASS(MembershipsTest)
#include "memberships_test.moc"
