// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/shadow_copy.h"

#include "evidence/live/live.h"

namespace mailmend {

Done allowShadowCopy(const Arguments& arguments, QList<TargetSpec>& targets)
{
    if (!arguments.has(shadowCopyOption.name)) {
        return done();
    }
    bool isAny = false;
    for (TargetSpec& target : targets) {
        target.mayMakeShadowCopy = namesThisComputer(target);
        isAny = isAny || target.mayMakeShadowCopy;
    }
    return isAny ? done()
                 : Done(badCall(
                       say(MAILMEND_TEXT("console", "--shadow-copy is for this computer alone: a disk or a "
                                                    "collection has nobody who holds its files open.")),
                       say(MAILMEND_TEXT("console", "Leave it out, or look at this-computer."))));
}

} // namespace mailmend
