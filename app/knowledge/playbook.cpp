// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/playbook.h"

namespace mailmend {

const char* toWord(Phase phase)
{
    switch (phase) {
    case Phase::Preserve:
        return "preserve";
    case Phase::Contain:
        return "contain";
    case Phase::Decide:
        return "decide";
    case Phase::Mitigate:
        return "mitigate";
    case Phase::Patch:
        return "patch";
    case Phase::Evict:
        return "evict";
    case Phase::ResetCredentials:
        return "reset-credentials";
    case Phase::Verify:
        return "verify";
    case Phase::Watch:
        return "watch";
    case Phase::Notify:
        return "notify";
    }
    return "";
}

Text phaseTitle(Phase phase)
{
    switch (phase) {
    case Phase::Preserve:
        return say(MAILMEND_TEXT("phases", "Keep the evidence"));
    case Phase::Contain:
        return say(MAILMEND_TEXT("phases", "Stop the spread"));
    case Phase::Decide:
        return say(MAILMEND_TEXT("phases", "Decide: repair or rebuild"));
    case Phase::Mitigate:
        return say(MAILMEND_TEXT("phases", "Close the door for now"));
    case Phase::Patch:
        return say(MAILMEND_TEXT("phases", "Install the missing updates"));
    case Phase::Evict:
        return say(MAILMEND_TEXT("phases", "Remove what was left behind"));
    case Phase::ResetCredentials:
        return say(MAILMEND_TEXT("phases", "Change passwords and keys"));
    case Phase::Verify:
        return say(MAILMEND_TEXT("phases", "Look again"));
    case Phase::Watch:
        return say(MAILMEND_TEXT("phases", "Keep watch"));
    case Phase::Notify:
        return say(MAILMEND_TEXT("phases", "Tell those who must know"));
    }
    return {};
}

} // namespace mailmend
