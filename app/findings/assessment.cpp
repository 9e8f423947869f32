// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/assessment.h"

#include <algorithm>
#include <iterator>

namespace mailmend {
namespace {

bool coversQuestion(const AssessmentInput& input, const QString& check, Question question)
{
    for (const CheckAreas& of : input.checks) {
        if (of.check != check) {
            continue;
        }
        for (const Area& area : input.areas) {
            if (area.question == question && of.areas.contains(area.id)) {
                return true;
            }
        }
    }
    return false;
}

/** Areas of the question that no check answered in full: titles, for the person to read. */
QList<Text> unansweredAreas(const AssessmentInput& input, Question question)
{
    QList<Text> open;
    for (const Area& area : input.areas) {
        if (area.question != question) {
            continue;
        }
        bool covered = false;
        for (const CheckAreas& of : input.checks) {
            if (!of.areas.contains(area.id)) {
                continue;
            }
            // Every target's result counts: one target that could not be read leaves the area open.
            bool ran = false;
            bool whole = true;
            for (const CheckResult& result : input.results) {
                if (result.check == of.check) {
                    ran = true;
                    whole = whole && result.unread.isEmpty() && result.verdict != Verdict::CouldNotCheck;
                }
            }
            covered = covered || (ran && whole);
        }
        if (!covered) {
            open.append(area.title);
        }
    }
    return open;
}

QList<Finding> findingsFor(const AssessmentInput& input, Question question, Verdict verdict)
{
    QList<Finding> found;
    std::copy_if(input.findings.begin(), input.findings.end(), std::back_inserter(found),
                 [&](const Finding& finding) {
                     return finding.verdict == verdict && coversQuestion(input, finding.check, question);
                 });
    return found;
}

bool hasAreas(const AssessmentInput& input, Question question)
{
    return std::any_of(input.areas.begin(), input.areas.end(),
                       [question](const Area& area) { return area.question == question; });
}

Text unknownBecause(const QList<Text>& open)
{
    if (open.isEmpty()) {
        return say(MAILMEND_TEXT("answer", "Not everything could be looked at."));
    }
    if (open.size() == 1) {
        return say(MAILMEND_TEXT("answer", "We could not look at: {area}."),
                   {{"area", sentence(open.first())}});
    }
    return say(MAILMEND_TEXT("answer", "We could not look at {count} areas, one of them: {area}."),
               {{"count", count(open.size())}, {"area", sentence(open.first())}});
}

/** Names the first finding, which is the worst, says how often it is there, and counts the others. */
Text whatWasFound(const QList<Finding>& found)
{
    const Text& worst = found.first().title;
    const qint64 same = std::count_if(found.begin(), found.end(),
                                      [&worst](const Finding& finding) { return finding.title == worst; });
    const QList<std::pair<QByteArray, Argument>> said = {
        {"finding", sentence(worst)}, {"same", count(same)}, {"more", count(found.size() - same)}};
    const bool others = same < found.size();
    if (same > 1) {
        return others ? say(MAILMEND_TEXT(
                                "answer",
                                "{finding} ({same} of these). {more} more {more|thing says|things say} so "
                                "too."),
                            said)
                      : say(MAILMEND_TEXT("answer", "{finding} ({same} of these)."), said);
    }
    return others
               ? say(MAILMEND_TEXT("answer", "{finding}. {more} more {more|thing says|things say} so too."),
                     said)
               : say(MAILMEND_TEXT("answer", "{finding}."), said);
}

Answered<Answer> answer(const AssessmentInput& input, Question question)
{
    if (const auto sure = findingsFor(input, question, Verdict::NeedsAction); !sure.isEmpty()) {
        return {Answer::Yes, whatWasFound(sure)};
    }
    if (const auto possible = findingsFor(input, question, Verdict::LookAtThis); !possible.isEmpty()) {
        return {Answer::Signs, whatWasFound(possible)};
    }
    const QList<Text> open = unansweredAreas(input, question);
    if (!open.isEmpty() || !hasAreas(input, question) || input.leftSomethingOut || input.results.isEmpty()) {
        return {Answer::Unknown, unknownBecause(open)};
    }
    return {Answer::NoneFound, say(MAILMEND_TEXT("answer", "We found no signs in what we could read."))};
}

/** Sources that show the past; without any of them nobody could tell. */
bool isHistory(const CoverageEntry& entry)
{
    return entry.source.endsWith(QStringLiteral("-logs"));
}

Answered<CouldTell> couldTell(const AssessmentInput& input)
{
    const auto whole = [](const CoverageEntry& entry) { return entry.state == ReadState::Read; };
    const auto some = [](const CoverageEntry& entry) {
        return entry.state == ReadState::Read || entry.state == ReadState::Partly;
    };
    const bool anythingRead = std::any_of(input.coverage.begin(), input.coverage.end(), some);
    if (!anythingRead) {
        return {CouldTell::No, say(MAILMEND_TEXT("answer", "Nothing that would show it could be read."))};
    }
    const qint64 gaps = std::count_if(input.coverage.begin(), input.coverage.end(),
                                      [&whole](const CoverageEntry& entry) { return !whole(entry); });
    const bool history = std::any_of(input.coverage.begin(), input.coverage.end(), isHistory);
    const bool historyRead =
        std::any_of(input.coverage.begin(), input.coverage.end(),
                    [&some](const CoverageEntry& entry) { return isHistory(entry) && some(entry); });
    if (gaps == 0 && history && !input.leftSomethingOut && !input.openBeforeWeCanSee) {
        return {CouldTell::Yes, say(MAILMEND_TEXT("answer", "Every source was read in full."))};
    }
    if (!historyRead) {
        return {CouldTell::Partly,
                say(MAILMEND_TEXT("answer", "No log was read, so we can't see what happened before. Of {all} "
                                            "sources, {count} {count|was|were} not read in full."),
                    {{"count", count(gaps)}, {"all", count(input.coverage.size())}})};
    }
    return {CouldTell::Partly,
            say(MAILMEND_TEXT("answer", "{count} of {all} sources {count|was|were} not read in full."),
                {{"count", count(gaps)}, {"all", count(input.coverage.size())}})};
}

} // namespace

Assessment assess(const AssessmentInput& input)
{
    Assessment result;
    result.exposed = answer(input, Question::Exposed);
    result.entered = answer(input, Question::Entered);
    result.stillInside = answer(input, Question::StillInside);
    result.couldWeTell = couldTell(input);

    // Somebody who can come back has been here.
    if (result.stillInside.answer == Answer::Yes && result.entered.answer != Answer::Yes) {
        result.entered = {Answer::Yes,
                          say(MAILMEND_TEXT("answer", "What was left behind shows that somebody got in."))};
    } else if (result.stillInside.answer == Answer::Signs && result.entered.answer > Answer::Signs) {
        result.entered = {Answer::Signs,
                          say(MAILMEND_TEXT("answer", "Something that may have been left behind was "
                                                      "found."))};
    }
    if (input.knowledgeTooOld && result.exposed.answer == Answer::NoneFound) {
        result.exposed = {
            Answer::Unknown,
            say(MAILMEND_TEXT("answer", "Mailmend's list of weaknesses is too old to say so."))};
    }
    if (input.openBeforeWeCanSee && result.entered.answer == Answer::NoneFound) {
        result.entered = {Answer::Unknown,
                          say(MAILMEND_TEXT("answer", "The server stood open before the first record "
                                                      "that we can see."))};
    }
    return result;
}

const char* toWord(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return "yes";
    case Answer::Signs:
        return "signs";
    case Answer::NoneFound:
        return "none-found";
    case Answer::Unknown:
        return "unknown";
    }
    return "unknown";
}

const char* toWord(CouldTell answer)
{
    switch (answer) {
    case CouldTell::Yes:
        return "yes";
    case CouldTell::Partly:
        return "partly";
    case CouldTell::No:
        return "no";
    }
    return "no";
}

} // namespace mailmend
