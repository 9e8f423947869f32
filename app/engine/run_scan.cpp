// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "engine/scan_parts.h"

namespace mailmend {

Result<ScanResult> runScan(const ScanRequest& request, const Knowledge& knowledge, const Clock& clock,
                           const CancelToken& cancel, const ScanListener& listener)
{
    return runScanWith({allChecks(), openEvidence}, request, knowledge, clock, cancel, listener);
}

} // namespace mailmend
