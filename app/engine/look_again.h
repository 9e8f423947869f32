// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"
#include "engine/recheck.h"
#include "evidence/evidence.h"

#include <span>

namespace mailmend {

/** What a finding is held against: opened evidence and what a scan said of it. */
struct LookedAt
{
    QList<EvidencePointer> evidence;
    QList<ScanResult> scans;                ///< each target is in at most one of them for a check
    std::span<const Check* const> checks{}; ///< those that the scans chose from
    const Knowledge* knowledge = nullptr;   ///< what they knew
};

/** What the evidence says of a finding today. Pure but for reading the subject's own file. */
Rechecked lookAgain(const CaseFinding& known, const LookedAt& looked, const CancelToken& cancel);

/** Events of these results, and of the steps that they prove or refute. */
QList<Event> eventsOf(const CaseView& view, const QList<Rechecked>& results, const LookedAt& looked,
                      const QString& by);

} // namespace mailmend
