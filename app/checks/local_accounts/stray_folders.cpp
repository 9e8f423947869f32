// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/stray_folders.h"

#include "checks/local_accounts/words.h"

#include <algorithm>
#include <array>

namespace mailmend::local_accounts {
namespace {

constexpr qsizetype kMostNamed = 20;
constexpr QLatin1StringView kSource("profile-folders");

/** Windows makes these profiles by itself, for the web server's application pools. */
bool isOfApplicationPool(const Known& known, const StrayFolder& folder)
{
    static constexpr std::array usual{".NET v2.0",         ".NET v2.0 Classic",    ".NET v4.5",
                                      ".NET v4.5 Classic", "Classic .NET AppPool", "DefaultAppPool"};
    const QByteArray name = foldName(folder.path.name());
    const auto isIt = [&name](const QByteArray& pool) { return foldName(pool) == name; };
    const auto& iis = known.evidence->iis;
    return std::any_of(usual.begin(), usual.end(), isIt) ||
           (iis &&
            std::any_of(iis->virtualDirectories.begin(), iis->virtualDirectories.end(),
                        [&isIt](const VirtualDirectory& one) { return isIt(one.applicationPool.toUtf8()); }));
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
    QStringList empty; ///< no profile was seen in them
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
                      "{count|has the name|have the names} of application pools of the web server, for which "
                      "Windows makes profiles by itself: {names}."));
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
        if (isOfApplicationPool(known, folder)) {
            quiet.pools.append(name);
        } else if (!folder.isProfile) {
            quiet.empty.append(name);
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
}

} // namespace mailmend::local_accounts
