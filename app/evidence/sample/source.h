// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/sources.h"

namespace mailmend {

/** "sample:" and "sample:repaired": the server that Mailmend carries, to practise on. */
extern const EvidenceSource sampleSource;

} // namespace mailmend
