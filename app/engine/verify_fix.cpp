// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/verify_fix.h"

#include "base/logging.h"
#include "engine/recheck.h"

#include <spdlog/spdlog.h>

namespace mailmend {

void verifyFix(FixOutcome& outcome, const CaseView& view, const QStringList& findings, const QString& target,
               const FixParts& parts, const CancelToken& cancel)
{
    outcome.status = FindingStatus::CannotTell;
    if (findings.isEmpty()) {
        return;
    }
    const Result<RecheckOutcome> again =
        recheck(view, {findings, {{target, false}}}, parts.knowledge, parts.clock, cancel, {});
    if (!again) {
        logger("fix")->warn("{}", logLine(again.error()).toStdString());
        outcome.verified = again.error().text;
        return;
    }
    for (const Rechecked& one : again->findings) {
        outcome.verified = one.reason;
        outcome.status = one.status;
    }
    if (const Done written = parts.append(again->events); !written) {
        outcome.verified = say(
            MAILMEND_TEXT("fix", "It was looked at again, but that could not be written into the case, so "
                                 "it does not count. {why} {hint} Then check this finding again."),
            {{"why", sentence(written.error().text)}, {"hint", sentence(written.error().hint)}});
        outcome.status = FindingStatus::CannotTell;
    }
}

} // namespace mailmend
