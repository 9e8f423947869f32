// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QString>

namespace mailmend {

/** Whether a file is a zip with members that need a passphrase. */
bool isLockedZip(const QString& path);

/** Denied where a zip's locked members have another passphrase. No word on an empty one, and none on a file
 * that is no zip or has no such members. */
Done checkPassphrase(const QString& path, const Secret& passphrase);

} // namespace mailmend
