// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"

namespace mailmend {

/**
 * Takes one file out of its folder and into the case's store, encoded. Parameters: "path", as the examined
 * computer names it, and "sha256", of what was scanned: only that content is taken.
 */
extern const Action quarantineFile;

} // namespace mailmend
