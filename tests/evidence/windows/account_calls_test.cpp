// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/live/windows/account_calls.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** Windows' own calls on accounts: what they tell, or why they tell nothing. */
class AccountCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoeverStopsItGetsAReason()
    {
        CancelToken stopped;
        stopped.cancel();
        const AskedAccounts answer = windows::askAccounts(stopped);
        QVERIFY(answer.accounts.isEmpty() && answer.groups.isEmpty());
        QVERIFY(!inEnglish(answer.accountsReason).isEmpty() && !inEnglish(answer.groupsReason).isEmpty());
    }

    void anAnswerOrAReason()
    {
        const AskedAccounts answer = windows::askAccounts(CancelToken());
        QVERIFY(!answer.accounts.isEmpty() || !inEnglish(answer.accountsReason).isEmpty());
        QVERIFY(!answer.groups.isEmpty() || !inEnglish(answer.groupsReason).isEmpty());
        QVERIFY(qAbs(answer.askedAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        for (const AskedAccount& account : answer.accounts) {
            QVERIFY2(account.sid.startsWith(QStringLiteral("S-1-5-21-")), qPrintable(account.sid));
            QVERIFY(!account.name.isEmpty());
        }
        for (const AskedGroup& group : answer.groups) {
            QVERIFY2(group.sid.startsWith(QStringLiteral("S-1-5-")), qPrintable(group.sid));
            for (const QString& member : group.members) {
                QVERIFY2(member.startsWith(QStringLiteral("S-1-")), qPrintable(member));
            }
        }
        qInfo("%d accounts, %d groups; %s %s", int(answer.accounts.size()), int(answer.groups.size()),
              qPrintable(inEnglish(answer.accountsReason)), qPrintable(inEnglish(answer.groupsReason)));
    }
};

MAILMEND_TEST_CLASS(AccountCallsTest)
#include "account_calls_test.moc"
