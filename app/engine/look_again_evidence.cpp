// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_evidence.h"

#include <algorithm>

namespace mailmend {
namespace {

template<typename IsIt>
bool anyTarget(const LookedAt& looked, IsIt isIt)
{
    return std::any_of(looked.scans.begin(), looked.scans.end(), [&isIt](const ScanResult& scan) {
        return std::any_of(scan.targets.begin(), scan.targets.end(), isIt);
    });
}

bool wasScanned(const LookedAt& looked, const TargetInfo& target)
{
    return anyTarget(
        looked, [&target](const TargetInfo& one) { return one.id == target.id && one.path == target.path; });
}

Text whyNotScanned(const LookedAt& looked, const TargetInfo& target)
{
    const bool wasAnother =
        anyTarget(looked, [&target](const TargetInfo& one) { return one.id == target.id; });
    return wasAnother
               ? say(MAILMEND_TEXT("recheck",
                                   "{target} is of the same computer as something else that was looked at "
                                   "in this run, so it was left out. Look again with {target} alone."),
                     {{"target", place(target.path)}})
               : say(MAILMEND_TEXT("recheck", "The search was stopped before it was at its end."));
}

} // namespace

const Evidence* evidenceOf(const CaseFinding& known, const LookedAt& looked, Text* why)
{
    const Evidence* best = nullptr;
    *why = say(MAILMEND_TEXT("recheck", "No evidence could be opened."));
    SameMachine nearest = SameMachine::No;
    for (const EvidencePointer& evidence : looked.evidence) {
        Text reason;
        const SameMachine same = sameMachine(evidence->target.identity, known.seenIn.identity, &reason);
        if (same == SameMachine::Yes && wasScanned(looked, evidence->target)) {
            best = !best || isNewer(evidence->target, best->target) == Newer::Yes ? evidence.get() : best;
        } else if (same == SameMachine::Yes) {
            nearest = same;
            *why = whyNotScanned(looked, evidence->target);
        } else if (nearest == SameMachine::No) {
            nearest = same;
            *why = reason;
        }
    }
    return best;
}

std::optional<Text> whyNotTheNewest(const CaseFinding& known, const LookedAt& looked, const TargetInfo& used)
{
    for (const EvidencePointer& evidence : looked.evidence) {
        const TargetInfo& target = evidence->target;
        const bool isItsOwn = target.id == used.id || sameMachine(target.identity, known.seenIn.identity,
                                                                  nullptr) == SameMachine::Yes;
        if (isItsOwn && !wasScanned(looked, target) && isNewer(target, used) != Newer::No) {
            return whyNotScanned(looked, target);
        }
    }
    return std::nullopt;
}

} // namespace mailmend
