// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/recheck.h"

#include "cli/case_access.h"
#include "cli/lack_of_rights.h"
#include "cli/output.h"
#include "cli/passphrase.h"
#include "cli/shadow_copy.h"
#include "engine/helper/elevation.h"
#include "evidence/collection/zip_lock.h"
#include "findings/finding_text.h"
#include "reports/case_json.h"
#include "reports/json_values.h"

#include <algorithm>

namespace mailmend {

namespace {

Verdict markOf(FindingStatus status)
{
    switch (status) {
    case FindingStatus::Fixed:
        return Verdict::Clear;
    case FindingStatus::Open:
    case FindingStatus::NotFixedYet:
        return Verdict::NeedsAction;
    case FindingStatus::CannotTell:
        return Verdict::CouldNotCheck;
    case FindingStatus::Accepted:
        break;
    }
    return Verdict::NotApplicable;
}

/** 1 something is not fixed; 2 something cannot be told; 0 all is fixed. */
int statusOf(const QList<Rechecked>& findings)
{
    const auto any = [&findings](FindingStatus status) {
        return std::any_of(findings.begin(), findings.end(),
                           [status](const Rechecked& one) { return one.status == status; });
    };
    if (any(FindingStatus::NotFixedYet) || any(FindingStatus::Open)) {
        return exit_status::NeedsAction;
    }
    return any(FindingStatus::CannotTell) ? exit_status::CouldNotCheck : exit_status::Nothing;
}

QJsonObject recheckJson(const RecheckOutcome& outcome)
{
    using namespace json_values;
    return {{QStringLiteral("schema"), QStringLiteral("mailmend-recheck/1")},
            {QStringLiteral("targets"), each(outcome.looked, targetJson)},
            {QStringLiteral("findings"), each(outcome.findings, [](const Rechecked& one) {
                 return QJsonObject{{QStringLiteral("id"), shown(one.finding)},
                                    {QStringLiteral("status"), word(toWord(one.status))},
                                    {QStringLiteral("reason"), orNull(one.reason)}};
             })}};
}

void show(Output& output, const CaseView& view, const RecheckOutcome& outcome)
{
    if (outcome.findings.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "There is no open finding to look at again.")));
    }
    for (const Rechecked& one : outcome.findings) {
        const CaseFinding* finding = view.finding(one.finding);
        output.marked(markOf(one.status), statusText(one.status),
                      finding != nullptr ? finding->finding.title : verbatim(one.finding));
        if (finding != nullptr) {
            const Subject& subject = finding->finding.subject;
            output.line(subjectText(subject), 4);
        }
        output.line(one.reason, 4);
    }
}

/** What is to be looked at, without passphrases. */
Result<RecheckRequest> readRequest(const Arguments& arguments, const CaseView& view)
{
    RecheckRequest request;
    request.findings = arguments.words().mid(1);
    for (const QString& target : arguments.values("with")) {
        request.with.append({absoluteTarget(target), false});
    }
    if (request.with.isEmpty()) {
        const auto own = ownTargets(view, request.findings);
        if (!own) {
            return own.error();
        }
        request.with = *own;
    }
    return request;
}

int runRecheck(Console& console)
{
    const auto arguments = Arguments::parse(
        console.arguments,
        {{"with", "TARGET"}, {"format", "text|json"}, {"out", "FILE"}, passphraseOption, shadowCopyOption},
        {1, 10000, "a case"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const auto format = printAs(*arguments);
    if (!format) {
        return fail(console, format.error());
    }
    auto opened = openCase(console, arguments->word(0));
    if (!opened) {
        return fail(console, opened.error());
    }
    auto output = Output::open(console, arguments->value("out"));
    if (!output) {
        return fail(console, output.error());
    }
    auto request = readRequest(*arguments, opened->view);
    if (!request) {
        return fail(console, request.error());
    }
    if (const Done allowed = allowShadowCopy(*arguments, request->with); !allowed) {
        return fail(console, allowed.error());
    }
    QStringList targets;
    for (const TargetSpec& target : std::as_const(request->with)) {
        targets.append(target.text);
    }
    const auto passphrase = passphraseFor(console, *arguments, targets);
    if (!passphrase) {
        return fail(console, passphrase.error());
    }
    for (TargetSpec& target : request->with) {
        // One that it was named for and that is not locked is not the one that was: Mailmend says so.
        const bool takesIt = arguments->has(passphraseOption.name) || isLockedZip(target.text);
        target.passphrase = takesIt ? *passphrase : Secret();
    }
    const auto outcome =
        recheck(opened->view, *request, *console.knowledge, clockFor(console, targets), console.cancel, {});
    if (!outcome) {
        return fail(console, outcome.error());
    }
    if (!outcome->events.isEmpty()) {
        if (const auto written = appendTo(*opened, console, outcome->events); !written) {
            return fail(console, written.error());
        }
    }
    if (*format == PrintAs::Json) {
        (*output)->json(recheckJson(*outcome));
    } else {
        show(**output, opened->view, *outcome);
    }
    if (const auto printed = (*output)->finish(); !printed) {
        return fail(console, printed.error());
    }
    if (const Text lack = lackOfRights(*outcome, rightsAreOurs()); !lack.isEmpty()) {
        tell(console, lack);
    }
    return statusOf(outcome->findings);
}

} // namespace

extern const Command recheckCommand;
constinit const Command recheckCommand{
    "recheck",
    "recheck CASE [FINDING…] [--with TARGET]… [--passphrase-file FILE] [--shadow-copy] "
    "[--format text|json] [--out FILE]",
    MAILMEND_TEXT("console", "Looks again, at the same disk or at newer evidence, and says what is fixed"),
    runRecheck,
};

} // namespace mailmend
