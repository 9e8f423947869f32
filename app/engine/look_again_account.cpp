// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_account.h"

#include <algorithm>

namespace mailmend {
namespace {

Rechecked unchanged(const CaseFinding& known)
{
    return disputed(
        known, say(MAILMEND_TEXT("recheck", "{name} is there unchanged. It was judged otherwise this time, "
                                            "because time has passed or by newer knowledge: look at it "
                                            "yourself."),
                   {{"name", words(known.finding.subject.name)}}));
}

/** Why a list can't prove that something is not in it; none: it was read in full. */
std::optional<Text> whyNotWhole(std::initializer_list<const PartState*> parts)
{
    for (const PartState* part : parts) {
        if (part->state != ReadState::Read) {
            return part->reason;
        }
    }
    return std::nullopt;
}

constexpr QLatin1StringView oneList("one list");

/** "in 544" and the groups whose members can do much, out of standingOf(). */
bool isSpecialRight(const QString& part)
{
    const quint32 group = part.startsWith(QStringLiteral("in ")) ? part.mid(3).toUInt() : 0;
    return group == known_rid::Administrators || isStrongGroup(group);
}

/** Of standingOf(): the two lists of memberships differ. */
bool isInOneList(const QString& part)
{
    return part.startsWith(QStringLiteral("at logon ")) || part.startsWith(QStringLiteral("not at logon "));
}

/** Parts of standingOf() that speak against an account; that others are gone proves nothing. */
bool speaksAgainst(const QString& part, quint32 rid, bool stillPowerful)
{
    return part == QStringLiteral("on") || part == QStringLiteral("hidden") ||
           part == QStringLiteral("not listed") || part == QStringLiteral("no password") ||
           isInOneList(part) || (part.startsWith(QStringLiteral("rid ")) && part.mid(4).toUInt() != rid) ||
           (!stillPowerful && isSpecialRight(part));
}

Rechecked stillHasRights(const CaseFinding& known)
{
    return disputed(known, say(MAILMEND_TEXT("recheck", "{name} was changed, but it still has special "
                                                        "rights. Take them away, then check again."),
                               {{"name", words(known.finding.subject.name)}}));
}

/** What is no account of this server and was a member in one of two lists only. */
Rechecked oneListMember(const CaseFinding& known, const LocalAccounts& accounts)
{
    const QString& sid = known.finding.subject.sid;
    const std::optional<Text> why = whyNotWhole({&accounts.groupsState});
    if (why || !accounts.memberships || !accounts.administrators()) {
        return cannotTell(
            known,
            why.value_or(say(MAILMEND_TEXT("recheck", "Who has administrator rights could not be read."))));
    }
    const QList<const LocalGroup*> groups = accounts.groupsOf(sid);
    const bool hasRights = std::any_of(groups.begin(), groups.end(), [](const LocalGroup* group) {
        return group->rid == known_rid::Administrators || isStrongGroup(group->rid);
    });
    if (!accounts.oneListRights(sid).isEmpty()) {
        return unchanged(known);
    }
    return hasRights
               ? stillHasRights(known)
               : recheckedAs(known, FindingStatus::Fixed,
                             say(MAILMEND_TEXT("recheck", "{name} has no special rights in either list."),
                                 {{"name", words(known.finding.subject.name)}}));
}

Rechecked changedAccount(const CaseFinding& known, const LocalAccounts& accounts, const LocalAccount& account)
{
    const QString prefix = QStringLiteral("account: ");
    const QStringList now = standingOf(accounts, account).split(QStringLiteral("; "));
    const QStringList then = known.finding.state.mid(prefix.size()).split(QStringLiteral("; "));
    const bool hasRights = std::any_of(now.begin(), now.end(), isSpecialRight);
    const bool stillPowerful = now.contains(QStringLiteral("on")) && now.contains(QStringLiteral("in 544"));
    const QString hidden = QStringLiteral("hidden");
    const bool onlyShown = stillPowerful && then.contains(hidden) && !now.contains(hidden);
    const bool better = std::any_of(then.begin(), then.end(), [&](const QString& part) {
        return speaksAgainst(part, account.rid, stillPowerful) && !now.contains(part);
    });
    if (!better) {
        return unchanged(known);
    }
    const bool differed = std::any_of(then.begin(), then.end(), isInOneList);
    if (onlyShown || (hasRights && (differed || known.finding.playbook == QLatin1String("P10")))) {
        return stillHasRights(known);
    }
    return recheckedAs(
        known, FindingStatus::Fixed,
        account.isEnabled() || hasRights
            ? say(MAILMEND_TEXT("recheck", "{name} was changed, and what it is now shows nothing "
                                           "bad."),
                  {{"name", words(known.finding.subject.name)}})
            : say(MAILMEND_TEXT("recheck", "{name} is switched off, and has no special rights."),
                  {{"name", words(known.finding.subject.name)}}));
}

Rechecked isGone(const CaseFinding& known)
{
    return recheckedAs(
        known, FindingStatus::Fixed,
        say(MAILMEND_TEXT("recheck", "{name} is gone: its list was read in full, and it is not in it "
                                     "any more."),
            {{"name", words(known.finding.subject.name)}}));
}

Rechecked goneFolder(const CaseFinding& known, const LocalAccounts& accounts)
{
    const QString& name = known.finding.subject.name;
    const bool there = std::any_of(accounts.strayFolders.begin(), accounts.strayFolders.end(),
                                   [&name](const StrayFolder& folder) {
                                       return folder.path.display().compare(name, Qt::CaseInsensitive) == 0;
                                   });
    const std::optional<Text> why = whyNotWhole({&accounts.strayState});
    return why     ? cannotTell(known, *why)
           : there ? unchanged(known)
                   : recheckedAs(
                         known, FindingStatus::Fixed,
                         say(MAILMEND_TEXT("recheck", "{name} is gone, or Windows' list of profiles names "
                                                      "it now: both were read in full."),
                             {{"name", words(name)}}));
}

} // namespace

Rechecked goneAccount(const CaseFinding& known, const Evidence& evidence)
{
    if (!evidence.accounts) {
        return cannotTell(known, evidence.accounts.reason);
    }
    if (evidence.domainController.value_or(true)) {
        return cannotTell(
            known, say(MAILMEND_TEXT("recheck", "Whether the accounts of this server are in the directory is "
                                                "not known, or they are.")));
    }
    const LocalAccounts& accounts = *evidence.accounts.part;
    const QString& sid = known.finding.subject.sid;
    const QString& state = known.finding.state;
    if (state == QLatin1String("profile")) {
        const bool there = std::any_of(accounts.profiles.begin(), accounts.profiles.end(),
                                       [&sid](const UserProfile& profile) { return profile.sid == sid; });
        const std::optional<Text> why = whyNotWhole({&accounts.profilesState, &accounts.accountsState});
        return why ? cannotTell(known, *why) : there ? unchanged(known) : isGone(known);
    }
    if (state == QLatin1String("profile folder")) {
        return goneFolder(known, accounts);
    }
    if (state == oneList) {
        return oneListMember(known, accounts);
    }
    if (state == QLatin1String("member of 544")) {
        const LocalGroup* group = accounts.administrators();
        const std::optional<Text> why = whyNotWhole({&accounts.groupsState, &accounts.accountsState});
        if (why || !group) {
            return cannotTell(known, why.value_or(say(MAILMEND_TEXT(
                                         "recheck", "Who has administrator rights could not be read."))));
        }
        return group->members.contains(sid) ? unchanged(known) : isGone(known);
    }
    if (const std::optional<Text> why =
            whyNotWhole({&accounts.accountsState, &accounts.groupsState, &accounts.hiddenState})) {
        return cannotTell(known, *why);
    }
    const std::optional<quint32> rid = accounts.ridOf(sid);
    const LocalAccount* account = rid ? accounts.account(*rid) : nullptr;
    if (!rid) {
        return cannotTell(known, say(MAILMEND_TEXT("recheck", "The number of {name} is not known in full."),
                                     {{"name", words(known.finding.subject.name)}}));
    }
    if (state == QLatin1String("name only")) {
        const bool there =
            std::any_of(accounts.loneNames.begin(), accounts.loneNames.end(), [&](const LoneName& lone) {
                return lone.rid == *rid &&
                       lone.name.compare(known.finding.subject.name, Qt::CaseInsensitive) == 0;
            });
        return account ? cannotTell(known,
                                    say(MAILMEND_TEXT("recheck", "{name} leads to an account again. Look at "
                                                                 "that account, and ask who made it."),
                                        {{"name", words(known.finding.subject.name)}}))
               : there ? unchanged(known)
                       : isGone(known);
    }
    return account ? changedAccount(known, accounts, *account) : isGone(known);
}

} // namespace mailmend
