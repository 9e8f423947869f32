// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/look_again.h"

namespace mailmend {

/**
 * Why not having found anything bad in a file that was changed proves nothing: what was wrong with it was not
 * asked of the new content. None: it was.
 * @param state of the file as it is now: "sha256:…"
 */
std::optional<Text> whyNotAsked(const Finding& known, const QString& state, const LookedAt& looked,
                                const Evidence& evidence);

} // namespace mailmend
