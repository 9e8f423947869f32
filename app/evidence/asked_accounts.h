// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/accounts.h"

namespace mailmend {

/**
 * One account as NetUserGetInfo (level 4) tells it to any account of the computer. Numbers are Windows' own.
 * Source: Microsoft Learn, USER_INFO_4.
 */
struct AskedAccount
{
    QString sid; ///< "S-1-5-21-…-1001"
    QString name;
    QString fullName;
    QString comment;
    quint32 flags = 0;       ///< UF_…
    quint32 passwordAge = 0; ///< seconds since it was set; 0: it never was
    quint32 lastLogon = 0;   ///< seconds since 1970, UTC; 0: none noted
    quint32 logons = 0;
};

/** One group with the SIDs of its members. */
struct AskedGroup
{
    QString sid; ///< "S-1-5-32-544"
    QString name;
    QStringList members;
};

/** What the running Windows answered. A reason says what it did not answer. */
struct AskedAccounts
{
    QList<AskedAccount> accounts;
    QList<AskedGroup> groups;
    Text accountsReason; ///< empty: every account that Windows lists was told
    Text groupsReason;   ///< the same of groups
    QDateTime askedAt;   ///< UTC
};

/**
 * Puts an answer in the place of accounts and groups that could not be read from SAM: they are partly known
 * then. An empty answer changes nothing.
 */
void takeAnswer(const AskedAccounts& answer, LocalAccounts& accounts);

} // namespace mailmend
