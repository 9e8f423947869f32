// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/local_accounts/known.h"

namespace mailmend::local_accounts {

/** One reason to speak of an account. The worst of an account's signs makes the title of its finding. */
struct Sign
{
    Verdict verdict = Verdict::LookAtThis;
    Severity severity = Severity::Medium;
    Text title;
    Text matters;
    Text certainty;
    Text harmless;
    Text advice;
    QStringList references; ///< ATT&CK techniques
    QString playbook;
};

/**
 * What an account of the server shows, the worst first; empty: nothing. An account that is switched off and
 * has no rights left is no sign, unless its number was changed: that is how a repair leaves it.
 */
QList<Sign> signsOf(const Known& known, const LocalAccount& account, const Made& made);

} // namespace mailmend::local_accounts
