// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/local_accounts/account_finding.h"

namespace mailmend::local_accounts {

/**
 * Profile folders that Windows' list of profiles does not name. Old ones are common, so each is only told of,
 * unless it was used in a time in which intruders could come in; a time that is a copy's proves nothing.
 * Adds a row of coverage: where not every folder could be seen, that is unread.
 */
void lookAtStrayFolders(const Known& known, Outcome& outcome);

} // namespace mailmend::local_accounts
