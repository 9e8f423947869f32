// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/sources.h"

namespace mailmend {

/** Any folder, file or zip, no Windows layout: `scan`. Paths have no drive. */
extern const EvidenceSource looseSource;

} // namespace mailmend
