// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/local_accounts/signs.h"

namespace mailmend::local_accounts {

/** What does not fit together in an account's own data: its number, its name and the list of names. */
QList<Sign> numberSigns(const Known& known, const LocalAccount& account);

/** For whatever is a member of built-in groups in one of Windows' two lists of memberships only. */
Sign oneListSign(const QString& name, const OneListRights& rights);

} // namespace mailmend::local_accounts
