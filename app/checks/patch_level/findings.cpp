// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/findings.h"

#include "checks/patch_level/exposure_words.h"
#include "checks/patch_level/finding_parts.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

/** The flaw that Microsoft's mitigation M2 is for. */
const char kMitigated[] = "CVE-2026-42897";

QList<CveStanding> openCves(const Known& known)
{
    QList<CveStanding> open;
    std::copy_if(known.cves.begin(), known.cves.end(), std::back_inserter(open),
                 [](const CveStanding& one) { return one.state == CveState::Open; });
    return open;
}

/** The build from which on nothing of this is open: of the same CU where it can be, else a newer CU's. */
std::optional<ExchangeBuild> closesAll(const QList<CveStanding>& open)
{
    std::optional<ExchangeBuild> last;
    for (const CveStanding& one : open) {
        if (one.fixedIn && (!last || one.fixedIn->build > last->build)) {
            last = one.fixedIn;
        }
    }
    return last;
}

/** The day on which the first of the missing updates came out. */
QDate missingSince(const BuildTable& table, const Known& known)
{
    QDate first;
    for (const ExchangeBuild& row : table.builds) {
        const bool counts = known.standing.product && row.product == known.standing.product->product &&
                            row.build > *known.build && !row.su.isEmpty();
        if (counts && (!first.isValid() || row.released < first)) {
            first = row.released;
        }
    }
    return first;
}

int monthsBetween(const QDate& from, const QDate& until)
{
    int months = (until.year() - from.year()) * 12 + until.month() - from.month();
    months -= until.day() < from.day() ? 1 : 0;
    return std::max(months, 0);
}

void addMissingMonths(Finding& finding, const Known& known)
{
    const QDate since = missingSince(known.knowledge->builds, known);
    if (since.isValid() && since < known.when) {
        const int months = monthsBetween(since, known.when);
        finding.facts.append(fact(
            say(MAILMEND_TEXT("patch-level", "The first update that is missing came out on {day}: {months} "
                                             "{months|month|months} before {until}."),
                {{"day", day(since)}, {"months", count(months)}, {"until", sentence(whenText(known))}})));
    }
}

void addOtherCves(Finding& finding, const QList<CveStanding>& open)
{
    constexpr qsizetype kNamed = 10;
    QStringList others;
    for (const CveStanding& one : open) {
        if (!one.exploited) {
            others.append(one.cve.cve);
        }
    }
    if (others.isEmpty()) {
        return;
    }
    const QList<std::pair<QByteArray, Argument>> parts{{"count", count(others.size())},
                                                       {"cves", names(others.mid(others.size() - kNamed))}};
    finding.facts.append(
        fact(others.size() <= kNamed
                 ? say(MAILMEND_TEXT("patch-level",
                                     "{count} more known {count|flaw is|flaws are} open, of which no "
                                     "attacks are known: {cves}."),
                       parts)
                 : say(MAILMEND_TEXT("patch-level",
                                     "{count} more known {count|flaw is|flaws are} open, of which no "
                                     "attacks are known. The newest of them: {cves}."),
                       parts)));
}

/** What to install; what Microsoft only sold is no advice for most. */
Text whatToInstall(const Known& known, const std::optional<ExchangeBuild>& target)
{
    if (!target) {
        return say(MAILMEND_TEXT("patch-level",
                                 "Go through the plan: it says which way leads to a version that "
                                 "still gets fixes."));
    }
    const auto& product = known.standing.product;
    if (product && product->extendedEnd.isValid() && target->released > product->extendedEnd) {
        return say(MAILMEND_TEXT("patch-level",
                                 "{build} closes them all, but Microsoft only sold it: free fixes "
                                 "ended on {day}. For most the way is a newer version of Exchange. "
                                 "The plan lists the ways and what to do until then."),
                   {{"build", words(label(*target))}, {"day", day(product->extendedEnd)}});
    }
    return say(MAILMEND_TEXT("patch-level",
                             "Install {build} or newer. The plan says in which order, and what to do "
                             "first if you think that somebody has been inside."),
               {{"build", words(label(*target))}});
}

void tellAttacked(Finding& finding, qsizetype count)
{
    finding.title = say(MAILMEND_TEXT("patch-level", "This Exchange server is missing fixes for flaws that "
                                                     "attackers use"));
    finding.matters =
        say(MAILMEND_TEXT("patch-level",
                          "The missing fixes close {count} {count|flaw|flaws} through which servers "
                          "like this one were broken into. If the server can be reached from the "
                          "internet, somebody has very likely tried."),
            {{"count", mailmend::count(count)}});
    finding.harmless = say(MAILMEND_TEXT(
        "patch-level", "A server that nobody outside can reach is in less danger. Missing fixes alone "
                       "don't show that somebody got in."));
}

void tellMissing(Finding& finding)
{
    finding.title = say(MAILMEND_TEXT("patch-level", "This Exchange server is missing security fixes"));
    finding.matters =
        say(MAILMEND_TEXT("patch-level", "No attacks through these flaws are known yet. That often "
                                         "changes within weeks."));
    finding.harmless = say(MAILMEND_TEXT(
        "patch-level", "The update may be planned already. Until it is in, the flaws are open."));
}

} // namespace

