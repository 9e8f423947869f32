// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/look_again.h"

namespace mailmend {

/** Whether the check that found it still looks in its folder: what IIS serves may have been changed since. */
bool isSearched(const Finding& known, const LookedAt& looked, const Evidence& evidence);

/** Whether a file is one that Microsoft published. @param state "sha256:…" */
bool isShipped(const QString& state, const LookedAt& looked);

/**
 * Why not having found anything bad in a file that was changed, and is none of Microsoft's, proves nothing:
 * what was wrong with it was not asked of the new content. None: it was.
 */
std::optional<Text> whyNotAsked(const Finding& known, const CheckResult& check, const LookedAt& looked,
                                const Evidence& evidence);

} // namespace mailmend
