// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "engine/scan_runner.h"

namespace mailmend {

struct ScanParts;

/** What looking again said of one finding. */
struct Rechecked
{
    QString finding;
    FindingStatus status = FindingStatus::CannotTell;
    Text reason;
    QString state; ///< of the finding as it is now, where it is still there
    /** Nobody can tell, and what was seen speaks against its being gone: a whole scan that did not find it is
     * no proof. */
    bool disputes = false;
};

Rechecked recheckedAs(const CaseFinding& known, FindingStatus status, Text reason);
Rechecked cannotTell(const CaseFinding& known, Text reason);
Rechecked disputed(const CaseFinding& known, Text reason);

struct RecheckRequest
{
    QStringList findings; ///< ids; empty: all open ones
    /** Newer evidence; empty: the targets of these findings again (a volume may have changed). */
    QList<TargetSpec> with;
};

struct RecheckOutcome
{
    QList<Rechecked> findings;
    QList<TargetInfo> looked;
    QList<Event> events; ///< to be appended to the case: findings, and the steps that this proves
};

/**
 * The case's own targets that these findings are of, as they can be opened again; each may be locked with a
 * passphrase of its own. BadCall: the case has no such finding.
 * @param findings ids; empty: all open ones
 */
Result<QList<TargetSpec>> ownTargets(const CaseView& view, const QStringList& findings);

/**
 * Looks again at the subjects, without any cache. *Fixed* needs evidence of the same machine, newer than that
 * in which the finding was seen last, in which the subject's folder was read; else *cannot tell*. Blocks.
 */
Result<RecheckOutcome> recheck(const CaseView& view, const RecheckRequest& request,
                               const Knowledge& knowledge, const Clock& clock, const CancelToken& cancel,
                               const ScanListener& listener);

/** recheck() with the checks and sources of a test. */
Result<RecheckOutcome> recheckWith(const ScanParts& parts, const CaseView& view,
                                   const RecheckRequest& request, const Knowledge& knowledge,
                                   const Clock& clock, const CancelToken& cancel,
                                   const ScanListener& listener);

/** Conflict where one of these servers has the machine id of another one of the case: a copy. None: the case
 * can take them. */
std::optional<Error> whyNotIntoCase(const CaseView& view, const QList<TargetInfo>& targets);

/**
 * A further whole scan of servers that the case knows: what it did not find again is looked at in the same
 * way as recheck() does. @param targets what was scanned. @return the scan's
 * own events and those of the findings, to be appended together. An error where whyNotIntoCase() has one.
 * Computers and findings have the ids of the case (asKnownIn()). Blocks: it opens the targets again to see
 * which folders were read.
 */
Result<QList<Event>> eventsOfFurtherScan(const CaseView& view, const ScanResult& result,
                                         const QList<TargetSpec>& targets, const Knowledge& knowledge,
                                         const QString& by, const CancelToken& cancel);

} // namespace mailmend
