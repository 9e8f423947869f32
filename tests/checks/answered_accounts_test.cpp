// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "fake_accounts.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** Accounts that Windows told because SAM was closed to us. */
class AnsweredAccountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** Asked of Windows, since SAM is closed: the same finding, and never "nothing there". */
    void anAnswerOfWindowsGivesTheSame()
    {
        AccountServer server;
        server.add(1003, "help$", kOn, on(2024, 3, 4), true);
        const Finding read = server.only();
        server.all.asked = true;
        server.all.accountsState.state = server.all.groupsState.state = ReadState::Partly;
        for (LocalAccount& account : server.all.accounts) {
            account.listed = account.keyChanged = {};
            account.password = StoredPassword::Unknown;
        }
        for (LocalGroup& group : server.all.groups) {
            group.changed = {};
        }
        const Finding asked = server.only();
        QCOMPARE(asked.id, read.id);
        QCOMPARE(asked.state, read.state);
        QCOMPARE(asked.verdict, read.verdict);
        for (const Fact& fact : asked.facts) {
            QVERIFY2(fact.path.isEmpty(), qPrintable(fact.path.display()));
            QVERIFY2(!inEnglish(fact.text).contains(QStringLiteral("last changed")),
                     qPrintable(inEnglish(fact.text)));
        }
        server.of(1003).state->flags = kOff;
        server.all.groups[0].members.removeLast();
        const Outcome quiet = server.conclude();
        QVERIFY(quiet.findings.isEmpty());
        QVERIFY(judge(QStringLiteral("local-accounts"), {}, quiet).verdict != Verdict::Clear);
    }
};

MAILMEND_TEST_CLASS(AnsweredAccountsTest)
#include "answered_accounts_test.moc"
