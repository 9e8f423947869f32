// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/scan_runner.h"

#include <functional>

namespace mailmend {

using OpenTarget = std::function<Result<EvidencePointer>(const TargetSpec&, const CancelToken&)>;

/** What a scan is made with. The programs use the registered checks and sources; tests bring their own. */
struct ScanParts
{
    std::span<const Check* const> checks;
    OpenTarget open;
};

/** runScan() with these parts. */
Result<ScanResult> runScanWith(const ScanParts& parts, const ScanRequest& request, const Knowledge& knowledge,
                               const Clock& clock, const CancelToken& cancel, const ScanListener& listener);

} // namespace mailmend
