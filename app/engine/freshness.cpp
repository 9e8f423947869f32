// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/freshness.h"

#include <algorithm>

namespace mailmend {
namespace {

bool sameRegistryState(const TargetInfo& left, const TargetInfo& right)
{
    if (left.takenAt.isValid() && left.takenAt == right.takenAt) {
        return true;
    }
    const QList<quint64>& now = left.identity.hiveSequences;
    return !now.isEmpty() && now == right.identity.hiveSequences &&
           std::any_of(now.begin(), now.end(), [](quint64 sequence) { return sequence != 0; });
}

} // namespace

Freshness freshness(const TargetInfo& now, const TargetInfo& then)
{
    switch (isNewer(now, then)) {
    case Newer::Yes:
        return Freshness::Newer;
    case Newer::No:
        return Freshness::Older;
    case Newer::CannotTell:
        break;
    }
    const QLatin1String volume("volume");
    return now.kind == volume && then.kind == volume && now.path == then.path && sameRegistryState(now, then)
               ? Freshness::ReadNow
               : Freshness::Unknown;
}

std::optional<Text> whyTooOld(const TargetInfo& now, const CaseFinding& known)
{
    const Freshness fresh = freshness(now, known.seenIn);
    if (fresh == Freshness::Older) {
        return say(MAILMEND_TEXT("recheck", "This evidence is older than that in which it was found."));
    }
    if (fresh == Freshness::Unknown) {
        return say(MAILMEND_TEXT("recheck", "Nothing shows that this evidence is newer than the last. "
                                            "Collect again after the repair."));
    }
    if (isNewer(now, known.doubtedIn) == Newer::No) {
        return say(MAILMEND_TEXT("recheck",
                                 "This evidence is older than the last look, and that look could not "
                                 "tell. Look at the server as it is now, or collect again."));
    }
    return std::nullopt;
}

} // namespace mailmend
