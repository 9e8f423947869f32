// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "evidence/asked_accounts.h"

namespace mailmend::windows {

/**
 * Accounts and groups of this computer as its Windows tells them to any account. Groups are told apart by
 * their SIDs, never by names. On a domain controller the answer is the domain's: don't ask there. Blocks on
 * Windows' own service. What was stopped, or goes beyond 2,000 accounts and 1,000 groups, is said.
 */
AskedAccounts askAccounts(const CancelToken& cancel);

} // namespace mailmend::windows
