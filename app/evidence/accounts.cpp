// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/accounts.h"

#include <algorithm>

namespace mailmend {

QString LocalAccounts::sidOf(quint32 rid) const
{
    return machineSid.isEmpty() ? QStringLiteral("RID %1").arg(rid)
                                : machineSid + QLatin1Char('-') + QString::number(rid);
}

std::optional<quint32> LocalAccounts::ridOf(const QString& sid) const
{
    const QString head = machineSid + QLatin1Char('-');
    if (machineSid.isEmpty() || !sid.startsWith(head) || sid.indexOf(QLatin1Char('-'), head.size()) >= 0) {
        return std::nullopt;
    }
    return lastPartOf(sid);
}

const LocalAccount* LocalAccounts::account(quint32 rid) const
{
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [rid](const LocalAccount& one) { return one.rid == rid; });
    return found == accounts.end() ? nullptr : &*found;
}

QList<const LocalGroup*> LocalAccounts::groupsOf(const QString& sid) const
{
    QList<const LocalGroup*> of;
    for (const LocalGroup& group : groups) {
        if (group.builtIn && group.members.contains(sid)) {
            of.append(&group);
        }
    }
    std::sort(of.begin(), of.end(),
              [](const LocalGroup* left, const LocalGroup* right) { return left->rid < right->rid; });
    return of;
}

OneListRights LocalAccounts::oneListRights(const QString& sid) const
{
    OneListRights rights;
    if (!memberships || groupsState.state != ReadState::Read) {
        return rights;
    }
    const QList<quint32> second = memberships->value(sid);
    for (const LocalGroup& group : groups) {
        const bool strong = group.rid == known_rid::Administrators || isStrongGroup(group.rid);
        const bool listed = group.members.contains(sid), atLogon = second.contains(group.rid);
        if (group.builtIn && strong && listed != atLogon) {
            (atLogon ? rights.atLogon : rights.listed).append(group.rid);
        }
    }
    return rights;
}

const LocalGroup* LocalAccounts::administrators() const
{
    const auto found = std::find_if(groups.begin(), groups.end(), [](const LocalGroup& group) {
        return group.builtIn && group.rid == known_rid::Administrators;
    });
    return found == groups.end() ? nullptr : &*found;
}

std::optional<quint32> lastPartOf(const QString& sid)
{
    bool fine = false;
    const quint32 part = sid.section(QLatin1Char('-'), -1).toUInt(&fine);
    return fine && sid.startsWith(QStringLiteral("S-1-")) ? std::optional(part) : std::nullopt;
}

bool isStrongGroup(quint32 rid)
{
    using namespace known_rid;
    return rid == PowerUsers || rid == BackupOperators || rid == RemoteDesktop ||
           rid == HyperVAdministrators || rid == RemoteManagement;
}

QString standingOf(const LocalAccounts& all, const LocalAccount& account)
{
    QStringList parts;
    if (account.state) {
        parts.append(account.isEnabled() ? QStringLiteral("on") : QStringLiteral("off"));
        parts.append(QStringLiteral("rid %1").arg(account.state->rid));
    } else {
        parts.append(QStringLiteral("unread"));
    }
    for (const LocalGroup* group : all.groupsOf(all.sidOf(account.rid))) {
        parts.append(QStringLiteral("in %1").arg(group->rid));
    }
    const OneListRights oneList = all.oneListRights(all.sidOf(account.rid));
    for (const quint32 rid : oneList.atLogon) {
        parts.append(QStringLiteral("at logon %1").arg(rid));
    }
    for (const quint32 rid : oneList.listed) {
        parts.append(QStringLiteral("not at logon %1").arg(rid));
    }
    if (account.password == StoredPassword::None) {
        parts.append(QStringLiteral("no password"));
    }
    if (account.hiddenFromLogon) {
        parts.append(QStringLiteral("hidden"));
    }
    if (account.listedAs.isEmpty()) {
        parts.append(QStringLiteral("not listed"));
    }
    return parts.join(QStringLiteral("; "));
}

} // namespace mailmend
