// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/sources.h"

namespace mailmend {

/** "this-computer": the Windows that Mailmend runs on. What it says is seen through a Windows that may lie.
 */
extern const EvidenceSource liveSource;

/** As the person writes it; a file of that name in the current folder comes first all the same. */
bool namesThisComputer(const TargetSpec& target);

} // namespace mailmend
