// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_view.h"

namespace mailmend {

Text statusText(FindingStatus status)
{
    switch (status) {
    case FindingStatus::Open:
        return say(MAILMEND_TEXT("status", "Open"));
    case FindingStatus::Accepted:
        return say(MAILMEND_TEXT("status", "Accepted"));
    case FindingStatus::Fixed:
        return say(MAILMEND_TEXT("status", "Fixed"));
    case FindingStatus::NotFixedYet:
        return say(MAILMEND_TEXT("status", "Not fixed yet"));
    case FindingStatus::CannotTell:
        return say(MAILMEND_TEXT("status", "Cannot tell"));
    }
    return {};
}

Text statusText(StepStatus status)
{
    switch (status) {
    case StepStatus::Open:
        return say(MAILMEND_TEXT("status", "To do"));
    case StepStatus::MarkedDone:
        return say(MAILMEND_TEXT("status", "Done"));
    case StepStatus::Skipped:
        return say(MAILMEND_TEXT("status", "Skipped"));
    case StepStatus::Verified:
        return say(MAILMEND_TEXT("status", "Done and checked"));
    case StepStatus::NotVerified:
        return say(MAILMEND_TEXT("status", "Not fixed yet"));
    case StepStatus::CannotTell:
        return say(MAILMEND_TEXT("status", "Cannot tell"));
    }
    return {};
}

std::optional<Text> whyNotAcceptable(const CaseFinding& finding)
{
    if (finding.status == FindingStatus::Fixed) {
        return say(MAILMEND_TEXT("case", "This finding is fixed: there is nothing to accept."));
    }
    if (finding.finding.state.isEmpty()) {
        return say(MAILMEND_TEXT("case", "This finding can't be accepted: a later change of it could not be "
                                         "told."));
    }
    return std::nullopt;
}

} // namespace mailmend
