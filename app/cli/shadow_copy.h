// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/arguments.h"
#include "evidence/evidence.h"

namespace mailmend {

/** Agrees to a new shadow copy of the disks of this computer, where another program holds files open. */
inline constexpr Option shadowCopyOption{"shadow-copy"};

/** Notes it for this computer, where it was said; BadCall where that is none of the targets. */
Done allowShadowCopy(const Arguments& arguments, QList<TargetSpec>& targets);

} // namespace mailmend
