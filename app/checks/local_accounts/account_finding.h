// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/local_accounts/signs.h"

namespace mailmend::local_accounts {

/** Check, target, subject, id, and the playbook's place filled; the rest is the caller's. Known by SID. */
Finding emptyFinding(const Known& known, const QString& sid, const QString& name);

/** A fact out of the hive SAM (else SOFTWARE) with the time that it has there; invalid: none. */
Fact factOf(const Known& known, RegistryHive hive, Text text, const QDateTime& time = {});

/** The finding that an account's signs make; none where it has no sign. */
std::optional<Finding> accountFinding(const Known& known, const LocalAccount& account);

} // namespace mailmend::local_accounts
