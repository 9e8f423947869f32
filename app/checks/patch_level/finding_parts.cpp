// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/finding_parts.h"

namespace mailmend::patch_level {

Finding serverFinding(const Known& known, const char* distinction)
{
    Finding finding;
    finding.check = QLatin1StringView(kId);
    finding.target = known.evidence->target.id;
    finding.subject.kind = SubjectKind::Server;
    finding.subject.owner = known.evidence->target.id;
    finding.subject.name = QStringLiteral("Exchange Server");
    finding.distinction = QLatin1StringView(distinction);
    finding.id = findingId(finding.check, finding.subject, finding.distinction);
    if (known.build) {
        finding.state = QStringLiteral("build:") + known.build->text();
    }
    return finding;
}

Fact fact(Text text)
{
    Fact made;
    made.text = std::move(text);
    return made;
}

QList<Fact> buildFact(const Known& known)
{
    QList<Fact> facts;
    if (known.build && known.standing.cu) {
        const ExchangeBuild& named = known.standing.update ? *known.standing.update : *known.standing.cu;
        facts.append(fact(
            known.suKnown
                ? say(MAILMEND_TEXT("patch-level",
                                    "The programs are build {build}. The newest update in it that we know "
                                    "is {label}, of {day}."),
                      {{"build", words(known.build->text())},
                       {"label", words(label(named))},
                       {"day", day(named.released)}})
                : say(MAILMEND_TEXT("patch-level",
                                    "The cumulative update is {label}, of {day}. Which security update "
                                    "is on top of it is not known."),
                      {{"label", words(label(*known.standing.cu))},
                       {"day", day(known.standing.cu->released)}})));
    }
    return facts;
}

QList<Fact> buildFacts(const Known& known)
{
    QList<Fact> facts = buildFact(known);
    for (const BinarySeen* program : known.programs) {
        if (program->build) {
            Fact made = fact(
                say(MAILMEND_TEXT("patch-level", "{path} has version {build}."),
                    {{"path", place(program->path.display())}, {"build", words(program->build->text())}}));
            made.path = program->path;
            made.sha256 = program->sha256.toHex();
            facts.append(made);
        }
    }
    if (known.evidence->exchange && !known.evidence->exchange->setupVersion.isEmpty()) {
        facts.append(
            fact(say(MAILMEND_TEXT("patch-level", "The registry says that version {build} was set up. It "
                                                  "never names the security update."),
                     {{"build", words(known.evidence->exchange->setupVersion)}})));
    }
    if (!known.registry.listedUpdates.isEmpty()) {
        facts.append(fact(say(MAILMEND_TEXT("patch-level", "The registry lists these updates: {updates}."),
                              {{"updates", names(known.registry.listedUpdates)}})));
    }
    if (!known.registry.notInPack.isEmpty()) {
        facts.append(fact(say(MAILMEND_TEXT("patch-level", "Mailmend doesn't know these updates: {updates}."),
                              {{"updates", names(known.registry.notInPack)}})));
    }
    return facts;
}

Text certaintyOfBuild(const Known& known)
{
    return known.suKnown
               ? say(MAILMEND_TEXT("patch-level",
                                   "Sure: the programs of Exchange themselves carry this version."))
               : say(MAILMEND_TEXT("patch-level",
                                   "Sure for what is named here: no security update for this "
                                   "cumulative update closes it. More may be open; the programs could "
                                   "not be read."));
}

Text whenText(const Known& known)
{
    return known.whenIsTaken ? say(MAILMEND_TEXT("patch-level", "what we looked at was taken"))
                             : say(MAILMEND_TEXT("patch-level", "today"));
}

void setSince(Finding& finding, const QList<ExposureWindow>& windows)
{
    for (const ExposureWindow& window : windows) {
        const QDateTime from = window.from.isValid() ? window.from.startOfDay(Qt::UTC) : QDateTime();
        if (from.isValid() && (!finding.since.isValid() || from < finding.since)) {
            finding.since = from;
            finding.sinceSource = window.timeSource;
        }
    }
}

} // namespace mailmend::patch_level
