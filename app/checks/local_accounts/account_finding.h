// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/local_accounts/signs.h"

namespace mailmend::local_accounts {

/**
 * Check, target, subject and id filled; the rest is the caller's. Known by SID; `distinction` tells what else
 * is said of that SID ("member", "profile", "name:svc") from the account itself, which has none.
 */
Finding emptyFinding(const Known& known, const QString& sid, const QString& name,
                     const QString& distinction = {});

/** A fact out of the hive SAM (else SOFTWARE) with the time that it has there; invalid: none. */
Fact factOf(const Known& known, RegistryHive hive, Text text, const QDateTime& time = {});

/** The finding that an account's signs make; none where it has no sign. */
std::optional<Finding> accountFinding(const Known& known, const LocalAccount& account);

} // namespace mailmend::local_accounts
