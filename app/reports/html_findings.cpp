// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/finding_text.h"
#include "reports/html_parts.h"
#include "reports/wording.h"

namespace mailmend {

namespace {

Text groupTitle(const CaseFinding& of)
{
    if (of.status == FindingStatus::Fixed || of.status == FindingStatus::Accepted) {
        return statusText(of.status);
    }
    switch (of.finding.verdict) {
    case Verdict::NeedsAction:
        return say(MAILMEND_TEXT("report", "Needs action"));
    case Verdict::LookAtThis:
        return say(MAILMEND_TEXT("report", "Should be looked at"));
    case Verdict::CouldNotCheck:
        return say(MAILMEND_TEXT("report", "Could not be checked"));
    case Verdict::NotApplicable:
    case Verdict::Clear:
        break;
    }
    return say(MAILMEND_TEXT("report", "For your information"));
}

/** The small print of a fact: where, when and which content; the path only where it is not the finding's own.
 */
void writeOrigin(HtmlPage& page, const Finding& finding, const Fact& fact)
{
    const bool elsewhere = !fact.path.isEmpty() && !(fact.path == finding.subject.path);
    if (elsewhere) {
        page.value("span", fact.path.display(), "mono");
    }
    if (fact.line > 0) {
        page.element("span", say(MAILMEND_TEXT("report", "Line {line}."), {{"line", count(fact.line)}}),
                     "quiet");
    }
    if (fact.time.isValid()) {
        page.element(
            "span",
            say(MAILMEND_TEXT("report", "{time}, {source}."),
                {{"time", moment(fact.time)}, {"source", sentence(timeSourceText(fact.timeSource))}}),
            "quiet");
    }
    if (!fact.sha256.isEmpty()) {
        page.element("span", say(MAILMEND_TEXT("report", "SHA-256:")), "quiet");
        page.value("span", QString::fromLatin1(fact.sha256), "mono");
    }
}

void writeFacts(HtmlPage& page, const Finding& finding)
{
    if (finding.facts.isEmpty()) {
        return;
    }
    page.element("p", say(MAILMEND_TEXT("report", "Evidence")), "label");
    page.open("ul");
    for (const Fact& fact : finding.facts) {
        page.open("li");
        page.element("span", fact.text);
        writeOrigin(page, finding, fact);
        page.close("li");
    }
    page.close("ul");
}

Text statusLine(const CaseFinding& of)
{
    const Text status =
        of.status == FindingStatus::Open ? verdictText(of.finding.verdict) : statusText(of.status);
    return of.statusReason.isEmpty()
               ? status
               : say(MAILMEND_TEXT("report", "{status}. {reason}"),
                     {{"status", sentence(status)}, {"reason", sentence(of.statusReason)}});
}

void writeFinding(HtmlPage& page, const CaseView& view, const CaseFinding& of)
{
    const Finding& finding = of.finding;
    page.open("div", "finding");
    page.heading(4, finding.title);
    page.paragraph(serversOf(view, {finding.target}));
    page.open("dl");
    page.term(say(MAILMEND_TEXT("report", "State")), statusLine(of));
    page.term(say(MAILMEND_TEXT("report", "How bad")), severityText(finding.severity));
    page.term(say(MAILMEND_TEXT("report", "What it is about")), subjectText(finding.subject), "mono");
    page.term(say(MAILMEND_TEXT("report", "Since")), sinceText(finding));
    page.term(say(MAILMEND_TEXT("report", "Why it matters")), finding.matters);
    page.term(say(MAILMEND_TEXT("report", "How sure we are")), finding.certainty);
    page.term(say(MAILMEND_TEXT("report", "What it could be if it is harmless")), finding.harmless);
    page.term(say(MAILMEND_TEXT("report", "What to do")), finding.advice);
    page.term(say(MAILMEND_TEXT("report", "More reading")), referencesText(finding));
    page.close("dl");
    writeFacts(page, finding);
    page.open("dl", "quiet");
    page.term(say(MAILMEND_TEXT("report", "Number of this finding")), finding.id, "mono");
    page.term(say(MAILMEND_TEXT("report", "Content that was judged")), finding.state, "mono");
    page.close("dl");
    page.close("div");
}

} // namespace

void writeFindings(HtmlPage& page, const ReportInput& input)
{
    page.heading(2, say(MAILMEND_TEXT("report", "Findings")));
    if (input.view.findings.isEmpty()) {
        page.paragraph(say(MAILMEND_TEXT("report", "Nothing was found in what could be read.")));
        return;
    }
    Text group;
    for (const CaseFinding& finding : input.view.findings) {
        if (const Text title = groupTitle(finding); !(title == group)) {
            group = title;
            page.heading(3, group);
        }
        writeFinding(page, input.view, finding);
    }
}

} // namespace mailmend
