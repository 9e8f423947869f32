// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/clock.h"
#include "checks/check.h"
#include "findings/scan_result.h"

namespace mailmend {

struct ScanRequest
{
    QList<TargetSpec> targets;
    QStringList only;        ///< check ids; empty: all
    QStringList ruleFolders; ///< the user's own YARA rules
    int threads = 0;         ///< 0: as many as there are cores, eight at most
    Scope scope;
};

/** How far a scan is. Rates are not promised: a walk learns its size while it runs. */
struct ScanProgress
{
    Text doing; ///< "Reading the pages in C:\inetpub\wwwroot"
    qint64 filesSeen = 0;
    qint64 filesRead = 0;
    qint64 bytesRead = 0;
    qint64 filesExpected = -1; ///< -1: not known
};

/** Called from the scan's threads, one call at a time. Must return quickly. */
struct ScanListener
{
    std::function<void(const ScanProgress&)> progress; ///< ten times a second at most
    std::function<void(const TargetInfo&)> targetOpened;
    std::function<void(const Finding&)> found; ///< as soon as one file shows it
    std::function<void(const CheckResult&)> checkFinished;
};

/**
 * Opens the targets, walks each once for all checks, and concludes. Blocks: never on the window's thread.
 * A cancelled scan is a result (`cancelled`, with what was found), not an error.
 * @return an error only where no target could be opened or the call is wrong.
 */
Result<ScanResult> runScan(const ScanRequest& request, const Knowledge& knowledge, const Clock& clock,
                           const CancelToken& cancel, const ScanListener& listener);

} // namespace mailmend
