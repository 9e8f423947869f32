// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/recheck.h"
#include "evidence/evidence.h"

namespace mailmend {

/** What a finding is held against: opened evidence and what a scan said of it. */
struct LookedAt
{
    QList<EvidencePointer> evidence;
    QList<ScanResult> scans; ///< each target is in at most one of them for a check
};

/**
 * What the evidence says of a finding today. Pure but for reading the subject's own file.
 * @param unreadThen sources that its check could not read when it was found: not having them now hides
 * nothing.
 */
Rechecked lookAgain(const CaseFinding& known, const QStringList& unreadThen, const LookedAt& looked,
                    const CancelToken& cancel);

/** Events of these results, and of the steps that they prove or refute. */
QList<Event> eventsOf(const CaseView& view, const QList<Rechecked>& results, const LookedAt& looked,
                      const QString& by);

/** Sources that a check could not read of a target in the case's scan. */
QStringList unreadSources(const std::optional<ScanResult>& scan, const QString& check, const QString& target);

} // namespace mailmend
