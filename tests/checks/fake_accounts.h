// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "checks/local_accounts.h"
#include "fake_server.h"

#include <QTest>

namespace mailmend::testing {

inline const QString kMachine = QStringLiteral("S-1-5-21-1-2-3");
inline const QString kDomain = QStringLiteral("S-1-5-21-7-8-9");
inline constexpr quint16 kOn = account_flag::Normal, kOff = account_flag::Normal | account_flag::Disabled;

inline QDateTime on(int year, int month, int day)
{
    return QDateTime(QDate(year, month, day), QTime(12, 0), Qt::UTC);
}

inline LocalAccount account(quint32 rid, const char* name, quint16 flags, const QDateTime& listed)
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
struct AccountServer
{
    FakeServer fake = openServer();
    LocalAccounts all;

    AccountServer()
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

} // namespace mailmend::testing
