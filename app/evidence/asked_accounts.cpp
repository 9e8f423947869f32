// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/asked_accounts.h"

#include <algorithm>

namespace mailmend {
namespace {

/** Flags of lmaccess.h, and what SAM calls them. Source: Microsoft Learn, USER_INFO_4, usri4_flags. */
quint16 samFlags(quint32 asked)
{
    constexpr quint32 disabled = 0x2, locked = 0x10, noPassword = 0x20, normal = 0x200,
                      neverExpires = 0x10000;
    quint16 flags = 0;
    const auto take = [asked, &flags](quint32 bit, quint16 ours) {
        flags = quint16(flags | ((asked & bit) != 0 ? ours : 0));
    };
    take(disabled, account_flag::Disabled);
    take(locked, account_flag::Locked);
    take(noPassword, account_flag::PasswordNotRequired);
    take(normal, account_flag::Normal);
    take(neverExpires, account_flag::NeverExpires);
    return flags;
}

LocalAccount accountOf(const AskedAccount& asked, quint32 rid, const QDateTime& now)
{
    LocalAccount account;
    account.rid = rid;
    account.name = asked.name;
    account.fullName = asked.fullName;
    account.comment = asked.comment;
    account.listedAs = {asked.name};
    SamUserF state;
    state.rid = rid;
    state.flags = samFlags(asked.flags);
    state.logons = quint16(std::min<quint32>(asked.logons, 0xffff));
    if (asked.lastLogon != 0) {
        state.lastLogon = QDateTime::fromSecsSinceEpoch(asked.lastLogon, Qt::UTC);
    }
    if (asked.passwordAge != 0 && now.isValid()) {
        state.passwordSet = now.addSecs(-qint64(asked.passwordAge));
    }
    account.state = state;
    return account;
}

PartState partly(const Text& missing)
{
    return {
        ReadState::Partly,
        say(MAILMEND_TEXT(
                "evidence",
                "This account may not read the list of accounts itself, so we asked Windows for it. Windows "
                "leaves out accounts that were hidden from its lists, and does not say when each was made or "
                "whether its number was changed. An administrator may read all of it. {missing}"),
            {{"missing", sentence(missing)}})};
}

} // namespace

void takeAnswer(const AskedAccounts& answer, LocalAccounts& accounts)
{
    if (answer.accounts.isEmpty()) {
        return;
    }
    accounts.asked = true;
    accounts.accountsState = partly(answer.accountsReason);
    accounts.groupsState = partly(answer.groupsReason);
    accounts.memberships.reset();
    accounts.groups.clear();
    for (const AskedAccount& asked : answer.accounts) {
        if (const std::optional<quint32> rid = lastPartOf(asked.sid)) {
            accounts.machineSid = asked.sid.section(QLatin1Char('-'), 0, -2);
            accounts.accounts.append(accountOf(asked, *rid, answer.askedAt));
        }
    }
    for (const AskedGroup& asked : answer.groups) {
        if (const std::optional<quint32> rid = lastPartOf(asked.sid)) {
            const bool builtIn = asked.sid.startsWith(QStringLiteral("S-1-5-32-"));
            accounts.groups.append({asked.sid, *rid, builtIn, asked.name, asked.members, {}});
        }
    }
}

} // namespace mailmend
