// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/volume/writability.h"

namespace mailmend {

/** How the file system of an open folder is mounted. */
Result<MountFacts> mountOf(int folder);

/** The state of the NTFS whose bytes `source` is: a device or a file. */
DirtyState dirtyStateOf(const QByteArray& source);

} // namespace mailmend
