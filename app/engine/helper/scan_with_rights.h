// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/line.h"
#include "engine/helper/scan_messages.h"
#include "engine/scan_runner.h"

namespace mailmend {

/** Notes in the facts of this computer that it was looked at with the rights of an administrator. */
void sayThatRightsWereGiven(ScanResult& result);

/**
 * Whether a look with the rights of an administrator may show more: something of this computer was denied,
 * and it was not looked at with them already.
 */
bool rightsMayShowMore(const ScanResult& result);

/**
 * runScan() of the computer that Mailmend runs on, by a helper for which the person is asked for rights; the
 * listener is told the same. Blocks, at first for as long as the person takes to answer; a look that is
 * cancelled is a result, as runScan()'s.
 * @return Denied where the rights were refused, which is nothing unusual; errors where the helper could not
 * be started, ended, was silent for too long, or said what can't be. Nothing was changed in any case.
 */
Result<ScanResult> scanWithRights(const StartElevated& start, const Knowledge& knowledge,
                                  const HelperPatience& patience, const ScanConsent& consent,
                                  const CancelToken& cancel, const ScanListener& listener);

} // namespace mailmend
