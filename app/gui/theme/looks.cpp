// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/looks.h"

namespace mailmend::gui {

Look lookOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NeedsAction:
        return {Drawing::StateOctagon, Token::NeedsAction};
    case Verdict::LookAtThis:
        return {Drawing::StateTriangle, Token::LookAtThis};
    case Verdict::CouldNotCheck:
        return {Drawing::StateQuestion, Token::CouldNotCheck};
    case Verdict::NotApplicable:
        return {Drawing::StateDash, Token::NotApplicable};
    case Verdict::Clear:
        return {Drawing::StateCheck, Token::Ok};
    }
    return {};
}

Look lookOf(FindingStatus status)
{
    switch (status) {
    case FindingStatus::Open:
        return {Drawing::StateOpen, Token::TextQuiet};
    case FindingStatus::Accepted:
        return {Drawing::StateAccepted, Token::NotApplicable};
    case FindingStatus::Fixed:
        return {Drawing::StateCheck, Token::Ok};
    case FindingStatus::NotFixedYet:
        return {Drawing::StateOctagon, Token::NeedsAction};
    case FindingStatus::CannotTell:
        return {Drawing::StateQuestion, Token::CouldNotCheck};
    }
    return {};
}

Look lookOf(StepStatus status)
{
    switch (status) {
    case StepStatus::Open:
        return {Drawing::StateOpen, Token::TextQuiet};
    case StepStatus::MarkedDone:
        return {Drawing::StateDone, Token::Accent};
    case StepStatus::Skipped:
        return {Drawing::StateDash, Token::NotApplicable};
    case StepStatus::Verified:
        return {Drawing::StateCheck, Token::Ok};
    case StepStatus::NotVerified:
        return {Drawing::StateTriangle, Token::LookAtThis};
    case StepStatus::CannotTell:
        return {Drawing::StateQuestion, Token::CouldNotCheck};
    }
    return {};
}

Look lookOf(ReadState state)
{
    switch (state) {
    case ReadState::Read:
        return {Drawing::StateCheck, Token::Ok};
    case ReadState::Partly:
        return {Drawing::StateHalf, Token::CouldNotCheck};
    case ReadState::Skipped:
        return {Drawing::StateDash, Token::NotApplicable};
    case ReadState::NotCollected:
    case ReadState::Denied:
    case ReadState::Missing:
        return {Drawing::StateQuestion, Token::CouldNotCheck};
    }
    return {};
}

Look lookOf(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return {Drawing::StateOctagon, Token::NeedsAction};
    case Answer::Signs:
        return {Drawing::StateTriangle, Token::LookAtThis};
    case Answer::NoneFound:
        return {Drawing::StateCheck, Token::Ok};
    case Answer::Unknown:
        return {Drawing::StateQuestion, Token::CouldNotCheck};
    }
    return {};
}

Look lookOf(CouldTell answer)
{
    switch (answer) {
    case CouldTell::Yes:
        return {Drawing::StateCheck, Token::Ok};
    case CouldTell::Partly:
        return {Drawing::StateHalf, Token::CouldNotCheck};
    case CouldTell::No:
        return {Drawing::StateQuestion, Token::CouldNotCheck};
    }
    return {};
}

Look lookOf(const CaseFinding& finding)
{
    return finding.status == FindingStatus::Open ? lookOf(finding.finding.verdict) : lookOf(finding.status);
}

Text stateText(const CaseFinding& finding)
{
    return finding.status == FindingStatus::Open ? verdictText(finding.finding.verdict)
                                                 : statusText(finding.status);
}

} // namespace mailmend::gui
