// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/number_signs.h"

#include "checks/local_accounts/words.h"

namespace mailmend::local_accounts {
namespace {

Text damageIsHarmless()
{
    return say(MAILMEND_TEXT("local-accounts",
                             "A damaged registry can look like this, after a power cut for example. Nothing "
                             "else in it was found damaged."));
}

/** The number inside its data is another account's: Windows gives it that account's rights. */
std::optional<Sign> otherNumber(const Known& known, const LocalAccount& account)
{
    if (!account.state || account.state->rid == account.rid) {
        return std::nullopt;
    }
    const LocalAccount* other = known.accounts->account(account.state->rid);
    Sign sign;
    sign.verdict = Verdict::NeedsAction;
    sign.severity = Severity::Critical;
    sign.title =
        other
            ? say(MAILMEND_TEXT("local-accounts",
                                "The account {name} was changed so that Windows takes it for {other}"),
                  {{"name", words(nameOf(account))}, {"other", words(nameOf(*other))}})
            : say(MAILMEND_TEXT("local-accounts", "The account {name} carries a number that is not its own"),
                  {{"name", words(nameOf(account))}});
    sign.matters = say(MAILMEND_TEXT(
        "local-accounts", "Whoever logs on with it gets the rights of another account, while every "
                          "list of administrators looks as it should."));
    sign.certainty =
        say(MAILMEND_TEXT("local-accounts",
                          "Sure: it is listed as number {rid}, and inside its data stands {other}. "
                          "No tool of Windows does that; somebody wrote into the registry with "
                          "the rights of the system itself."),
            {{"rid", words(QString::number(account.rid))},
             {"other", words(QString::number(account.state->rid))}});
    sign.harmless = say(MAILMEND_TEXT("local-accounts", "We know of nothing harmless that does this."));
    sign.advice = say(MAILMEND_TEXT("local-accounts",
                                    "Call a responder or your insurer. Don't switch it off or delete it by a "
                                    "command: the change may hit the other account. Rebuilding the server is "
                                    "the surer way."));
    sign.references = {QStringLiteral("T1098"), QStringLiteral("mailmend:account-number-changed")};
    return sign;
}

/** Numbers below 1000 are Windows' own, and it gives but four of them on a server. */
std::optional<Sign> windowsNumber(const LocalAccount& account)
{
    using namespace known_rid;
    const quint32 rid = account.rid;
    if (rid >= FirstOwn || rid == Administrator || rid == Guest || rid == DefaultAccount ||
        rid == ApplicationGuard) {
        return std::nullopt;
    }
    Sign sign;
    sign.verdict = Verdict::NeedsAction;
    sign.severity = Severity::High;
    sign.title =
        say(MAILMEND_TEXT("local-accounts", "The account {name} has a number that only Windows gives"),
            {{"name", words(nameOf(account))}});
    sign.matters = wayBackMatters();
    sign.certainty =
        say(MAILMEND_TEXT("local-accounts",
                          "Very likely: accounts that people and programs make get numbers from 1000 "
                          "upwards. This one has number {rid}, and Windows makes no account with it."),
            {{"rid", words(QString::number(rid))}});
    sign.harmless = damageIsHarmless();
    sign.advice = say(MAILMEND_TEXT("local-accounts",
                                    "Call a responder or your insurer: somebody may have made it by writing "
                                    "into the registry."));
    sign.references = {QStringLiteral("T1136.001"), QStringLiteral("mailmend:account-number-changed")};
    return sign;
}

std::optional<Sign> inOneList(const Known& known, const LocalAccount& account)
{
    const OneListRights rights = known.accounts->oneListRights(known.accounts->sidOf(account.rid));
    return rights.isEmpty() ? std::nullopt : std::optional(oneListSign(nameOf(account), rights));
}

/** Windows finds accounts by the list of names; one that is not in it stands in no list of people. */
std::optional<Sign> notListed(const Known& known, const LocalAccount& account)
{
    if (!account.listedAs.isEmpty() || account.name.isEmpty()) {
        return std::nullopt;
    }
    const bool whole = known.accounts->accountsState.state == ReadState::Read;
    Sign sign;
    sign.verdict = whole && account.isEnabled() ? Verdict::NeedsAction : Verdict::LookAtThis;
    sign.severity = whole && account.isEnabled() ? Severity::High : Severity::Medium;
    sign.title = say(MAILMEND_TEXT("local-accounts", "The account {name} was taken out of the list of names"),
                     {{"name", words(nameOf(account))}});
    sign.matters = wayBackMatters();
    sign.certainty =
        whole
            ? say(MAILMEND_TEXT("local-accounts",
                                "Very likely: its data are there, but no name leads to them. The registry "
                                "was read in full, and no tool of Windows leaves an account like this."))
            : say(MAILMEND_TEXT("local-accounts",
                                "Not sure: its data are there, but we found no name that leads to them. The "
                                "registry could not be read in full."));
    sign.harmless = damageIsHarmless();
    sign.advice = say(MAILMEND_TEXT("local-accounts",
                                    "Call a responder or your insurer: Windows' own tools don't show this "
                                    "account, so they can't repair it either."));
    sign.references = {QStringLiteral("T1564.002"), QStringLiteral("mailmend:account-number-changed")};
    return sign;
}

/** Listed under another name than its own, or under several. */
std::optional<Sign> twoNames(const LocalAccount& account)
{
    const bool other = !account.name.isEmpty() && !account.listedAs.isEmpty() &&
                       account.listedAs.first().compare(account.name, Qt::CaseInsensitive) != 0;
    if (!other && account.listedAs.size() < 2) {
        return std::nullopt;
    }
    Sign sign;
    sign.severity = Severity::High;
    sign.title = say(MAILMEND_TEXT("local-accounts", "The account {name} goes by more than one name"),
                     {{"name", words(nameOf(account))}});
    sign.matters = wayBackMatters();
    sign.certainty =
        say(MAILMEND_TEXT("local-accounts", "Not sure why: it is listed as {names}, and calls itself {name}. "
                                            "Windows keeps both the same."),
            {{"names", sentence(firstNames(account.listedAs, 5))}, {"name", words(account.name)}});
    sign.harmless = damageIsHarmless();
    sign.advice = say(MAILMEND_TEXT("local-accounts",
                                    "Call a responder or your insurer, and ask whether anybody here changed "
                                    "accounts in the registry."));
    sign.references = {QStringLiteral("T1098")};
    return sign;
}

} // namespace

Sign oneListSign(const QString& name, const OneListRights& rights)
{
    const bool hidden = !rights.atLogon.isEmpty();
    const QList<quint32>& groups = hidden ? rights.atLogon : rights.listed;
    const bool administrator = groups.contains(known_rid::Administrators);
    QStringList sids;
    for (const quint32 rid : groups) {
        sids.append(QStringLiteral("S-1-5-32-%1").arg(rid));
    }
    const QList<std::pair<QByteArray, Argument>> parts{{"name", words(name)}, {"groups", names(sids)}};
    Sign sign;
    sign.verdict = hidden ? Verdict::NeedsAction : Verdict::LookAtThis;
    sign.severity = !hidden ? Severity::Medium : administrator ? Severity::Critical : Severity::High;
    sign.title =
        !hidden ? say(MAILMEND_TEXT("local-accounts",
                                    "Windows' two lists of who has special rights differ on {name}"),
                      parts)
        : administrator
            ? say(MAILMEND_TEXT("local-accounts",
                                "{name} gets administrator rights and is not listed as an administrator"),
                  parts)
            : say(MAILMEND_TEXT("local-accounts", "{name} gets special rights and is not listed with them"),
                  parts);
    sign.matters =
        hidden ? say(MAILMEND_TEXT("local-accounts",
                                   "Whoever logs on with it gets the rights, while every list of members "
                                   "looks as it should."))
               : say(MAILMEND_TEXT("local-accounts",
                                   "It is listed as a member, and Windows would not give it the rights. "
                                   "Somebody may have written into the registry."));
    sign.certainty =
        hidden
            ? say(MAILMEND_TEXT("local-accounts",
                                "Very likely: Windows keeps twice who belongs to a group and changes both "
                                "together. Here {groups} stands only in the list that counts at logon, and "
                                "both lists were read in full."),
                  parts)
            : say(MAILMEND_TEXT("local-accounts",
                                "Not sure why: Windows keeps twice who belongs to a group and changes both "
                                "together. Here {groups} does not stand in the list that counts at logon."),
                  parts);
    sign.harmless = damageIsHarmless();
    sign.advice = say(MAILMEND_TEXT("local-accounts",
                                    "Call a responder or your insurer: Windows' own tools show one of the "
                                    "two lists only, so they can't show or repair this."));
    sign.references = {QStringLiteral("T1098")};
    if (hidden) {
        sign.references.append(QStringLiteral("mailmend:account-number-changed"));
    }
    return sign;
}

QList<Sign> numberSigns(const Known& known, const LocalAccount& account)
{
    QList<Sign> signs;
    for (std::optional<Sign> sign :
         {otherNumber(known, account), windowsNumber(account), inOneList(known, account),
          notListed(known, account), twoNames(account)}) {
        if (sign) {
            signs.append(std::move(*sign));
        }
    }
    return signs;
}

} // namespace mailmend::local_accounts
