// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/coverage.h"
#include "findings/finding.h"
#include "knowledge/knowledge.h"

namespace mailmend {

/**
 * One row a source and target, in the order in which they came. Where several parts tell of the same source,
 * the worse state and its reason hold, and the spans and counts are the widest.
 */
QList<CoverageEntry> combineCoverage(const QList<CoverageEntry>& entries);

/**
 * Whether a server stood open to a CVE that was used in attacks before the first record that we could read,
 * or for a time that is not known. Then "no traces" would say nothing.
 */
bool openBeforeWeCanSee(const QList<Finding>& findings, const QList<CoverageEntry>& coverage,
                        const Knowledge& knowledge);

} // namespace mailmend
