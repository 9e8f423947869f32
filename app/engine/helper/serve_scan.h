// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/scan_messages.h"
#include "engine/helper/serve.h"
#include "engine/scan_runner.h"

namespace mailmend {

/** What a helper looks at: its own, never told by the other side, which tells what was agreed to. Blocks;
 * called once. */
using HelperLook =
    std::function<Result<ScanResult>(const ScanConsent&, const CancelToken&, const ScanListener&)>;

/**
 * The helper's side of a look: serves one conversation on two pipes, which is one call. It reads and never
 * writes. While it looks it tells what happens, and now and then that it is still there. Blocks until the
 * other side closes; where that goes away, or wishes it, the look is stopped.
 * @param patience how long the other side may keep us waiting at the beginning and at the end
 */
Served serveScan(int in, int out, const HelperLook& look,
                 std::chrono::milliseconds patience = std::chrono::minutes(1));

/** The computer that this runs on, with its whole set of checks; says in its facts that rights were given. */
HelperLook lookWithRights(const Knowledge& knowledge, const Clock& clock);

} // namespace mailmend
