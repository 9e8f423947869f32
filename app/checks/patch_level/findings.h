// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level/known.h"

namespace mailmend::patch_level {

/** Fixes that are missing, with those that are used in attacks first. */
std::optional<Finding> missingUpdates(const Known& known);

/** The product gets no fixes any more, or only for money. */
std::optional<Finding> endedSupport(const Known& known);

/** The programs of Exchange don't have the same build, or a setup was begun and not ended. */
std::optional<Finding> mixedBuilds(const Known& known);

/** The temporary fix for a flaw that is open and used in attacks is not there. */
std::optional<Finding> missingMitigation(const Known& known);

/** The server stood, or may have stood, open before: closing a door doesn't tell who came in. Where it is
 * open to attacks now, the finding about that says it. */
std::optional<Finding> pastExposure(const Known& known);

/** Windows itself gets no fixes any more. */
std::optional<Finding> endedWindowsSupport(const Known& known, QList<Unread>& unread);

} // namespace mailmend::patch_level
