// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/finding_counts.h"

namespace mailmend::gui {

/** "3 things need action today. 2 should be looked at. 4 could not be checked in full." */
Text summaryText(const FindingCounts& counts);

} // namespace mailmend::gui
