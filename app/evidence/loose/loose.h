// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/sources.h"

namespace mailmend {

/**
 * Any folder, file or zip, no Windows layout: `scan`, and `check` for a single page, log or hive. Content
 * decides what each file is; nothing is said of a server around them. Paths have no drive.
 */
extern const EvidenceSource looseSource;

} // namespace mailmend
