// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/unread.h"

namespace mailmend {

namespace {

/** More than a person reads at once. */
constexpr qsizetype mostReasons = 3;

} // namespace

bool leftUnread(const CheckResult& check)
{
    // One that looked at something and left nothing unread is CouldNotCheck for what its findings say alone.
    return !check.unread.isEmpty() || (check.verdict == Verdict::CouldNotCheck && check.looked.isEmpty());
}

Text unreadText(const QList<Unread>& unread)
{
    QList<Text> reasons;
    for (const Unread& one : unread) {
        if (!one.reason.isEmpty() && !reasons.contains(one.reason)) {
            reasons.append(one.reason);
        }
    }
    const qsizetype more = reasons.size() - mostReasons;
    if (more > 0) {
        reasons.resize(mostReasons);
        reasons.append(
            say(MAILMEND_TEXT("verdict",
                              "{count} more {count|reason stands|reasons stand} under what was read."),
                {{"count", count(more)}}));
    }
    return say(MAILMEND_TEXT("verdict", "Not everything that this check needs could be read. {reasons}"),
               {{"reasons", sentences(reasons)}});
}

Text unreadBesides(const CheckResult& check)
{
    return check.verdict != Verdict::CouldNotCheck && leftUnread(check) ? unreadText(check.unread) : Text{};
}

} // namespace mailmend
