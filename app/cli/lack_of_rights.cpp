// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/lack_of_rights.h"

#include <algorithm>

namespace mailmend {

Text lackOfRights(const TargetInfo& collected, bool hasRights)
{
    if (hasRights || !isThisComputer(collected)) {
        return {};
    }
    return say(MAILMEND_TEXT("console", "Some of this computer only an administrator may read. To have that, "
                                        "too, open the command prompt with “Run as administrator”, and "
                                        "collect once more under another name."));
}

Text lackOfRights(const RecheckOutcome& again, bool hasRights)
{
    const bool cannotTell =
        std::any_of(again.findings.begin(), again.findings.end(),
                    [](const Rechecked& one) { return one.status == FindingStatus::CannotTell; });
    if (hasRights || !cannotTell || std::none_of(again.looked.begin(), again.looked.end(), isThisComputer)) {
        return {};
    }
    return say(MAILMEND_TEXT("console", "Some of this computer only an administrator may read, which may be "
                                        "why we cannot tell. Open the command prompt with “Run as "
                                        "administrator”, then type the same again."));
}

} // namespace mailmend
