// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

namespace mailmend::testing {

/** Names as an intruder would choose them. The first stands on disks, the others in archives and
 * configurations too. */
const QStringList& hostileNames();

/** A case in which every value that can come from the evidence or a person is hostile. */
CaseView hostileCase();

/** The knowledge that its coverage rows need. */
Knowledge smallKnowledge();

} // namespace mailmend::testing
