// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/summary.h"

namespace mailmend::gui {

Text summaryText(const FindingCounts& counts)
{
    QList<Text> parts;
    if (counts.needsAction > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} {count|thing needs|things need} action today."),
                         {{"count", count(counts.needsAction)}}));
    } else {
        parts.append(say(MAILMEND_TEXT("summary", "Nothing that we looked at needs action today.")));
    }
    if (counts.lookAtThis > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} should be looked at."),
                         {{"count", count(counts.lookAtThis)}}));
    }
    if (counts.couldNotCheck > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} could not be checked in full."),
                         {{"count", count(counts.couldNotCheck)}}));
    }
    if (counts.settled > 0) {
        parts.append(say(MAILMEND_TEXT("summary", "{count} {count|is|are} fixed or accepted."),
                         {{"count", count(counts.settled)}}));
    }
    return say(MAILMEND_TEXT("summary", "{parts}"), {{"parts", sentences(parts)}});
}

} // namespace mailmend::gui