std::optional<Finding> missingUpdates(const Known& known)
{
    const QList<CveStanding> open = openCves(known);
    if (open.isEmpty()) {
        return std::nullopt;
    }
    const auto attacked = std::count_if(open.begin(), open.end(),
                                        [](const CveStanding& one) { return one.exploited.has_value(); });
    Finding finding = serverFinding(known, "missing-updates");
    finding.playbook = QStringLiteral("P19");
    finding.verdict = attacked > 0 ? Verdict::NeedsAction : Verdict::LookAtThis;
    finding.severity = attacked > 0 ? Severity::High : Severity::Medium;
    attacked > 0 ? tellAttacked(finding, attacked) : tellMissing(finding);
    finding.certainty = certaintyOfBuild(known);
    finding.advice = whatToInstall(known, closesAll(open));
    finding.facts = buildFacts(known);
    addMissingMonths(finding, known);

    QList<ExposureWindow> windows = windowsOf(known, true);
    finding.facts += exposureFacts(known, windows);
    for (const CveStanding& one : open) {
        finding.references.append(one.cve.cve);
        const bool told = std::any_of(windows.begin(), windows.end(), [&one](const ExposureWindow& window) {
            return window.cve == one.cve.cve;
        });
        if (one.exploited && !told) {
            finding.facts.append(openFact(one));
        }
    }
    addOtherCves(finding, open);
    if (attacked > 0) {
        const QList<ExposureWindow> others = windowsOf(known, false);
        finding.facts += exposureFacts(known, others);
        windows += others;
    }
    setSince(finding, windows);
    return finding;
}

std::optional<Finding> missingMitigation(const Known& known)
{
    const bool open = std::any_of(known.cves.begin(), known.cves.end(), [](const CveStanding& one) {
        return one.cve.cve == QLatin1StringView(kMitigated) && one.state == CveState::Open;
    });
    if (!open || known.mitigation != Mitigation::NotThere) {
        return std::nullopt;
    }
    Finding finding = serverFinding(known, "mitigation-m2");
    finding.playbook = QStringLiteral("P20");
    finding.verdict = Verdict::NeedsAction;
    finding.severity = Severity::High;
    finding.references = {QLatin1StringView(kMitigated)};
    finding.title =
        say(MAILMEND_TEXT("patch-level", "Microsoft's temporary fix for Outlook on the web is not there"));
    finding.matters = say(MAILMEND_TEXT(
        "patch-level", "Whoever opens a crafted message in Outlook on the web runs the attacker's "
                       "script in their mailbox. Until the update is in, the temporary fix (M2) stops "
                       "that."));
    finding.certainty =
        say(MAILMEND_TEXT("patch-level", "We read the web server's settings in full and its rule is "
                                         "not among them."));
    finding.harmless = say(MAILMEND_TEXT(
        "patch-level", "Another product in front of the server may add the same protection. We can't "
                       "see that."));
    finding.advice =
        say(MAILMEND_TEXT("patch-level", "Switch the temporary fix on today; it takes a few minutes. "
                                         "Then install the missing updates."));
    finding.facts = buildFact(known);
    finding.facts.append(
        fact(say(MAILMEND_TEXT("patch-level",
                               "{cve} is open on this build and used in attacks. The rule that adds "
                               "script-src-attr to the pages of Outlook on the web stands in none of its "
                               "configuration files."),
                 {{"cve", words(QString::fromLatin1(kMitigated))}})));
    return finding;
}

std::optional<Finding> pastExposure(const Known& known)
{
    const QList<ExposureWindow> windows = windowsOf(known, false);
    const bool toldAlready = std::any_of(known.cves.begin(), known.cves.end(), [](const CveStanding& one) {
        return one.state == CveState::Open && one.exploited;
    });
    if (windows.isEmpty() || toldAlready) {
        return std::nullopt;
    }
    const bool certain = std::any_of(windows.begin(), windows.end(),
                                     [](const ExposureWindow& window) { return window.certain; });
    Finding finding = serverFinding(known, "past-exposure");
    finding.verdict = Verdict::CouldNotCheck;
    finding.severity = Severity::Medium;
    finding.title =
        certain ? say(MAILMEND_TEXT("patch-level",
                                    "This server stood open to known attacks before it was updated"))
                : say(MAILMEND_TEXT("patch-level", "This server may have stood open to known attacks"));
    finding.matters =
        say(MAILMEND_TEXT("patch-level", "An update closes the door. It does not show who came in "
                                         "before, and it does not put anybody out."));
    finding.certainty = say(MAILMEND_TEXT(
        "patch-level", "The days come from what the server says of its own updates. An intruder can "
                       "change that, so believe a day only where two places agree."));
    finding.harmless = say(MAILMEND_TEXT("patch-level", "Many servers that stood open were never entered."));
    finding.advice = say(MAILMEND_TEXT(
        "patch-level", "Keep all logs, also those of the firewall and of backups, and have them looked "
                       "at for these days. This version of Mailmend does not read logs yet."));
    finding.facts = buildFact(known);
    finding.facts += exposureFacts(known, windows);
    for (const ExposureWindow& window : windows) {
        finding.references.append(window.cve);
    }
    setSince(finding, windows);
    return finding;
}

} // namespace mailmend::patch_level
