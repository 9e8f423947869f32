// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/leftovers.h"

#include "checks/local_accounts/number_signs.h"
#include "checks/local_accounts/words.h"

#include <algorithm>
#include <array>

namespace mailmend::local_accounts {
namespace {

/** Groups of people that nobody chose: everybody in them would be an administrator. */
bool isEverybody(const QString& sid)
{
    static constexpr std::array all{"S-1-1-0",  "S-1-5-2",  "S-1-5-3",  "S-1-5-4",   "S-1-5-6",   "S-1-5-7",
                                    "S-1-5-11", "S-1-5-14", "S-1-5-15", "S-1-5-113", "S-1-5-1000"};
    const bool named = std::any_of(all.begin(), all.end(),
                                   [&sid](const char* one) { return sid == QLatin1StringView(one); });
    const std::optional<quint32> last = lastPartOf(sid);
    constexpr quint32 domainGuest = 501, domainUsers = 513, domainGuests = 514, domainComputers = 515;
    const bool ofDomain =
        sid.startsWith(QStringLiteral("S-1-5-21-")) &&
        (last == domainGuest || last == domainUsers || last == domainGuests || last == domainComputers);
    return named || ofDomain;
}

/** Local Service, Network Service, a service's own account, or that of a web application pool. */
bool isService(const QString& sid)
{
    return sid == QStringLiteral("S-1-5-19") || sid == QStringLiteral("S-1-5-20") ||
           sid.startsWith(QStringLiteral("S-1-5-80-")) || sid.startsWith(QStringLiteral("S-1-5-82-"));
}

/** The same number in every domain (Microsoft Learn, "Well-known SIDs"); empty: only the directory knows. */
QString ordinaryMember(const QString& sid)
{
    const std::optional<quint32> last = lastPartOf(sid);
    if (sid == QStringLiteral("S-1-5-18")) {
        return QStringLiteral("SYSTEM");
    }
    if (sid.startsWith(QStringLiteral("S-1-5-21-")) && last == known_rid::DomainAdmins) {
        return QStringLiteral("Domain Admins");
    }
    if (sid.startsWith(QStringLiteral("S-1-5-21-")) && last == known_rid::EnterpriseAdmins) {
        return QStringLiteral("Enterprise Admins");
    }
    if (sid.startsWith(QStringLiteral("S-1-5-21-")) && last == known_rid::Administrator) {
        return QStringLiteral("Administrator of the domain");
    }
    return {};
}

Fact memberFact(const Known& known, const LocalGroup& group, const QString& sid)
{
    const QList<std::pair<QByteArray, Argument>> parts{
        {"sid", words(sid)}, {"group", words(group.name)}, {"time", moment(group.changed)}};
    return factOf(
        known, RegistryHive::Sam,
        group.changed.isValid()
            ? say(MAILMEND_TEXT("local-accounts",
                                "{sid} is a member of {group} (S-1-5-32-544). The list of members "
                                "was last changed about {time}."),
                  parts)
            : say(MAILMEND_TEXT("local-accounts", "{sid} is a member of {group} (S-1-5-32-544)."), parts),
        group.changed);
}

/** What every finding about a member of the administrators has that is no account of this server. */
Finding memberFinding(const Known& known, const LocalGroup& group, const QString& sid)
{
    Finding finding = emptyFinding(known, sid, sid, QStringLiteral("member"));
    finding.verdict = Verdict::LookAtThis;
    finding.state = QStringLiteral("member of 544");
    finding.facts.append(memberFact(known, group, sid));
    return finding;
}

/** The same for one that should not have been put there. */
Finding addedMemberFinding(const Known& known, const LocalGroup& group, const QString& sid)
{
    Finding finding = memberFinding(known, group, sid);
    finding.severity = Severity::High;
    finding.advice = alteredAdvice();
    finding.references = {QStringLiteral("T1098")};
    finding.playbook = QStringLiteral("P11");
    return finding;
}

Finding everybodyFinding(const Known& known, const LocalGroup& group, const QString& sid)
{
    Finding finding = addedMemberFinding(known, group, sid);
    finding.title = say(MAILMEND_TEXT("local-accounts", "A whole crowd has administrator rights here: {sid}"),
                        {{"sid", words(sid)}});
    finding.matters = say(MAILMEND_TEXT("local-accounts",
                                        "Anybody who has any account in the network, or none at all, can do "
                                        "anything on this server. One stolen password is enough."));
    finding.certainty =
        say(MAILMEND_TEXT("local-accounts", "Sure that it is so: the number means the same on every Windows. "
                                            "Who added it, we can't tell."));
    finding.harmless =
        say(MAILMEND_TEXT("local-accounts", "Somebody who wanted to make a program work did this. It is as "
                                            "dangerous all the same."));
    return finding;
}

Finding serviceFinding(const Known& known, const LocalGroup& group, const QString& sid)
{
    Finding finding = addedMemberFinding(known, group, sid);
    finding.title =
        say(MAILMEND_TEXT("local-accounts", "A service of this server has administrator rights: {sid}"),
            {{"sid", words(sid)}});
    finding.matters = say(MAILMEND_TEXT("local-accounts",
                                        "Whoever gets into that service, for example through a web page, can "
                                        "do anything on this server."));
    finding.certainty =
        say(MAILMEND_TEXT("local-accounts", "Sure that it is so: the number belongs to services on every "
                                            "Windows. Who added it, we can't tell."));
    finding.harmless =
        say(MAILMEND_TEXT("local-accounts", "Some programs for backup or monitoring set up their service in "
                                            "this way. Their maker can tell."));
    return finding;
}

Finding oneListFinding(const Known& known, const QString& sid, const OneListRights& rights)
{
    Finding finding = emptyFinding(known, sid, sid, QStringLiteral("one list"));
    const Sign sign = oneListSign(sid, rights);
    finding.verdict = sign.verdict;
    finding.severity = sign.severity;
    finding.state = QStringLiteral("one list");
    finding.title = sign.title;
    finding.matters = sign.matters;
    finding.certainty = sign.certainty;
    finding.harmless = sign.harmless;
    finding.advice = sign.advice;
    finding.references = sign.references;
    finding.facts.append(factOf(known, RegistryHive::Sam, sign.title));
    return finding;
}

/** Of what is no account of this server; an account's own finding says it of itself. */
QList<Finding> oneListFindings(const Known& known)
{
    QList<Finding> findings;
    const LocalAccounts& accounts = *known.accounts;
    if (!accounts.memberships || accounts.accountsState.state != ReadState::Read) {
        return findings;
    }
    QStringList sids = accounts.memberships->keys();
    for (const LocalGroup& group : accounts.groups) {
        sids += group.builtIn ? group.members : QStringList();
    }
    sids.sort();
    sids.removeDuplicates();
    for (const QString& sid : std::as_const(sids)) {
        const std::optional<quint32> rid = accounts.ridOf(sid);
        const OneListRights rights = accounts.oneListRights(sid);
        if (!rights.isEmpty() && !(rid && accounts.account(*rid))) {
            findings.append(oneListFinding(known, sid, rights));
        }
    }
    return findings;
}

Finding goneMember(const Known& known, const LocalGroup& group, const QString& sid)
{
    Finding finding = memberFinding(known, group, sid);
    finding.severity = Severity::Low;
    finding.title =
        say(MAILMEND_TEXT("local-accounts", "An account that does not exist any more still stands among the "
                                            "administrators"));
    finding.matters = say(MAILMEND_TEXT(
        "local-accounts", "Somebody had administrator rights with an account of this server "
                          "that was removed since. Intruders tidy up like this; so do people."));
    finding.certainty = say(MAILMEND_TEXT("local-accounts",
                                          "Sure that there is no such account now. Windows gives its number "
                                          "to nobody else, so nobody can use it any more."));
    finding.harmless =
        say(MAILMEND_TEXT("local-accounts", "A former colleague or provider whose account was removed."));
    finding.advice = say(MAILMEND_TEXT("local-accounts",
                                       "Ask who had an account on this server and when it was removed. If "
                                       "nobody knows, tell the responder."));
    finding.references = {QStringLiteral("T1136.001")};
    return finding;
}

Finding profileFinding(const Known& known, const UserProfile& profile)
{
    Finding finding = emptyFinding(known, profile.sid, profile.sid, QStringLiteral("profile"));
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Low;
    finding.state = QStringLiteral("profile");
    finding.title = say(
        MAILMEND_TEXT("local-accounts", "Somebody worked here with an account that does not exist any more"));
    finding.matters = say(MAILMEND_TEXT(
        "local-accounts", "Intruders remove an account when they are done with it. What it left "
                          "in its folder can show what they did."));
    finding.certainty = say(
        MAILMEND_TEXT("local-accounts", "Not sure: its folder was last used about {time}, by the last change "
                                        "of its entry, and that lies in a time in which intruders could have "
                                        "made it."),
        {{"time", moment(profile.changed)}});
    finding.harmless =
        say(MAILMEND_TEXT("local-accounts", "A former colleague or provider whose account was removed."));
    finding.advice = say(MAILMEND_TEXT("local-accounts",
                                       "Don't delete the folder. Ask who had an account on this server. If "
                                       "nobody knows, show the folder to the responder."));
    finding.references = {QStringLiteral("T1070"), QStringLiteral("T1136.001")};
    finding.facts.append(
        factOf(known, RegistryHive::Software,
               say(MAILMEND_TEXT("local-accounts", "The account {sid} had the folder {folder}."),
                   {{"sid", words(profile.sid)}, {"folder", place(profile.folder)}}),
               profile.changed));
    return finding;
}

Finding loneNameFinding(const Known& known, const LoneName& lone)
{
    Finding finding =
        emptyFinding(known, known.accounts->sidOf(lone.rid), lone.name, QStringLiteral("name:") + lone.name);
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Medium;
    finding.state = QStringLiteral("name only");
    finding.title = say(MAILMEND_TEXT("local-accounts", "The name {name} leads to no account"),
                        {{"name", words(lone.name)}});
    finding.matters = say(MAILMEND_TEXT("local-accounts",
                                        "An account was taken out of the registry by hand. Nobody does that "
                                        "who has nothing to hide, or the registry is damaged."));
    finding.certainty = say(MAILMEND_TEXT("local-accounts",
                                          "Sure that its data are missing: the list of accounts was read in "
                                          "full. Why, we can't tell."));
    finding.harmless = say(MAILMEND_TEXT("local-accounts", "A power cut while an account was removed."));
    finding.advice = say(MAILMEND_TEXT("local-accounts", "Show it to the responder."));
    finding.references = {QStringLiteral("T1070"), QStringLiteral("T1136.001")};
    finding.facts.append(factOf(
        known, RegistryHive::Sam,
        say(MAILMEND_TEXT("local-accounts", "The name {name} stands for {sid}, of which there is nothing "
                                            "else."),
            {{"name", words(lone.name)}, {"sid", words(finding.subject.sid)}}),
        lone.changed));
    return finding;
}

} // namespace

Members lookAtMembers(const Known& known)
{
    Members members;
    const LocalGroup* group = known.accounts->administrators();
    const bool whole = known.accounts->accountsState.state == ReadState::Read;
    for (const QString& sid : group ? group->members : QStringList()) {
        const std::optional<quint32> rid = known.accounts->ridOf(sid);
        if (rid) {
            if (whole && !known.accounts->account(*rid)) {
                members.findings.append(goneMember(known, *group, sid));
            }
        } else if (isEverybody(sid)) {
            members.findings.append(everybodyFinding(known, *group, sid));
        } else if (const QString ordinary = ordinaryMember(sid); !ordinary.isEmpty()) {
            members.ordinary.append(ordinary);
        } else if (isService(sid)) {
            members.findings.append(serviceFinding(known, *group, sid));
        } else if (!sid.startsWith(QStringLiteral("S-1-5-21-"))) {
            members.unknown.append(sid);
        } else {
            members.unnamed.append(sid);
        }
    }
    members.findings += oneListFindings(known);
    return members;
}

QList<Finding> leftoverFindings(const Known& known, QList<Text>& looked)
{
    QList<Finding> findings;
    const LocalAccounts& accounts = *known.accounts;
    if (accounts.accountsState.state != ReadState::Read) {
        return findings; // what is missing may only be unreadable
    }
    qint64 old = 0;
    for (const UserProfile& profile : accounts.profiles) {
        const std::optional<quint32> rid = accounts.ridOf(profile.sid);
        if (!rid || accounts.account(*rid)) {
            continue;
        }
        if (openAt(known, profile.changed) || isLately(known, profile.changed)) {
            findings.append(profileFinding(known, profile));
        } else {
            ++old;
        }
    }
    if (old > 0) {
        looked.append(say(MAILMEND_TEXT("local-accounts",
                                        "{count} {count|folder belongs|folders belong} to accounts that were "
                                        "removed. {count|It was|They were} last used at a time in which the "
                                        "server did not stand open."),
                          {{"count", count(old)}}));
    }
    for (const LoneName& lone : accounts.loneNames) {
        findings.append(loneNameFinding(known, lone));
    }
    return findings;
}

} // namespace mailmend::local_accounts
