// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"

#include <span>

namespace mailmend {

/** One kind of evidence. To add one, add a folder here and a line in sources.cpp. */
struct EvidenceSource
{
    const char* id; ///< as TargetInfo::kind
    /** Whether this source is the one for the target: by its spelling and by a first look at what lies there.
     */
    bool (*claims)(const TargetSpec& target);
    Result<EvidencePointer> (*open)(const TargetSpec& target, const CancelToken& cancel);
};

/** Every source; the first one that claims a target opens it. */
std::span<const EvidenceSource* const> evidenceSources();

} // namespace mailmend
