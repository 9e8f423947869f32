// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/stray_folders.h"

#include "checks/local_accounts/words.h"
#include "evidence/pool_account.h"

#include <algorithm>
#include <array>

namespace mailmend::local_accounts {
namespace {

constexpr qsizetype kMostNamed = 20;
constexpr QLatin1StringView kSource("profile-folders");

/** Whether a folder has the name of an application pool of the web server, and is one's. */
enum class PoolFolder {
    No,
    Yes,     ///< Windows makes a profile by itself for the pool of this name
    Unknown, ///< it may be: the web server's configuration could not be read in full
};

PoolFolder poolFolder(const Known& known, const StrayFolder& folder)
{
    static constexpr std::array usual{".NET v2.0",         ".NET v2.0 Classic",    ".NET v4.5",
                                      ".NET v4.5 Classic", "Classic .NET AppPool", "DefaultAppPool"};
    const QByteArray name = foldName(folder.path.name());
    const QString sid =
        sidOfPool(folder.path.name().isValidUtf8() ? QString::fromUtf8(folder.path.name()) : QString());
    const auto& profiles = known.accounts->profiles;
    if (std::any_of(profiles.begin(), profiles.end(),
                    [&sid](const UserProfile& profile) { return profile.sid == sid; })) {
        return PoolFolder::Yes;
    }
    const auto& iis = known.evidence->iis;
    if (iis) {
        for (const ApplicationPool& pool : iis->applicationPools) {
            if (foldName(pool.name.toUtf8()) == name && pool.runsAsItself && pool.loadsProfile) {
                return PoolFolder::Yes;
            }
        }
    }
    const bool isUsual =
        std::any_of(usual.begin(), usual.end(), [&name](const char* pool) { return foldName(pool) == name; });
    return isUsual && (!iis || iis.state != ReadState::Read) && iis.state != ReadState::Missing
               ? PoolFolder::Unknown
               : PoolFolder::No;
}

bool isTimeOfDisk(const StrayFolder& folder)
{
    return folder.used.isValid() &&
           (folder.timeSource == TimeSource::Ntfs || folder.timeSource == TimeSource::Mft);
}

Finding strayFinding(const Known& known, const StrayFolder& folder)
{
    const QString name = folder.path.display();
    Finding finding = emptyFinding(known, {}, name, QStringLiteral("profile folder"));
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Low;
    finding.state = QStringLiteral("profile folder");
    finding.since = folder.used;
    finding.sinceSource = folder.timeSource;
    const QList<std::pair<QByteArray, Argument>> parts{{"folder", place(name)},
                                                       {"time", moment(folder.used)}};
    finding.title =
        say(MAILMEND_TEXT("local-accounts",
                          "Somebody worked here, and Windows does not know their folder {folder}"),
            parts);
    finding.matters = say(MAILMEND_TEXT(
        "local-accounts", "Intruders remove an account, and what Windows notes of it, when they are done. "
                          "What is left in the folder can show what they did."));
    finding.certainty = say(
        MAILMEND_TEXT("local-accounts",
                      "Not sure: Windows' list of profiles was read in full and does not name the folder. It "
                      "was last used about {time}, in a time in which intruders could come in."),
        parts);
    finding.harmless = say(
        MAILMEND_TEXT("local-accounts",
                      "This is common: an account was removed, or a profile broke, and Windows began a new "
                      "folder such as NAME.DOMAIN or NAME.000 and left the old one."));
    finding.advice = say(MAILMEND_TEXT(
        "local-accounts", "Don't delete the folder. Ask whose it was. If nobody knows, show it to "
                          "the responder."));
    finding.references = {QStringLiteral("T1070"), QStringLiteral("T1136.001")};
    Fact fact;
    fact.text = say(MAILMEND_TEXT("local-accounts",
                                  "The file {folder}\\NTUSER.DAT was last changed on {time}, as happens when "
                                  "somebody logs off."),
                    parts);
    fact.path = folder.path.child("NTUSER.DAT");
    fact.time = folder.used;
    fact.timeSource = folder.timeSource;
    finding.facts.append(fact);
    return finding;
}

/** The folders that are no finding, by what can be said of them. */
struct Quiet
{
    QStringList old;      ///< used at a time in which the server did not stand open
    QStringList timeless; ///< nobody can tell when they were used
    QStringList pools;
    QStringList maybePools; ///< could not be told from those
    QStringList empty;      ///< no profile was seen in them
};

void tell(const Quiet& quiet, QList<Text>& looked)
{
    const auto add = [&looked](const QStringList& names, const TextSource& words) {
        if (!names.isEmpty()) {
            looked.append(say(
                words, {{"count", count(names.size())}, {"names", sentence(firstNames(names, kMostNamed))}}));
        }
    };
    add(quiet.old,
        MAILMEND_TEXT(
            "local-accounts",
            "{count} {count|profile folder is|profile folders are} not in Windows' list of profiles "
            "and {count|was|were} last used while the server did not stand open, as old accounts "
            "leave them: {names}."));
    add(quiet.timeless,
        MAILMEND_TEXT(
            "local-accounts",
            "{count} {count|profile folder is|profile folders are} not in Windows' list of profiles. "
            "Old accounts leave such folders; when {count|it was|they were} last used can't be told "
            "from this copy: {names}."));
    add(quiet.pools,
        MAILMEND_TEXT("local-accounts",
                      "{count} {count|folder is|folders are} not in Windows' list of profiles and "
                      "{count|belongs|belong} to application pools of the web server, for which Windows "
                      "makes profiles by itself: {names}."));
    add(quiet.empty,
        MAILMEND_TEXT(
            "local-accounts",
            "Beside the profiles {count|lies|lie} {count} {count|folder|folders} in which we saw no "
            "profile: {names}."));
}

} // namespace

void lookAtStrayFolders(const Known& known, Outcome& outcome)
{
    const LocalAccounts& accounts = *known.accounts;
    Quiet quiet;
    for (const StrayFolder& folder : accounts.strayFolders) {
        const QString name = folder.path.display();
        const bool inABadTime = openAt(known, folder.used) || isLately(known, folder.used);
        const PoolFolder pool = poolFolder(known, folder);
        if (pool == PoolFolder::Yes) {
            quiet.pools.append(name);
        } else if (!folder.isProfile) {
            quiet.empty.append(name);
        } else if (pool == PoolFolder::Unknown) {
            quiet.maybePools.append(name);
        } else if (!isTimeOfDisk(folder)) {
            quiet.timeless.append(name);
        } else if (inABadTime) {
            outcome.findings.append(strayFinding(known, folder));
        } else {
            quiet.old.append(name);
        }
    }
    tell(quiet, outcome.looked);
    CoverageEntry row;
    row.target = known.evidence->target.id;
    row.source = kSource;
    row.state = accounts.strayState.state;
    row.reason = accounts.strayState.reason;
    outcome.coverage.append(row);
    if (row.state != ReadState::Read) {
        outcome.unread.append(
            {row.source, row.state,
             say(MAILMEND_TEXT("local-accounts",
                               "Whether there are profile folders that Windows' list does not "
                               "name could not be checked in full. {reason}"),
                 {{"reason", sentence(row.reason)}})});
    }
    const auto notTold = [&](const QStringList& names, const TextSource& words,
                             const QList<std::pair<QByteArray, Argument>>& more) {
        if (!names.isEmpty()) {
            outcome.unread.append({row.source, ReadState::Partly,
                                   say(words,
                                       QList<std::pair<QByteArray, Argument>>{
                                           {"names", sentence(firstNames(names, kMostNamed))}} +
                                           more)});
        }
    };
    notTold(quiet.timeless,
            MAILMEND_TEXT("local-accounts",
                          "When the profile folders that Windows' list does not name were last used could "
                          "not be checked: {names}. Look at the server's own disk for that."),
            {});
    notTold(quiet.maybePools,
            MAILMEND_TEXT("local-accounts",
                          "Whether these profile folders belong to application pools of the web server, as "
                          "their names say, could not be checked: {names}. {reason}"),
            {{"reason", sentence(known.evidence->iis.reason)}});
}

} // namespace mailmend::local_accounts
