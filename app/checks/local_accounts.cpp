// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts.h"

#include "checks/local_accounts/leftovers.h"
#include "checks/local_accounts/stray_folders.h"
#include "checks/local_accounts/words.h"
#include "checks/patch_level/files_seen.h"

namespace mailmend::local_accounts {
namespace {

/** The files that tell when the server stood open: the same as those of patch-level. */
std::vector<Interest> interests(const Evidence& evidence, const Knowledge& knowledge)
{
    std::vector<Interest> wanted;
    for (Interest& one : patch_level::interests(evidence, knowledge)) {
        if (one.pathClass == PathClass::ExchangeBinary || one.pathClass == PathClass::SetupLog) {
            wanted.push_back(std::move(one));
        }
    }
    return wanted;
}

Unread unread(const char* source, ReadState state, Text reason)
{
    return {QLatin1StringView(source), state, std::move(reason)};
}

/** In the directory, which this version does not read: said, and a row of coverage. */
void directoryNeeded(Text reason, const Conclusion& conclusion, Outcome& outcome)
{
    CoverageEntry row;
    row.target = conclusion.evidence.target.id;
    row.source = QStringLiteral("directory");
    row.state = ReadState::NotCollected;
    row.reason = reason;
    outcome.coverage.append(row);
    outcome.unread.append(unread("directory", ReadState::NotCollected, std::move(reason)));
}

/** Whether Exchange is proven not to be here: then it never stood open to its flaws. */
bool noExchange(const Evidence& evidence)
{
    return !evidence.exchange && evidence.registry &&
           evidence.registry->key(RegistryHive::Software, u"Microsoft\\ExchangeServer").state ==
               RegistryAnswer::State::Absent;
}

void reportParts(const Known& known, const Conclusion& conclusion, Outcome& outcome)
{
    const LocalAccounts& accounts = *known.accounts;
    const auto add = [&outcome](const char* source, const PartState& part) {
        if (part.state != ReadState::Read) {
            outcome.unread.append(unread(source, part.state, part.reason));
        }
    };
    add("registry-sam", accounts.accountsState);
    add("registry-sam", accounts.groupsState);
    add("registry-software", accounts.profilesState);
    add("registry-software", accounts.hiddenState);
    if (!accounts.administrators()) {
        outcome.unread.append(unread(
            "registry-sam", ReadState::Partly,
            say(MAILMEND_TEXT("local-accounts", "Who has administrator rights could not be read: the group "
                                                "S-1-5-32-544 was not found."))));
    }
    if (!conclusion.evidence.domainController) {
        outcome.unread.append(
            unread("registry-system", ReadState::Partly,
                   say(MAILMEND_TEXT("local-accounts",
                                     "Whether this server is a domain controller is not known. If it is, its "
                                     "accounts are in the directory and not here."))));
    }
    if (!conclusion.evidence.target.takenAt.isValid()) {
        outcome.unread.append(
            unread("registry-sam", ReadState::Partly,
                   say(MAILMEND_TEXT("local-accounts",
                                     "Of when this was taken is not known, so nobody can tell what was made "
                                     "lately."))));
    }
}

/** Without the build and its past nobody can tell what was made while the server stood open. */
void reportExposure(const Known& known, const Conclusion& conclusion, Outcome& outcome)
{
    if (noExchange(conclusion.evidence)) {
        return;
    }
    qint64 programs = 0;
    Text why;
    ReadState worst = ReadState::Missing;
    for (const WalkedInterest& walked : conclusion.walked) {
        if (walked.interest.pathClass == PathClass::ExchangeBinary) {
            programs += walked.files - walked.unreadableCount;
            why = walked.state.reason;
            worst = walked.state.state == ReadState::Read ? ReadState::Missing : walked.state.state;
        }
    }
    if (programs <= 0) {
        outcome.unread.append(unread(
            "exchange-binaries", worst,
            say(MAILMEND_TEXT("local-accounts",
                              "The programs of Exchange could not be read, so which accounts were made "
                              "while the server stood open could not be checked in full. {why}"),
                {{"why", sentence(why)}})));
    } else if (!known.buildKnown) {
        outcome.unread.append(
            unread("exchange-binaries", ReadState::Partly,
                   say(MAILMEND_TEXT(
                       "local-accounts",
                       "Which version of Exchange this is could not be read from its programs, so "
                       "which accounts were made while the server stood open could not be checked."))));
    }
}

void reportMembers(const Members& members, const Known& known, const Conclusion& conclusion, Outcome& outcome)
{
    constexpr qsizetype mostNamed = 20;
    QList<Text> own;
    qint64 more = 0;
    for (const LocalAccount& account : known.accounts->accounts) {
        if (!isAdministrator(known, account)) {
            continue;
        }
        if (own.size() == mostNamed) {
            ++more;
            continue;
        }
        const QDateTime last = account.state ? account.state->lastLogon : QDateTime();
        const QList<std::pair<QByteArray, Argument>> parts{{"name", words(nameOf(account))},
                                                           {"time", moment(last)}};
        own.append(!account.isEnabled()
                       ? say(MAILMEND_TEXT("local-accounts",
                                           "{name} is an administrator of this server, switched off."),
                             parts)
                   : last.isValid()
                       ? say(MAILMEND_TEXT("local-accounts",
                                           "{name} is an administrator of this server, last logon {time}."),
                             parts)
                       : say(MAILMEND_TEXT("local-accounts",
                                           "{name} is an administrator of this server, no logon noted."),
                             parts));
    }
    if (more > 0) {
        own.append(
            say(MAILMEND_TEXT("local-accounts", "And {count} more {count|account is|accounts are} {count|an "
                                                "administrator|administrators} of this server."),
                {{"count", count(more)}}));
    }
    outcome.looked += own;
    if (!members.ordinary.isEmpty()) {
        outcome.looked.append(
            say(MAILMEND_TEXT("local-accounts", "From the domain, as on every server in it: {names}."),
                {{"names", names(members.ordinary)}}));
    }
    if (!members.unknown.isEmpty()) {
        outcome.unread.append(
            unread("registry-sam", ReadState::Partly,
                   say(MAILMEND_TEXT("local-accounts",
                                     "We don't know what {count|this number stands|these numbers stand} for, "
                                     "and {count|it has|they have} administrator rights here: {sids}. Look "
                                     "{count|it|them} up in the group's own window on the server, and ask "
                                     "the responder."),
                       {{"count", count(members.unknown.size())},
                        {"sids", sentence(firstNames(members.unknown, 10))}})));
    }
    if (!members.unnamed.isEmpty()) {
        directoryNeeded(
            say(MAILMEND_TEXT(
                    "local-accounts",
                    "{count} more {count|member|members} of the administrators {count|comes|come} from the "
                    "domain, and only the directory can name {count|it|them}: {sids}. Exchange itself adds "
                    "two "
                    "groups here, Exchange Trusted Subsystem and Organization Management. Look the numbers "
                    "up "
                    "with Get-ADObject, or in the group's own window on the server."),
                {{"count", count(members.unnamed.size())},
                 {"sids", sentence(firstNames(members.unnamed, 10))}}),
            conclusion, outcome);
    }
}

/** Accounts that are no finding and that somebody who looks should know of all the same. */
void reportQuiet(const Known& known, const QList<Finding>& findings, Outcome& outcome)
{
    QStringList off, open, lax;
    for (const LocalAccount& account : known.accounts->accounts) {
        const QString sid = known.accounts->sidOf(account.rid);
        const bool told = std::any_of(findings.begin(), findings.end(),
                                      [&sid](const Finding& one) { return one.subject.sid == sid; });
        if (told) {
            continue;
        }
        if (account.name.endsWith(QLatin1Char('$')) && !account.isEnabled()) {
            off.append(account.name);
        } else if (madeOf(known, account).open) {
            open.append(nameOf(account));
        }
        const bool noNeed =
            account.state && (!account.state->passwordSet.isValid() ||
                              (account.state->flags & account_flag::PasswordNotRequired) != 0);
        if (account.isEnabled() && noNeed) {
            lax.append(nameOf(account));
        }
        if (account.rid == known_rid::Administrator && account.state &&
            account.state->passwordSet.isValid()) {
            outcome.looked.append(
                say(MAILMEND_TEXT("local-accounts",
                                  "The password of the built-in administrator was last set on {time}."),
                    {{"time", moment(account.state->passwordSet)}}));
        }
    }
    if (!off.isEmpty()) {
        outcome.looked.append(
            say(MAILMEND_TEXT("local-accounts", "Hidden by their names, but without a way in: {names}."),
                {{"names", sentence(firstNames(off, 20))}}));
    }
    if (!lax.isEmpty()) {
        outcome.looked.append(
            say(MAILMEND_TEXT("local-accounts", "Switched on, and allowed to have no password or never given "
                                                "one by a person: {names}."),
                {{"names", sentence(firstNames(lax, 20))}}));
    }
    if (!open.isEmpty()) {
        outcome.looked.append(
            say(MAILMEND_TEXT("local-accounts", "Made while the server stood open, by our estimate, and "
                                                "without special rights or switched off: {names}."),
                {{"names", sentence(firstNames(open, 20))}}));
    }
}

Outcome conclude(const Conclusion& conclusion)
{
    Outcome outcome;
    const Evidence& evidence = conclusion.evidence;
    if (evidence.looseFiles) {
        outcome.notApplicable =
            say(MAILMEND_TEXT("local-accounts", "Single files don't show which accounts a server has."));
        return outcome;
    }
    if (evidence.domainController.value_or(false)) {
        directoryNeeded(say(MAILMEND_TEXT("local-accounts",
                                          "This server is a domain controller: its accounts are those of the "
                                          "domain and stand in the directory, which this version does not "
                                          "read.")),
                        conclusion, outcome);
        return outcome;
    }
    if (!evidence.accounts) {
        outcome.unread.append(unread("registry-sam", evidence.accounts.state, evidence.accounts.reason));
        return outcome;
    }
    const Known known = gather(conclusion);
    outcome.looked.append(
        say(MAILMEND_TEXT("local-accounts", "We looked at {count} {count|account|accounts} and {groups} "
                                            "{groups|group|groups} of this server."),
            {{"count", count(known.accounts->accounts.size())},
             {"groups", count(known.accounts->groups.size())}}));
    for (const LocalAccount& account : known.accounts->accounts) {
        if (std::optional<Finding> finding = accountFinding(known, account)) {
            outcome.findings.append(std::move(*finding));
        }
    }
    Members members = lookAtMembers(known);
    outcome.findings += members.findings;
    outcome.findings += leftoverFindings(known, outcome.looked);
    lookAtStrayFolders(known, outcome);
    reportMembers(members, known, conclusion, outcome);
    reportQuiet(known, outcome.findings, outcome);
    reportParts(known, conclusion, outcome);
    reportExposure(known, conclusion, outcome);
    if (conclusion.cancelled) {
        outcome.unread.append(
            unread("registry-sam", ReadState::Partly,
                   say(MAILMEND_TEXT("local-accounts", "The check was stopped before its end."))));
    }
    return outcome;
}

constexpr const char* kAreas[] = {"local-accounts"};

} // namespace
} // namespace mailmend::local_accounts

namespace mailmend {

constinit const Check localAccountsCheck{
    .id = local_accounts::kId,
    .title = MAILMEND_TEXT("local-accounts", "Accounts on the server"),
    .question = MAILMEND_TEXT("local-accounts",
                              "Is there an account on this server itself through which somebody can come "
                              "back?"),
    .reads = MAILMEND_TEXT(
        "local-accounts",
        "The accounts and groups of the server itself, with their numbers and rights (registry file SAM), "
        "which of them Windows hides, who has a profile here (SOFTWARE), and which profile folders there "
        "are. "
        "From Exchange's programs and the log of its setup it takes when the server stood open."),
    .limits = MAILMEND_TEXT(
        "local-accounts",
        "Accounts of the domain are in the directory, which this version does not read; on a domain "
        "controller that is all of them. When an account was made is an estimate, and an intruder with the "
        "rights of the system can change those times. It sees no passwords."),
    .areas = local_accounts::kAreas,
    .interests = local_accounts::interests,
    .inspect = patch_level::look,
    .preview = nullptr,
    .conclude = local_accounts::conclude,
};

} // namespace mailmend
