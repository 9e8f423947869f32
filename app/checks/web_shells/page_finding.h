// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/web_shells/signs.h"

namespace mailmend::web_shells {

inline constexpr char kId[] = "web-shells";

/** The finding that a page's signs make; none where it has no sign. */
std::optional<Finding> findingOf(const PageSeen& page, const Evidence& evidence);

/** A page of Exchange that differs from what Microsoft shipped with this very build. */
Finding changedPage(const PageSeen& page, const BuildNumber& build, const Evidence& evidence);

/** Two files of one path (an archive can hold both) make one finding: the worse verdict, the facts of both.
 */
void mergeInto(QList<Finding>& findings, Finding finding);

} // namespace mailmend::web_shells
