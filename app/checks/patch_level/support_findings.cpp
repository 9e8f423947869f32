// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/finding_parts.h"
#include "checks/patch_level/findings.h"
#include "checks/patch_level/registry_installs.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

/** An update that came out after the free ones ended was paid for. */
bool hasPaidUpdate(const Known& known)
{
    return known.suKnown && known.standing.update &&
           known.standing.update->released > known.standing.product->extendedEnd;
}

void addSupportDays(Finding& finding, const QString& name, const QDate& freeEnd, const QDate& paidEnd,
                    const QDate& when)
{
    finding.facts.append(fact(say(MAILMEND_TEXT("patch-level", "Free fixes for {product} ended on {day}."),
                                  {{"product", words(name)}, {"day", day(freeEnd)}})));
    if (paidEnd.isValid()) {
        finding.facts.append(fact(
            paidEnd < when
                ? say(MAILMEND_TEXT("patch-level", "Paid fixes ended on {day}."), {{"day", day(paidEnd)}})
                : say(MAILMEND_TEXT("patch-level", "Paid fixes can be had until {day}."),
                      {{"day", day(paidEnd)}})));
    }
}

bool isServerWindows(const RegistryKey& key)
{
    return textOf(key, u"InstallationType").startsWith(QStringLiteral("Server"), Qt::CaseInsensitive) ||
           textOf(key, u"EditionID").startsWith(QStringLiteral("Server"), Qt::CaseInsensitive) ||
           textOf(key, u"ProductName").contains(QStringLiteral("Server"), Qt::CaseInsensitive);
}

} // namespace

std::optional<Finding> endedSupport(const Known& known)
{
    const std::optional<SupportedProduct>& product = known.standing.product;
    if (!product || !product->extendedEnd.isValid() || product->extendedEnd >= known.when) {
        return std::nullopt;
    }
    const bool paidRuns = product->paidEnd.isValid() && product->paidEnd >= known.when;
    const bool paid = paidRuns && hasPaidUpdate(known);
    Finding finding = serverFinding(known, "support");
    finding.playbook = QStringLiteral("P19");
    finding.verdict = paid ? Verdict::LookAtThis : Verdict::NeedsAction;
    finding.severity = paid ? Severity::Medium : Severity::High;
    finding.state =
        QStringLiteral("product:") + product->product + (paid ? QStringLiteral(":paid") : QString());
    finding.title =
        paid ? say(MAILMEND_TEXT("patch-level", "{product} gets fixes only for money, and not for long"),
                   {{"product", words(product->name)}})
             : say(MAILMEND_TEXT("patch-level", "Microsoft no longer makes free fixes for {product}"),
                   {{"product", words(product->name)}});
    finding.matters =
        say(MAILMEND_TEXT("patch-level", "Every flaw that is found from now on stays open on this "
                                         "server. Attackers look for such servers."));
    finding.certainty =
        say(MAILMEND_TEXT("patch-level", "Sure: the product shows in its version, and the day was "
                                         "announced by Microsoft."));
    finding.harmless =
        paidRuns ? say(MAILMEND_TEXT("patch-level",
                                     "Your organisation may have bought further fixes; the files don't "
                                     "always show that."))
                 : say(MAILMEND_TEXT("patch-level",
                                     "A server that is switched off soon, or that nobody outside can "
                                     "reach, is in less danger."));
    finding.advice =
        say(MAILMEND_TEXT("patch-level", "Plan the move to a version that gets fixes, or to mail that "
                                         "somebody else runs. The plan lists the ways."));
    finding.facts = buildFact(known);
    addSupportDays(finding, product->name, product->extendedEnd, product->paidEnd, known.when);
    return finding;
}

