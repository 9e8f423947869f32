// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/outcome.h"

#include "findings/unread.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

qint64 countOf(const QList<Finding>& findings, Verdict verdict)
{
    return std::count_if(findings.begin(), findings.end(),
                         [verdict](const Finding& f) { return f.verdict == verdict; });
}

Text reasonFor(Verdict verdict, const Outcome& outcome)
{
    switch (verdict) {
    case Verdict::NeedsAction:
        return say(MAILMEND_TEXT("verdict", "{count} {count|thing needs|things need} action."),
                   {{"count", count(countOf(outcome.findings, verdict))}});
    case Verdict::LookAtThis:
        return say(MAILMEND_TEXT("verdict", "{count} {count|thing|things} should be looked at."),
                   {{"count", count(countOf(outcome.findings, verdict))}});
    case Verdict::CouldNotCheck:
        return unreadText(outcome.unread);
    case Verdict::NotApplicable:
        return outcome.notApplicable.value_or(Text{});
    case Verdict::Clear:
        return say(MAILMEND_TEXT("verdict", "We found nothing in what this check looks at. {looked}"),
                   {{"looked", sentences(outcome.looked)}});
    }
    return {};
}

} // namespace

bool isOfWhatRuns(const Finding& finding)
{
    return finding.check == QLatin1StringView("running-code");
}

bool isGoneWhereNotApplicable(const Finding& finding)
{
    // What patch-level tells two findings of one server apart by. That Windows gets no fixes, and that the
    // server stood open once, does not go with Exchange.
    static constexpr std::array ofExchange{"missing-updates", "mitigation-m2", "support", "mixed-builds"};
    return finding.check == QLatin1StringView("patch-level") &&
           std::any_of(ofExchange.begin(), ofExchange.end(), [&finding](const char* distinction) {
               return finding.distinction == QLatin1StringView(distinction);
           });
}

bool isComparisonOnly(const Unread& unread, const Finding& finding)
{
    return unread.source == QLatin1StringView("shipped-pages") &&
           !finding.references.contains(QLatin1StringView(reference::NotAsShipped));
}

CheckResult judge(const QString& check, const QString& target, const Outcome& outcome)
{
    // A check may report "could not check" about a single subject: that too keeps it from being clear.
    Verdict worst = Verdict::Clear;
    for (const Finding& finding : outcome.findings) {
        worst = std::min(worst, finding.verdict);
    }
    if (worst > Verdict::CouldNotCheck && !outcome.unread.isEmpty()) {
        worst = Verdict::CouldNotCheck;
    }
    if (worst == Verdict::Clear && outcome.notApplicable) {
        worst = Verdict::NotApplicable;
    }
    // Nothing looked at and nothing said about it is no proof of anything.
    if (worst == Verdict::Clear && outcome.looked.isEmpty()) {
        worst = Verdict::CouldNotCheck;
    }
    return {check, target, worst, reasonFor(worst, outcome), outcome.looked, outcome.unread, 0};
}

} // namespace mailmend
