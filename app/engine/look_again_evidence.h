// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/look_again.h"

namespace mailmend {

/**
 * The newest evidence of the finding's machine that a scan has looked at; else nullptr with the reason. A
 * scan leaves out all but the first of one computer: what it said then is nothing about the others.
 */
const Evidence* evidenceOf(const CaseFinding& known, const LookedAt& looked, Text* why);

/**
 * Why evidence that the scans left out may say more of the finding today than `used` does. None: nothing of
 * its machine was left out but what is older.
 */
std::optional<Text> whyNotTheNewest(const CaseFinding& known, const LookedAt& looked, const TargetInfo& used);

} // namespace mailmend
