// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level/known.h"

namespace mailmend::patch_level {

/** A finding about the whole server. `distinction` tells this check's findings apart and is part of the id.
 */
Finding serverFinding(const Known& known, const char* distinction);

Fact fact(Text text);

/** What the build is, in one line; none where it is not known. */
QList<Fact> buildFact(const Known& known);

/** The same, and where it was read, one line a source. */
QList<Fact> buildFacts(const Known& known);

/** How sure we are of the build. */
Text certaintyOfBuild(const Known& known);

/** "what we looked at was taken", or "today" where that day is not known. */
Text whenText(const Known& known);

/** `since`: the first day of the windows, at midnight UTC. */
void setSince(Finding& finding, const QList<ExposureWindow>& windows);

} // namespace mailmend::patch_level
