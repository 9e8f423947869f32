// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "builder/hive_writer.h"

#include <QJsonObject>

namespace mailmend::sample {

/** The binary form of "S-1-5-21-1-2-3"; empty where it is none. */
QByteArray binarySid(const QString& sid);

/**
 * Puts accounts.json into the tree of a SAM hive, over what is there: the machine SID at the end of
 * Domains\Account's V, each user's F and V values and name, each built-in group's C value with its members.
 * An account without "password_set" has no password. Source of the layout: Microsoft's and chntpw's
 * descriptions, as reference texts restate them; what Mailmend does not read is zero.
 */
void addAccounts(const QJsonObject& accounts, HiveKey& root);

} // namespace mailmend::sample
