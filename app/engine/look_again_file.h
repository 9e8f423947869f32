// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/look_again.h"

namespace mailmend {

/** What the evidence says of a file that its check did not find again. */
Rechecked goneFile(const CaseFinding& known, const LookedAt& looked, const Evidence& evidence,
                   const CheckResult& check, const CancelToken& cancel);

/** Another program holds the file, or did during the scan, so that what was seen of it is a copy of its disk
 * that is older. Then it counts as unread as well. */
bool isOnlyInACopy(const Finding& finding, const CheckResult& check, const Evidence& evidence,
                   const CancelToken& cancel);

} // namespace mailmend
