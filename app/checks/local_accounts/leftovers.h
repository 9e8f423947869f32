// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/local_accounts/account_finding.h"

namespace mailmend::local_accounts {

/** What the members of Administrators are that are no accounts of this server. */
struct Members
{
    QList<Finding> findings;
    QStringList ordinary; ///< "Domain Admins" and the like, known by their numbers
    QStringList unnamed;  ///< SIDs of a domain, that only the directory can name
    QStringList unknown;  ///< SIDs of which we don't know what they stand for
};

Members lookAtMembers(const Known& known);

/** Profiles whose account is gone, and names that lead to no account. */
QList<Finding> leftoverFindings(const Known& known, QList<Text>& looked);

} // namespace mailmend::local_accounts
