// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/web_shells/lost_pages.h"

#include "checks/web_shells/page_finding.h"
#include "checks/web_shells/places.h"

namespace mailmend::web_shells {
namespace {

Fact lostFact(const LostFile& lost, Text text)
{
    Fact fact;
    fact.text = std::move(text);
    fact.path = lost.file.path;
    return fact;
}

/** What both kinds have in common: whose, where, and what is known of the file. */
Finding lostFile(const LostFile& lost, const WalkedInterest& walked, const Evidence& evidence)
{
    Finding finding;
    finding.check = QLatin1String(kId);
    finding.target = evidence.target.id;
    finding.subject.kind = SubjectKind::File;
    finding.subject.owner = evidence.target.id;
    finding.subject.path = lost.file.path;
    finding.subject.name = lost.file.path.display();
    finding.id = findingId(finding.check, finding.subject);
    finding.verdict = Verdict::LookAtThis;
    finding.severity = Severity::Medium;
    Fact listed =
        lostFact(lost, say(MAILMEND_TEXT("web-shells", "The list of its folder has {path}, {size}."),
                           {{"path", place(lost.file.path.display())}, {"size", bytes(lost.file.size)}}));
    listed.time = lost.file.modified;
    listed.timeSource = lost.file.timeSource;
    finding.facts.append(listed);
    finding.facts.append(lostFact(lost, say(MAILMEND_TEXT("web-shells", "When we opened it: {answer}"),
                                            {{"answer", sentence(lost.error.text)}})));
    if (!walked.interest.whyHere.isEmpty()) {
        finding.facts.append(
            lostFact(lost, say(MAILMEND_TEXT("web-shells", "Why we looked in this folder: {why}"),
                               {{"why", sentence(walked.interest.whyHere)}})));
    }
    if (!walked.interest.servedBy.isEmpty()) {
        finding.facts.append(lostFact(
            lost, say(MAILMEND_TEXT("web-shells", "The folder is served by the application pool {pool}."),
                      {{"pool", words(walked.interest.servedBy)}})));
    }
    return finding;
}

bool isServedPage(const LostFile& lost, const WalkedInterest& walked)
{
    return walked.interest.pathClass == PathClass::WebRoot && isRunByServer(lost.file.path.extension());
}

Finding takenAway(const LostFile& lost, const WalkedInterest& walked, const Evidence& evidence)
{
    Finding finding = lostFile(lost, walked, evidence);
    finding.state = QStringLiteral("anti-virus");
    finding.references = {QStringLiteral("T1505.003")};
    if (isServedPage(lost, walked)) {
        finding.verdict = Verdict::NeedsAction;
        finding.severity = Severity::High;
        finding.playbook = QStringLiteral("P1");
        finding.title = say(MAILMEND_TEXT("web-shells", "An anti-virus program blocked a page of the web "
                                                        "server, or took it away, while we looked"));
        finding.matters =
            say(MAILMEND_TEXT("web-shells", "It takes the page for an intruder's. Whoever put it there could "
                                            "run commands on this server, and may have left more. Taking the "
                                            "page away does not close the door that they came through."));
    } else {
        finding.title = say(MAILMEND_TEXT("web-shells", "An anti-virus program blocked a file, or took it "
                                                        "away, while we looked"));
        finding.matters = say(
            MAILMEND_TEXT("web-shells", "It takes the file for harmful, and it lies where intruders leave "
                                        "theirs. If they did, they may have left more."));
    }
    finding.certainty =
        say(MAILMEND_TEXT("web-shells", "It is sure that the anti-virus program judged it so. We could not "
                                        "read it ourselves, so we can't say what is in it."));
    finding.harmless =
        say(MAILMEND_TEXT("web-shells", "Anti-virus programs are wrong now and then, for example about tools "
                                        "of administrators. Their log says what they found."));
    finding.advice = say(MAILMEND_TEXT(
        "web-shells",
        "It is evidence: don't let it be deleted. Look in the quarantine and the log of the "
        "anti-virus program on the computer where the file was read. Write down the name "
        "that it gives, the time, and since when the file was there. Show that to a responder."));
    return finding;
}

Finding vanished(const LostFile& lost, const WalkedInterest& walked, const Evidence& evidence)
{
    Finding finding = lostFile(lost, walked, evidence);
    finding.state = QStringLiteral("gone");
    finding.title = say(MAILMEND_TEXT("web-shells", "A page was gone before we could read it"));
    finding.matters = say(MAILMEND_TEXT(
        "web-shells", "Somebody or something removed it in the moment that we looked: perhaps an "
                      "anti-virus program, perhaps an intruder who tidies up."));
    finding.certainty = say(MAILMEND_TEXT("web-shells", "Not sure: we know that it was there, not what was "
                                                        "in it."));
    finding.harmless =
        say(MAILMEND_TEXT("web-shells", "An update, or one of your people at work on the web pages, removes "
                                        "and replaces files too."));
    finding.advice = say(MAILMEND_TEXT("web-shells",
                                       "Ask whether somebody worked on this server just now. Look in the log "
                                       "and the quarantine of the anti-virus program. Then look again."));
    return finding;
}

} // namespace

QList<Finding> lostPages(const WalkedInterest& walked, const Evidence& evidence)
{
    QList<Finding> findings;
    if (walked.interest.pathClass == PathClass::ExchangeBinary) {
        return findings;
    }
    for (const LostFile& lost : walked.takenAway) {
        findings.append(takenAway(lost, walked, evidence));
    }
    // Temporary files come and go on every server. Pages do not, and configurations are saved by replacing.
    for (const LostFile& lost : evidence.live ? walked.gone : QList<LostFile>()) {
        if (isServedPage(lost, walked) && lost.file.path.extension() != ".config") {
            findings.append(vanished(lost, walked, evidence));
        }
    }
    return findings;
}

} // namespace mailmend::web_shells
