// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/account_finding.h"

namespace mailmend::local_accounts {
namespace {

Text nameAndNumber(const Known& known, const LocalAccount& account)
{
    const QList<std::pair<QByteArray, Argument>> parts{{"name", words(nameOf(account))},
                                                       {"sid", words(known.accounts->sidOf(account.rid))},
                                                       {"full", words(account.fullName)},
                                                       {"comment", words(account.comment)}};
    return account.fullName.isEmpty() && account.comment.isEmpty()
               ? say(MAILMEND_TEXT("local-accounts", "Account {name}, {sid}."), parts)
               : say(MAILMEND_TEXT("local-accounts",
                                   "Account {name}, {sid}. Whoever made it wrote: “{full}”, “{comment}”."),
                     parts);
}

void addStanding(Finding& finding, const Known& known, const LocalAccount& account)
{
    const auto add = [&](Text text, const QDateTime& time = {}) {
        finding.facts.append(factOf(known, RegistryHive::Sam, std::move(text), time));
    };
    if (!account.state) {
        add(say(MAILMEND_TEXT("local-accounts",
                              "Whether it is switched on could not be read, so we take it that it is.")));
        return;
    }
    const SamUserF& state = *account.state;
    add(account.isEnabled() ? say(MAILMEND_TEXT("local-accounts", "It is switched on."))
                            : say(MAILMEND_TEXT("local-accounts", "It is switched off.")));
    add(state.lastLogon.isValid()
            ? say(MAILMEND_TEXT("local-accounts",
                                "Last logon with it: {time}. Windows counts {count} {count|logon|logons}."),
                  {{"time", moment(state.lastLogon)}, {"count", count(state.logons)}})
            : say(MAILMEND_TEXT("local-accounts", "Windows has noted no logon with it.")),
        state.lastLogon);
    add(state.passwordSet.isValid()
            ? say(MAILMEND_TEXT("local-accounts", "Its password was last set on {time}."),
                  {{"time", moment(state.passwordSet)}})
            : say(MAILMEND_TEXT("local-accounts", "Its password was never set.")),
        state.passwordSet);
    if (account.password == StoredPassword::None) {
        add(say(MAILMEND_TEXT("local-accounts", "No password is stored for it.")));
    }
    if ((state.flags & account_flag::PasswordNotRequired) != 0) {
        add(say(MAILMEND_TEXT("local-accounts", "It is allowed to have no password.")));
    }
}

void addRights(Finding& finding, const Known& known, const LocalAccount& account)
{
    const QString sid = known.accounts->sidOf(account.rid);
    for (const LocalGroup* group : known.accounts->groupsOf(sid)) {
        const QList<std::pair<QByteArray, Argument>> parts{
            {"group", words(group->name)}, {"sid", words(group->sid)}, {"time", moment(group->changed)}};
        finding.facts.append(
            factOf(known, RegistryHive::Sam,
                   group->changed.isValid()
                       ? say(MAILMEND_TEXT("local-accounts",
                                           "It is a member of {group} ({sid}). The list of members was last "
                                           "changed about {time}."),
                             parts)
                       : say(MAILMEND_TEXT("local-accounts", "It is a member of {group} ({sid})."), parts),
                   group->changed));
    }
    if (account.hiddenFromLogon) {
        finding.facts.append(
            factOf(known, RegistryHive::Software,
                   say(MAILMEND_TEXT("local-accounts", "Windows was told to leave it out of the logon screen "
                                                       "(Winlogon\\SpecialAccounts\\UserList)."))));
    }
}

void addTimes(Finding& finding, const Known& known, const LocalAccount& account, const Made& made)
{
    const auto add = [&](Text text, const QDateTime& time) {
        finding.facts.append(factOf(known, RegistryHive::Sam, std::move(text), time));
    };
    if (made.about.isValid()) {
        add(made.renamed
                ? say(MAILMEND_TEXT("local-accounts",
                                    "Made before {time}, by our estimate: an account with a higher number is "
                                    "that old. It was renamed later."),
                      {{"time", moment(made.about)}})
                : say(MAILMEND_TEXT(
                          "local-accounts",
                          "Made about {time}, by our estimate: that is the last change of its entry "
                          "in the list of names. Renaming it changes that time too."),
                      {{"time", moment(made.about)}}),
            made.about);
    }
    if (made.withWindows) {
        add(say(MAILMEND_TEXT("local-accounts",
                              "That is when Windows was installed or upgraded, according to the registry.")),
            known.windowsInstalled);
    }
    if (made.open) {
        add(say(made.open->certain
                    ? MAILMEND_TEXT("local-accounts",
                                    "At that time the server stood open to {cve}, which is used in attacks "
                                    "(from {from} to {to}, as far as its updates tell).")
                    : MAILMEND_TEXT("local-accounts",
                                    "At that time the server may have stood open to {cve}, which is used in "
                                    "attacks (from {from} to {to}, as far as its updates tell)."),
                {{"cve", words(made.open->cve)}, {"from", day(made.open->from)}, {"to", day(made.open->to)}}),
            {});
    }
    if (!account.keyChanged.isValid()) {
        return;
    }
    add(say(MAILMEND_TEXT("local-accounts",
                          "Its data were last changed on {time}. Every logon changes them too, so this alone "
                          "says little."),
            {{"time", moment(account.keyChanged)}}),
        account.keyChanged);
}

} // namespace

Finding emptyFinding(const Known& known, const QString& sid, const QString& name, const QString& distinction)
{
    Finding finding;
    finding.check = QLatin1StringView(kId);
    finding.target = known.evidence->target.id;
    finding.subject.kind = SubjectKind::Account;
    finding.subject.owner = known.evidence->target.id;
    finding.subject.name = name;
    finding.subject.sid = sid;
    finding.distinction = distinction;
    finding.id = findingId(finding.check, finding.subject, distinction);
    return finding;
}

Fact factOf(const Known& known, RegistryHive hive, Text text, const QDateTime& time)
{
    Fact fact;
    fact.text = std::move(text);
    const WindowsPath config = known.evidence->folders.windows.joined(u"System32\\config");
    const bool asked = hive == RegistryHive::Sam && known.accounts->asked; // no file was read for it
    if (!asked) {
        fact.path = config.child(hive == RegistryHive::Sam ? "SAM" : "SOFTWARE");
    }
    fact.time = time;
    fact.timeSource = asked ? TimeSource::Unknown : TimeSource::Registry;
    return fact;
}

std::optional<Finding> accountFinding(const Known& known, const LocalAccount& account)
{
    const Made made = madeOf(known, account);
    const QList<Sign> signs = signsOf(known, account, made);
    if (signs.isEmpty()) {
        return std::nullopt;
    }
    const Sign& worst = signs.first();
    Finding finding = emptyFinding(known, known.accounts->sidOf(account.rid), nameOf(account));
    finding.verdict = worst.verdict;
    finding.severity = worst.severity;
    finding.title = worst.title;
    finding.matters = worst.matters;
    finding.certainty = worst.certainty;
    finding.harmless = worst.harmless;
    finding.advice = worst.advice;
    finding.playbook = worst.playbook;
    finding.state = QStringLiteral("account: ") + standingOf(*known.accounts, account);
    if (made.about.isValid() && !made.renamed) {
        finding.since = made.about;
        finding.sinceSource = TimeSource::Registry;
    }
    for (const Sign& sign : signs) {
        for (const QString& reference : sign.references) {
            if (!finding.references.contains(reference)) {
                finding.references.append(reference);
            }
        }
    }
    finding.facts.append(factOf(known, RegistryHive::Sam, nameAndNumber(known, account)));
    for (const Sign& sign : signs.mid(1)) {
        finding.facts.append(
            factOf(known, RegistryHive::Sam,
                   say(MAILMEND_TEXT("local-accounts", "{what}. {why}"),
                       {{"what", sentence(sign.title)}, {"why", sentence(sign.certainty)}})));
    }
    addRights(finding, known, account);
    addTimes(finding, known, account, made);
    addStanding(finding, known, account);
    return finding;
}

} // namespace mailmend::local_accounts
