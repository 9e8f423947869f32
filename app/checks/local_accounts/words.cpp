// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/local_accounts/words.h"

namespace mailmend::local_accounts {

Text administratorMatters()
{
    return say(MAILMEND_TEXT("local-accounts",
                             "Whoever knows its password can do anything on this server, read all mail, and "
                             "come back after every update."));
}

Text wayBackMatters()
{
    return say(MAILMEND_TEXT("local-accounts",
                             "An update does not remove accounts. Whoever knows its password may come back "
                             "after the server was repaired."));
}

Text rogueAdvice()
{
    return say(MAILMEND_TEXT("local-accounts",
                             "Don't delete it: it is evidence. Ask whether anybody here knows it. If nobody "
                             "does, go through the plan: it is switched off and loses its rights first."));
}

Text alteredAdvice()
{
    return say(MAILMEND_TEXT("local-accounts",
                             "Write down what it is now, ask whether anybody here changed it, and go through "
                             "the plan: it gets back the rights that it should have, and no more."));
}

Text firstNames(const QStringList& list, qsizetype most)
{
    return list.size() <= most
               ? say(MAILMEND_TEXT("local-accounts", "{names}"), {{"names", names(list)}})
               : say(MAILMEND_TEXT("local-accounts", "{names} and {count} more"),
                     {{"names", names(list.mid(0, most))}, {"count", count(list.size() - most)}});
}

} // namespace mailmend::local_accounts
