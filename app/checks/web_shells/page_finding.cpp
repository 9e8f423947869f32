// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/web_shells/page_finding.h"

#include "checks/web_shells/places.h"

#include <algorithm>

namespace mailmend::web_shells {
namespace {

QString ownerOf(const Evidence& evidence)
{
    return evidence.target.id;
}

bool countsForTime(TimeSource source)
{
    return source == TimeSource::Ntfs || source == TimeSource::Mft;
}

/** What hides beside a file is none, whatever it is called: nothing reads it there. */
bool isConfiguration(const PageSeen& page)
{
    return page.file.path.extension() == ".config" && !holderOfStream(page.file.path);
}

bool copiesPasswords(const PageSeen& page)
{
    return std::any_of(page.signs.begin(), page.signs.end(), [](const Sign& sign) {
        return sign.references.contains(QStringLiteral("T1056.003"));
    });
}

/** A script of the logon page that copies passwords: Exchange ships such scripts, and no list of them exists.
 */
bool isScriptOfLogonPage(const PageSeen& page, const Evidence& evidence)
{
    return evidence.exchange && page.file.path.isWithin(evidence.exchange->folder) &&
           !holderOfStream(page.file.path) && !isRunByServer(page.file.path.extension()) &&
           copiesPasswords(page);
}

/** Exchange ships it: without it, people can't log on. It is replaced, never taken away. */
bool isShipped(const PageSeen& page, const Evidence& evidence)
{
    return !page.shippedPath.isEmpty() || isScriptOfLogonPage(page, evidence);
}

/** Remove a page, put a configuration right, or put the shipped page back. */
QString playbookFor(const PageSeen& page, const Evidence& evidence)
{
    return isConfiguration(page)       ? QStringLiteral("P5")
           : isShipped(page, evidence) ? QStringLiteral("P6")
                                       : QStringLiteral("P1");
}

Finding emptyFinding(const PageSeen& page, const Evidence& evidence)
{
    Finding finding;
    finding.check = QLatin1String(kId);
    finding.target = evidence.target.id;
    finding.subject.kind = SubjectKind::File;
    finding.subject.owner = ownerOf(evidence);
    finding.subject.path = page.file.path;
    finding.subject.name = page.file.path.display();
    finding.id = findingId(finding.check, finding.subject);
    finding.state = QStringLiteral("sha256:") + QString::fromLatin1(page.sha256.toHex());
    finding.playbook = playbookFor(page, evidence);
    const QDateTime& since = page.file.created.isValid() ? page.file.created : page.file.modified;
    if (countsForTime(page.file.timeSource)) {
        finding.since = since;
        finding.sinceSource = page.file.timeSource;
    }
    return finding;
}

Fact fileFact(const PageSeen& page)
{
    Fact fact;
    fact.text = say(MAILMEND_TEXT("web-shells", "The file {path}, {size}."),
                    {{"path", place(page.file.path.display())}, {"size", bytes(page.file.size)}});
    fact.path = page.file.path;
    fact.sha256 = page.sha256.toHex();
    fact.time = page.file.modified;
    fact.timeSource = page.file.timeSource;
    return fact;
}

Fact fact(const PageSeen& page, Text text, int line = 0)
{
    Fact made;
    made.text = std::move(text);
    made.path = page.file.path;
    made.line = line;
    return made;
}

void addFacts(Finding& finding, const PageSeen& page)
{
    finding.facts.append(fileFact(page));
    for (const Sign& sign : page.signs) {
        finding.facts.append(fact(page,
                                  say(MAILMEND_TEXT("web-shells", "This page {what}. {reason}"),
                                      {{"what", sentence(sign.what)}, {"reason", sentence(sign.reason)}}),
                                  sign.line));
    }
    if (!page.whyHere.isEmpty()) {
        finding.facts.append(
            fact(page, say(MAILMEND_TEXT("web-shells", "Why we looked in this folder: {why}"),
                           {{"why", sentence(page.whyHere)}})));
    }
    if (!page.servedBy.isEmpty()) {
        finding.facts.append(
            fact(page, say(MAILMEND_TEXT("web-shells", "The folder is served by the application pool "
                                                       "{pool}."),
                           {{"pool", words(page.servedBy)}})));
    }
    if (page.attackerName) {
        finding.facts.append(
            fact(page, say(MAILMEND_TEXT("web-shells", "Intruders used a file of this name elsewhere. A "
                                                       "name alone proves nothing."))));
    }
    const quint32 hiding = file_attribute::Hidden | file_attribute::System;
    if (page.file.hasAttributes && (page.file.attributes & hiding) == hiding) {
        finding.facts.append(
            fact(page, say(MAILMEND_TEXT("web-shells", "The file is marked hidden and system, as intruders "
                                                       "do to keep it out of sight."))));
    }
    const std::optional<WindowsPath> holder = holderOfStream(page.file.path);
    if (page.file.isOfFolder && holder) {
        Fact hides = fact(
            page, say(MAILMEND_TEXT("web-shells", "It hides beside the files of the folder {folder} (in an "
                                                  "alternate data stream): no folder window shows it."),
                      {{"folder", place(holder->display())}}));
        hides.path = *holder;
        finding.facts.append(hides);
    } else if (page.file.hasAttributes && holder) {
        finding.facts.append(fact(
            page, say(MAILMEND_TEXT("web-shells", "It hides beside the content of another file (in an "
                                                  "alternate data stream): no folder window shows it."))));
    }
}

bool isOabDump(const QStringList& references)
{
    return references.contains(QStringLiteral("CVE-2021-27065"));
}

/** An Exchange application pool runs as SYSTEM: its page owns the whole server. */
bool runsAsSystem(const PageSeen& page)
{
    return page.pathClass == PathClass::WebRoot && page.servedBy.startsWith(QStringLiteral("MSExchange"));
}

/** What is ours and was changed for an intruder; empty: it is none of that. */
Text changedTitle(const PageSeen& page, const Evidence& evidence)
{
    if (isConfiguration(page)) {
        return say(MAILMEND_TEXT("web-shells", "A configuration of the web server {what}"),
                   {{"what", sentence(page.signs.first().what)}});
    }
    return isShipped(page, evidence)
               ? say(MAILMEND_TEXT("web-shells", "A page of Exchange was changed: it {what}"),
                     {{"what", sentence(page.signs.first().what)}})
               : Text{};
}

Text titleFor(const PageSeen& page, const Evidence& evidence, Verdict verdict)
{
    const Text changed = changedTitle(page, evidence);
    if (verdict == Verdict::NeedsAction && !changed.isEmpty()) {
        return changed;
    }
    if (verdict == Verdict::NeedsAction && page.pathClass == PathClass::WebRoot) {
        return say(MAILMEND_TEXT("web-shells",
                                 "Someone can run commands on this server through a page that was added"));
    }
    if (verdict == Verdict::NeedsAction) {
        return say(MAILMEND_TEXT("web-shells", "A page made for running an intruder's commands was found"));
    }
    return say(MAILMEND_TEXT("web-shells", "A page should be looked at, since it {what}"),
               {{"what", sentence(page.signs.first().what)}});
}

void tell(Finding& finding, const PageSeen& page, const Evidence& evidence)
{
    const Sign& strongest = page.signs.first();
    finding.title = titleFor(page, evidence, finding.verdict);
    if (finding.verdict == Verdict::NeedsAction && finding.playbook != QStringLiteral("P1")) {
        finding.matters =
            copiesPasswords(page)
                ? say(MAILMEND_TEXT("web-shells", "Whoever logs on at this page may hand the password to an "
                                                  "intruder, who can then read mail as that person."))
                : say(MAILMEND_TEXT("web-shells", "Whoever changed it could do as they liked on this server, "
                                                  "and can come back through it after every update."));
        finding.advice = say(
            MAILMEND_TEXT("web-shells", "Don't delete it: it is evidence, and the web server needs the "
                                        "right one in its place. Call a responder or your insurer, then go "
                                        "through the plan."));
    } else if (finding.verdict == Verdict::NeedsAction) {
        finding.matters =
            runsAsSystem(page)
                ? say(MAILMEND_TEXT("web-shells", "Whoever knows its address can do anything on this server, "
                                                  "read all mail and come back after every update. Exchange "
                                                  "runs such a page with the rights of the system itself."))
                : say(MAILMEND_TEXT("web-shells", "Whoever knows its address can run commands on this server "
                                                  "and come back after every update."));
        finding.advice = say(
            MAILMEND_TEXT("web-shells", "Don't delete it: it is evidence. Call a responder or your insurer, "
                                        "then go through the plan."));
    } else {
        finding.matters = say(
            MAILMEND_TEXT("web-shells", "Pages like this are how intruders come back. Many are harmless, so "
                                        "somebody has to look."));
        finding.advice = say(
            MAILMEND_TEXT("web-shells", "Ask whoever looks after your web pages whether they know this file. "
                                        "If nobody does, treat it as an intruder's."));
    }
    finding.certainty =
        strongest.certain ? say(MAILMEND_TEXT("web-shells", "Sure: the file is the same, byte for byte."))
        : finding.verdict == Verdict::NeedsAction
            ? say(MAILMEND_TEXT("web-shells", "Very likely: this page {what}. {reason}"),
                  {{"what", sentence(strongest.what)}, {"reason", sentence(strongest.reason)}})
            : say(MAILMEND_TEXT("web-shells", "Not sure: this page {what}. {reason}"),
                  {{"what", sentence(strongest.what)}, {"reason", sentence(strongest.reason)}});
    finding.harmless = strongest.harmless;
}

} // namespace

std::optional<Finding> findingOf(const PageSeen& page, const Evidence& evidence)
{
    if (page.signs.isEmpty()) {
        return std::nullopt;
    }
    Finding finding = emptyFinding(page, evidence);
    finding.verdict = page.signs.first().verdict;
    finding.severity = finding.verdict != Verdict::NeedsAction ? Severity::Medium
                       : runsAsSystem(page)                    ? Severity::Critical
                                                               : Severity::High;
    for (const Sign& sign : page.signs) {
        for (const QString& reference : sign.references) {
            if (!finding.references.contains(reference)) {
                finding.references.append(reference);
            }
        }
    }
    if (finding.verdict == Verdict::NeedsAction && runsAsSystem(page)) {
        finding.references.append(QStringLiteral("mailmend:runs-as-system"));
    }
    if (isOabDump(finding.references)) {
        finding.references.append(QStringLiteral("mailmend:oab-virtual-directory"));
    }
    addFacts(finding, page);
    tell(finding, page, evidence);
    return finding;
}

Finding changedPage(const PageSeen& page, const BuildNumber& build, const Evidence& evidence)
{
    Finding finding = emptyFinding(page, evidence);
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Medium;
    finding.references = {QStringLiteral("T1505.003"), QString::fromLatin1(reference::NotAsShipped)};
    finding.title =
        say(MAILMEND_TEXT("web-shells", "A page of Exchange is not the one that Microsoft shipped"));
    finding.matters = say(
        MAILMEND_TEXT("web-shells", "Intruders change shipped pages to come back or to copy the passwords "
                                    "that people type at the logon page."));
    finding.certainty =
        say(MAILMEND_TEXT("web-shells", "Its fingerprint (SHA-256) is none of those that Microsoft published "
                                        "for build {build}. Why it differs, we can't tell."),
            {{"build", words(build.text())}});
    finding.harmless = say(
        MAILMEND_TEXT("web-shells", "A page that your own people changed, for example to show your logo."));
    finding.advice = say(MAILMEND_TEXT("web-shells",
                                       "Compare it with the same page of a healthy server of the same build. "
                                       "Don't delete it; installing the update again brings the shipped page "
                                       "back."));
    addFacts(finding, page);
    return finding;
}

void mergeInto(QList<Finding>& findings, Finding finding)
{
    const auto same = std::find_if(findings.begin(), findings.end(),
                                   [&finding](const Finding& other) { return other.id == finding.id; });
    if (same == findings.end()) {
        findings.append(std::move(finding));
        return;
    }
    if (finding.verdict < same->verdict) {
        std::swap(*same, finding);
    }
    same->facts += finding.facts;
    for (const QString& one : std::as_const(finding.references)) {
        if (!same->references.contains(one)) {
            same->references.append(one);
        }
    }
}

} // namespace mailmend::web_shells
