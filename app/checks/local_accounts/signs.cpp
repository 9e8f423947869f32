// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/signs.h"

#include "checks/local_accounts/number_signs.h"
#include "checks/local_accounts/words.h"

#include <algorithm>

namespace mailmend::local_accounts {
namespace {

/** One account with what the signs ask about it. */
struct Looked
{
    const Known& known;
    const LocalAccount& account;
    const Made& made;
    bool on = false;
    bool administrator = false;
    Argument name;
};

bool hasStrongGroup(const Looked& of)
{
    const QList<const LocalGroup*> groups =
        of.known.accounts->groupsOf(of.known.accounts->sidOf(of.account.rid));
    return std::any_of(groups.begin(), groups.end(),
                       [](const LocalGroup* group) { return isStrongGroup(group->rid); });
}

/** A name that ends in $ is left out of "net user" and of many lists. */
std::optional<Sign> dollarName(const Looked& of)
{
    // Windows' own HomeGroupUser$ has no special rights; an intruder may take its name.
    const bool homeGroup =
        of.account.name.compare(QStringLiteral("HomeGroupUser$"), Qt::CaseInsensitive) == 0 &&
        !of.administrator && !hasStrongGroup(of);
    if (!of.account.name.endsWith(QLatin1Char('$')) || homeGroup || (!of.on && !of.administrator)) {
        return std::nullopt;
    }
    Sign sign;
    const bool sure = of.on && of.administrator;
    sign.verdict = sure ? Verdict::NeedsAction : Verdict::LookAtThis;
    sign.severity = sure ? Severity::Critical : Severity::High;
    sign.title = of.administrator
                     ? say(MAILMEND_TEXT("local-accounts",
                                         "The account {name} is hidden and has administrator rights"),
                           {{"name", of.name}})
                     : say(MAILMEND_TEXT("local-accounts", "The account {name} is hidden by its name"),
                           {{"name", of.name}});
    sign.matters = of.administrator ? administratorMatters() : wayBackMatters();
    sign.certainty =
        sure    ? say(MAILMEND_TEXT("local-accounts",
                                    "Very likely: its name ends in $, so that Windows leaves it out of its own "
                                       "lists, it is switched on, and it is a member of the administrators. "
                                       "Nothing that belongs on a server makes such an account."))
        : of.on ? say(MAILMEND_TEXT("local-accounts",
                                    "Not sure: its name ends in $, so that Windows leaves it out of its own "
                                    "lists, and it is switched on, but it is no administrator."))
                : say(MAILMEND_TEXT("local-accounts",
                                    "Not sure: its name ends in $ and it is a member of the administrators, "
                                    "but it is switched off."));
    sign.harmless = say(MAILMEND_TEXT(
        "local-accounts", "Names that end in $ belong to computers in a domain, not to accounts of one "
                          "server. A program for the whole network that makes one here would be "
                          "unusual; its maker can tell."));
    sign.advice = rogueAdvice();
    sign.references = {QStringLiteral("T1564.002"), QStringLiteral("T1136.001")};
    sign.playbook = QStringLiteral("P10");
    return sign;
}

/** Left out of the logon screen by a setting. Providers do that too, so it needs a second reason. */
std::optional<Sign> hiddenAtLogon(const Looked& of)
{
    if (!of.account.hiddenFromLogon || !of.on || !of.administrator) {
        return std::nullopt;
    }
    Sign sign;
    const bool suspicious = (of.made.open && of.made.open->certain) || of.made.lately;
    sign.verdict = suspicious ? Verdict::NeedsAction : Verdict::LookAtThis;
    sign.severity = suspicious ? Severity::Critical : Severity::Medium;
    sign.title = say(
        MAILMEND_TEXT("local-accounts", "The administrator account {name} is hidden from the logon screen"),
        {{"name", of.name}});
    sign.matters = administratorMatters();
    sign.certainty =
        suspicious
            ? say(MAILMEND_TEXT(
                  "local-accounts",
                  "Likely: somebody set Windows to leave it out of its logon screen, and it was "
                  "made in a time in which intruders could do that."))
            : say(MAILMEND_TEXT("local-accounts",
                                "Not sure: somebody set Windows to leave it out of its logon screen. That "
                                "is all that speaks against it."));
    sign.harmless =
        say(MAILMEND_TEXT("local-accounts", "Providers hide their own service account in this way, so that "
                                            "nobody clicks it. Ask yours."));
    sign.advice = rogueAdvice();
    sign.references = {QStringLiteral("T1564.002")};
    sign.playbook = QStringLiteral("P10");
    return sign;
}

/** Guest and the accounts that only Windows itself uses. */
std::optional<Sign> builtInMisuse(const Looked& of)
{
    const quint32 rid = of.account.rid;
    const bool guest = rid == known_rid::Guest;
    const bool ours = guest || rid == known_rid::DefaultAccount || rid == known_rid::ApplicationGuard;
    if (!ours || (!of.on && !of.administrator)) {
        return std::nullopt;
    }
    Sign sign;
    sign.verdict = of.administrator ? Verdict::NeedsAction : Verdict::LookAtThis;
    sign.severity = of.administrator && of.on ? Severity::Critical
                    : of.administrator        ? Severity::High
                    : guest                   ? Severity::Medium
                                              : Severity::High;
    sign.title = of.administrator
                     ? say(MAILMEND_TEXT("local-accounts",
                                         "The built-in account {name} was given administrator rights"),
                           {{"name", of.name}})
                     : say(MAILMEND_TEXT("local-accounts", "The built-in account {name} was switched on"),
                           {{"name", of.name}});
    sign.matters = of.administrator ? administratorMatters() : wayBackMatters();
    sign.certainty =
        of.administrator
            ? say(MAILMEND_TEXT("local-accounts",
                                "Very likely: Windows never makes this account (number {rid}) an "
                                "administrator, and no program needs it to be one."),
                  {{"rid", words(QString::number(rid))}})
            : say(MAILMEND_TEXT("local-accounts",
                                "Not sure: Windows comes with this account (number {rid}) switched off, and "
                                "somebody switched it on."),
                  {{"rid", words(QString::number(rid))}});
    sign.harmless =
        guest && !of.administrator
            ? say(MAILMEND_TEXT("local-accounts", "Some old programs and shared printers were set up with "
                                                  "the guest account."))
            : say(MAILMEND_TEXT("local-accounts", "A mistake while somebody tried things out. It has to be "
                                                  "undone all the same."));
    sign.advice = alteredAdvice();
    sign.references = {QStringLiteral("T1078.001"), QStringLiteral("T1098")};
    sign.playbook = QStringLiteral("P11");
    return sign;
}

Text badTimeTitle(const Looked& of, bool rights, const QList<std::pair<QByteArray, Argument>>& parts)
{
    if (!of.made.open || !rights) {
        return of.administrator
                   ? say(MAILMEND_TEXT("local-accounts", "The administrator account {name} was made lately"),
                         parts)
                   : say(MAILMEND_TEXT("local-accounts", "The account {name} was made lately"), parts);
    }
    if (!of.made.open->certain) {
        return say(MAILMEND_TEXT("local-accounts",
                                 "The account {name} with special rights was made while the server may have "
                                 "stood open"),
                   parts);
    }
    return of.administrator
               ? say(MAILMEND_TEXT("local-accounts",
                                   "The administrator account {name} was made while the server stood open"),
                     parts)
               : say(MAILMEND_TEXT("local-accounts",
                                   "The account {name} was made while the server stood open and may log on "
                                   "from afar or copy everything"),
                     parts);
}

/** Lately, or while the server stood open. Ordinary accounts come into being too, so rights decide. */
std::optional<Sign> madeInABadTime(const Looked& of)
{
    const bool strong = hasStrongGroup(of);
    const bool rights = of.administrator || strong;
    if (!of.on || !((of.made.open && rights) || of.made.lately)) {
        return std::nullopt;
    }
    Sign sign;
    sign.severity = of.administrator ? Severity::High : strong ? Severity::Medium : Severity::Low;
    const QList<std::pair<QByteArray, Argument>> parts{{"name", of.name}, {"time", moment(of.made.about)}};
    sign.title = badTimeTitle(of, rights, parts);
    sign.matters = of.administrator ? administratorMatters() : wayBackMatters();
    sign.certainty = say(MAILMEND_TEXT("local-accounts",
                                       "Not sure: by our estimate it was made about {time}. Accounts that "
                                       "your own people make look the same."),
                         parts);
    sign.harmless = say(MAILMEND_TEXT("local-accounts",
                                      "A provider, a new colleague or a program for backup or monitoring. "
                                      "Then somebody here knows it."));
    sign.advice = say(MAILMEND_TEXT(
        "local-accounts", "Ask everybody who looks after this server whether they made it, and "
                          "why. If nobody did, treat it as an intruder's and go through the plan."));
    sign.references = {QStringLiteral("T1136.001")};
    sign.playbook = QStringLiteral("P10");
    return sign;
}

std::optional<Sign> withoutPassword(const Looked& of)
{
    const quint32 rid = of.account.rid;
    if (!of.on || of.account.password != StoredPassword::None || rid == known_rid::Guest ||
        rid == known_rid::DefaultAccount) {
        return std::nullopt;
    }
    Sign sign;
    sign.severity = of.administrator ? Severity::High : Severity::Medium;
    sign.title =
        of.administrator
            ? say(MAILMEND_TEXT("local-accounts", "The administrator account {name} has no password"),
                  {{"name", of.name}})
            : say(MAILMEND_TEXT("local-accounts", "The account {name} has no password"), {{"name", of.name}});
    sign.matters = say(MAILMEND_TEXT("local-accounts",
                                     "Whoever sits at the server, or reaches its screen, can log on without "
                                     "knowing anything."));
    sign.certainty =
        say(MAILMEND_TEXT("local-accounts", "Sure that none is stored. Whether somebody took it away, or it "
                                            "never had one, we can't tell."));
    sign.harmless = say(
        MAILMEND_TEXT("local-accounts", "An account that was set up in a hurry and never given a password."));
    sign.advice =
        say(MAILMEND_TEXT("local-accounts", "Give it a long password, or switch it off if nobody needs it."));
    sign.references = {QStringLiteral("T1078.003")};
    sign.playbook = QStringLiteral("P11");
    return sign;
}

} // namespace

QList<Sign> signsOf(const Known& known, const LocalAccount& account, const Made& made)
{
    const Looked of{
        known, account, made, account.isEnabled(), isAdministrator(known, account), words(nameOf(account))};
    QList<Sign> signs = numberSigns(known, account);
    for (const auto find : {dollarName, hiddenAtLogon, builtInMisuse, madeInABadTime, withoutPassword}) {
        if (std::optional<Sign> sign = find(of)) {
            signs.append(std::move(*sign));
        }
    }
    std::stable_sort(signs.begin(), signs.end(), [](const Sign& left, const Sign& right) {
        return std::tie(left.verdict, left.severity) < std::tie(right.verdict, right.severity);
    });
    return signs;
}

} // namespace mailmend::local_accounts
