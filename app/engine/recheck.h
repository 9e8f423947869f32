// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "engine/scan_runner.h"

namespace mailmend {

/** What looking again said of one finding. */
struct Rechecked
{
    QString finding;
    FindingStatus status = FindingStatus::CannotTell;
    Text reason;
};

struct RecheckRequest
{
    QStringList findings; ///< ids; empty: all open ones
    QList<TargetSpec>
        with; ///< newer evidence; empty: the case's own targets again (a volume may have changed)
};

struct RecheckOutcome
{
    QList<Rechecked> findings;
    QList<TargetInfo> looked;
    QList<Event> events; ///< to be appended to the case: findings, and the steps that this proves
};

/**
 * Looks again at the subjects, without any cache. *Fixed* needs evidence of the same machine, newer than the
 * scan that found it, in which the subject's folder was read; else *cannot tell*. Blocks.
 */
Result<RecheckOutcome> recheck(const CaseView& view, const RecheckRequest& request,
                               const Knowledge& knowledge, const Clock& clock, const CancelToken& cancel,
                               const ScanListener& listener);

} // namespace mailmend
