// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/recheck.h"
#include "evidence/evidence.h"

namespace mailmend {

/** A program file for which Windows did not vouch: it does now. */
bool isVouchedForNow(const Finding& known, const Evidence& evidence);

/**
 * A program file that the web server had loaded: that it has not just now proves nothing. None: it has, and
 * nothing is wrong with it now, or the file is gone.
 */
std::optional<Rechecked> moduleIsThere(const CaseFinding& known, const Evidence& evidence);

} // namespace mailmend
