// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

#include <optional>

namespace mailmend {

/**
 * How fresh evidence is, compared with that in which a finding was seen.
 *
 * A volume that is looked at again under the same path counts as read now, although its registry may show the
 * same times: a disk from which somebody took a file by hand has not run since. Its registry must show the
 * very state that it had then, so that an older or unrelated disk under the same path does not count; and
 * then only a file that is really gone or changed proves anything, because it was there when the finding was
 * seen. A collection never counts as read now: its files are as they were when it was made.
 */
enum class Freshness { Newer, ReadNow, Older, Unknown };
Freshness freshness(const TargetInfo& now, const TargetInfo& then);

/** Why this evidence proves nothing of a finding's today; none: it may. */
std::optional<Text> whyTooOld(const TargetInfo& now, const CaseFinding& known);

} // namespace mailmend
