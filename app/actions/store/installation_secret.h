// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"

#include <QByteArray>

namespace mailmend {

/**
 * 32 random bytes that only this installation knows: what it journals can't be written by anybody else. Kept
 * in `folder` (made 0700), file "changes.secret" (0600), made where there is none. A file that is there and
 * can't be read, or that others may read, is an error and stays as it is.
 */
Result<QByteArray> installationSecret(const QString& folder, disk::Keeper keeper = disk::Keeper::ThisAccount);

} // namespace mailmend
