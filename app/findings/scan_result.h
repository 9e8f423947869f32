// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/assessment.h"
#include "findings/live_table.h"

namespace mailmend {

/** Which knowledge pack judged. */
struct KnowledgeInfo
{
    QString version;
    QDate date;
    int ageDays = 0; ///< against the clock, for `sample:` against its own
    QString sha256;
};

/** All that one scan says, of all its targets. The one thing that window, console, reports and JSON render.
 */
struct ScanResult
{
    QString mailmend; ///< the program's version
    KnowledgeInfo knowledge;
    QList<TargetInfo> targets;
    QDateTime started;
    QDateTime finished;
    QList<Text> leftOut; ///< by --only, --since, a limit, or because it was cancelled
    bool cancelled = false;
    Assessment answers;
    QList<CoverageEntry> coverage;
    QList<CheckResult> checks;
    QList<LiveTable> live;   ///< of targets that ran while they were looked at
    QList<Finding> findings; ///< worst first, then by check and subject
};

/** 1 something needs action; 3 look at this; 2 could not check or left out; 0 otherwise (DESIGN 6). */
int exitStatus(const ScanResult& result);

} // namespace mailmend