std::optional<Finding> mixedBuilds(const Known& known)
{
    QList<BuildNumber> builds;
    for (const BinarySeen* program : known.programs) {
        if (program->build && !builds.contains(*program->build)) {
            builds.append(*program->build);
        }
    }
    const std::optional<BuildNumber> setup =
        known.evidence->exchange ? BuildNumber::parse(known.evidence->exchange->setupVersion) : std::nullopt;
    const bool setupDiffers =
        setup && known.suKnown &&
        !std::equal(setup->parts.begin(), setup->parts.begin() + 3, known.build->parts.begin());
    const auto isGone = [&known](const Install& install) {
        return known.suKnown && install.build > *known.build;
    };
    const auto gone = std::find_if(known.history.installs.begin(), known.history.installs.end(), isGone);
    if (builds.size() < 2 && !setupDiffers && !known.registry.unfinishedSetup &&
        gone == known.history.installs.end()) {
        return std::nullopt;
    }
    Finding finding = serverFinding(known, "mixed-builds");
    finding.playbook = QStringLiteral("P19");
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Medium;
    finding.title = say(MAILMEND_TEXT("patch-level", "The parts of Exchange don't agree on their version"));
    finding.matters = say(MAILMEND_TEXT(
        "patch-level", "An update that stopped halfway, or that was taken back, leaves old parts behind. "
                       "Then flaws are open that look closed. Mailmend counted the oldest part."));
    finding.certainty = say(MAILMEND_TEXT("patch-level", "Sure that they differ; the reason is not known."));
    finding.harmless = say(MAILMEND_TEXT(
        "patch-level", "A restart may still be due after an update, or the files were copied while it "
                       "ran, or the server was restored from a backup."));
    finding.advice =
        say(MAILMEND_TEXT("patch-level", "Restart the server. If they still differ, run the newest update "
                                         "again as administrator, then look again."));
    finding.facts = buildFacts(known);
    if (known.registry.unfinishedSetup) {
        finding.facts.append(
            fact(say(MAILMEND_TEXT("patch-level", "The registry says that a setup of Exchange was begun "
                                                  "and not ended (Watermark)."))));
    }
    if (gone != known.history.installs.end()) {
        finding.facts.append(
            fact(say(MAILMEND_TEXT("patch-level",
                                   "According to {source}, build {build} was put on this server, but what "
                                   "runs is older."),
                     {{"source", sentence(gone->source)}, {"build", words(gone->build.text())}})));
    }
    return finding;
}

std::optional<Finding> endedWindowsSupport(const Known& known, QList<Unread>& unread)
{
    if (!known.evidence->registry) {
        return std::nullopt;
    }
    const RegistryAnswer answer =
        known.evidence->registry->key(RegistryHive::Software, u"Microsoft\\Windows NT\\CurrentVersion");
    const int build =
        answer.state == RegistryAnswer::State::Found ? textOf(answer.key, u"CurrentBuild").toInt() : 0;
    const WindowsRelease* release = nullptr;
    for (const WindowsRelease& one : known.knowledge->builds.windows) {
        if (one.build == build && one.server == isServerWindows(answer.key)) {
            release = &one;
        }
    }
    if (!release) {
        unread.append(
            {QStringLiteral("registry-software"), ReadState::Partly,
             say(MAILMEND_TEXT("patch-level", "Whether Windows itself still gets fixes could not be checked: "
                                              "its version is not known to us."))});
        return std::nullopt;
    }
    if (!release->extendedEnd.isValid() || release->extendedEnd >= known.when) {
        return std::nullopt;
    }
    Finding finding = serverFinding(known, "windows-support");
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Low;
    finding.subject.name = QStringLiteral("Windows");
    finding.id = findingId(finding.check, finding.subject, finding.distinction);
    finding.state = QStringLiteral("windows:%1").arg(build);
    finding.title = say(MAILMEND_TEXT("patch-level", "Microsoft no longer makes free fixes for {windows}"),
                        {{"windows", words(release->product)}});
    finding.matters = say(MAILMEND_TEXT("patch-level", "New flaws in Windows stay open, whatever is done for "
                                                       "Exchange."));
    finding.certainty =
        say(MAILMEND_TEXT("patch-level", "Sure: the version stands in the registry, and the day was "
                                         "announced by Microsoft."));
    finding.harmless =
        say(MAILMEND_TEXT("patch-level", "Your organisation may have bought further fixes; the registry "
                                         "doesn't show that."));
    finding.advice =
        say(MAILMEND_TEXT("patch-level", "Move to a newer Windows together with the move of Exchange."));
    addSupportDays(finding, release->product, release->extendedEnd, release->paidEnd, known.when);
    return finding;
}

} // namespace mailmend::patch_level
