// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/show_result.h"

#include "findings/finding_text.h"
#include "findings/unread.h"
#include "reports/wording.h"

#include <algorithm>

namespace mailmend {

namespace {

constexpr int column = 18;

void showAnswers(Output& output, const ScanResult& result)
{
    for (const TargetInfo& target : result.targets) {
        output.line(target.takenAt.isValid()
                        ? say(MAILMEND_TEXT("console", "{name} as it was on {time}"),
                              {{"name", words(targetName(target))}, {"time", moment(target.takenAt)}})
                        : say(MAILMEND_TEXT("console", "{name}; of when it is isn't known"),
                              {{"name", words(targetName(target))}}));
    }
    output.line(headline(countFindings(result)));
    output.line();
    for (const QuestionAnswered& one : fourAnswers(result.answers)) {
        output.pair(one.question,
                    say(MAILMEND_TEXT("console", "{answer}. {because}"),
                        {{"answer", sentence(one.answer)}, {"because", sentence(one.because)}}),
                    0, column);
    }
}

void showFinding(Output& output, const Finding& finding)
{
    output.line();
    output.marked(finding.verdict, verdictText(finding.verdict), finding.title);
    output.line(subjectText(finding.subject), 4);
    if (const Text since = sinceText(finding); !since.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "Since {since}."), {{"since", sentence(since)}}), 4);
    }
    output.line(finding.matters, 4);
    output.line(finding.certainty, 4);
    if (!finding.harmless.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "If it is harmless: {harmless}"),
                        {{"harmless", sentence(finding.harmless)}}),
                    4);
    }
    if (!finding.advice.isEmpty()) {
        output.line(
            say(MAILMEND_TEXT("console", "What to do: {advice}"), {{"advice", sentence(finding.advice)}}), 4);
    }
    for (const Fact& fact : finding.facts) {
        output.line(say(MAILMEND_TEXT("console", "- {fact}"), {{"fact", sentence(fact.text)}}), 4);
    }
    if (const Text references = referencesText(finding); !references.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "More reading: {references}"),
                        {{"references", sentence(references)}}),
                    4);
    }
    output.line(say(MAILMEND_TEXT("console", "Finding {id}"), {{"id", words(finding.id)}}), 4);
}

void showCoverage(Output& output, const ScanResult& result, const Knowledge& knowledge)
{
    output.heading(say(MAILMEND_TEXT("console", "What was read")));
    for (const TargetInfo& target : result.targets) {
        if (result.targets.size() > 1) {
            output.line(targetName(target));
        }
        for (const CoverageEntry& entry : result.coverage) {
            if (entry.target != target.id) {
                continue;
            }
            output.line(say(MAILMEND_TEXT("console", "{source}: {state}. {read} {reason}"),
                            {{"source", sentence(sourceTitle(knowledge, entry.source))},
                             {"state", sentence(readStateText(entry.state))},
                             {"read", sentence(howMuchWasRead(entry))},
                             {"reason", sentence(entry.reason)}}),
                        2);
        }
    }
    for (const Text& left : result.leftOut) {
        output.line(say(MAILMEND_TEXT("console", "Left out: {what}"), {{"what", sentence(left)}}), 2);
    }
    output.line(
        say(MAILMEND_TEXT("console", "Mailmend never sees: {list}"), {{"list", sentences(cannotSee())}}), 2);
    output.line(knowledgeAge(result.knowledge), 2);
}

/** Whether another look could read more; else only a later version can. */
bool couldReadMore(const ScanResult& result)
{
    const auto lacks = [](const CoverageEntry& entry) {
        return entry.state != ReadState::Read && entry.state != ReadState::Skipped;
    };
    return exitStatus(result) != 0 || result.answers.couldWeTell.answer == CouldTell::No ||
           std::any_of(result.coverage.begin(), result.coverage.end(), lacks);
}

/** Where nothing was found: what could not be read comes first, and no more is said than that. */
void showNothingFound(Output& output, const ScanResult& result)
{
    const Assessment& answers = result.answers;
    const bool readAll = exitStatus(result) == 0 && answers.couldWeTell.answer == CouldTell::Yes &&
                         answers.exposed.answer != Answer::Unknown &&
                         answers.entered.answer != Answer::Unknown &&
                         answers.stillInside.answer != Answer::Unknown;
    if (result.cancelled) {
        output.line(
            say(MAILMEND_TEXT("console", "You stopped this before its end, so nobody can tell yet whether a "
                                         "repair is needed. Run it again to its end.")),
            2);
    } else if (!readAll && !couldReadMore(result)) {
        output.line(say(MAILMEND_TEXT("console",
                                      "This version of Mailmend cannot look at everything (see the answers "
                                      "above), so nobody can tell yet whether a repair is needed. We found "
                                      "nothing to repair in what it can look at.")),
                    2);
        return;
    } else if (!readAll) {
        output.line(
            say(MAILMEND_TEXT(
                "console",
                "Not everything could be looked at, so nobody can tell yet whether a repair is needed. What "
                "is missing stands above: collect it, leave nothing out, and look again.")),
            2);
    }
    output.line(say(MAILMEND_TEXT("console", "We found nothing to repair in what could be read.")), 2);
}

void showNext(Output& output, const ScanResult& result, const QString& caseFile)
{
    output.heading(say(MAILMEND_TEXT("console", "What next")));
    const bool finds = !result.findings.isEmpty() && result.findings.first().verdict <= Verdict::LookAtThis;
    if (!finds) {
        showNothingFound(output, result);
    }
    if (!caseFile.isEmpty()) {
        output.line(say(MAILMEND_TEXT("console", "See the repair, step by step: mailmend-cli plan {case}"),
                        {{"case", place(caseFile)}}),
                    2);
        output.line(
            say(MAILMEND_TEXT("console",
                              "Write a page for the owner: mailmend-cli report {case} --audience owner "
                              "--out FILE.html"),
                {{"case", place(caseFile)}}),
            2);
    } else if (finds) {
        output.line(say(MAILMEND_TEXT(
                        "console", "Keep this in a case and get a plan: run it again with --case FILE, then "
                                   "mailmend-cli plan FILE.")),
                    2);
    }
}

} // namespace

void showResult(Output& output, const ScanResult& result, const Knowledge& knowledge, const QString& caseFile)
{
    if (!result.targets.isEmpty()) {
        output.setZone(result.targets.first().zone);
    }
    if (result.cancelled) {
        output.line(
            say(MAILMEND_TEXT("console", "You stopped this before its end. It says only what was found until "
                                         "then.")));
    }
    showAnswers(output, result);
    if (!result.findings.isEmpty()) {
        output.heading(say(MAILMEND_TEXT("console", "What we found")));
        for (const Finding& finding : result.findings) {
            showFinding(output, finding);
        }
    }
    output.heading(say(MAILMEND_TEXT("console", "The checks")));
    for (const CheckResult& check : result.checks) {
        output.marked(check.verdict, verdictText(check.verdict),
                      say(MAILMEND_TEXT("console", "{check}: {reason}"),
                          {{"check", words(check.check)}, {"reason", sentence(check.reason)}}));
        output.line(unreadBesides(check), 4);
    }
    showCoverage(output, result, knowledge);
    showNext(output, result, caseFile);
}

} // namespace mailmend
