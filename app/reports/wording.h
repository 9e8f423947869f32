// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "findings/assessment.h"
#include "findings/finding.h"
#include "findings/finding_counts.h"
#include "knowledge/knowledge.h"

namespace mailmend {

/** Words that window, console and papers share. */
Text answerText(Answer answer);       ///< "Yes", "Signs", "No signs found", "Unknown"
Text answerText(CouldTell answer);    ///< "Yes", "Partly", "No"
Text severityText(Severity severity); ///< "Critical" …
Text timeSourceText(TimeSource source);

/** The four questions in their order, each with its answer and the sentence that goes with it. */
struct QuestionAnswered
{
    Text question; ///< "Exposed?"
    Text meaning;  ///< "Can someone get in today?"
    Text answer;
    Text because;
};
QList<QuestionAnswered> fourAnswers(const Assessment& answers);

/** The words for a row of coverage; the id itself where the pack has none. */
Text sourceTitle(const Knowledge& knowledge, const QString& source);

/** What no check of any version sees: stands in every report and under every result. */
QList<Text> cannotSee();

/** "rebuild or retire the server (P26)": a way of repair as plan and reports name it. */
Text wayText(const Knowledge& knowledge, const QString& way);

/** "EXCH01", else what the person named. */
QString targetName(const TargetInfo& target);

/** "On EXCH01 and EXCH02": where a step is done; empty in a case of one server. */
Text serversOf(const CaseView& view, const QStringList& targets);

/** "Done elsewhere: ticket 4711"; empty where it was not. */
Text whereDone(const CaseStep& step);

/** "To be looked at again on 3 May 2021."; empty where a step was not left out until a day. */
Text reviewLine(const CaseStep& step);

/** What became of a change, and until when it can be undone. For the line of a list. */
Text changeLine(const CaseView& view, const CaseChange& change, const QDateTime& now);

/** What holds of a change that stands once the days to undo it are over, and where what it took lies. */
Text tooLateToUndo(const CaseView& view, const CaseChange& change);

/** Who signed, when and over what, and whether that still stands; that nobody has, where nobody has. */
Text signOffLine(const std::optional<SignOff>& signOff);

/** What is done, left out, accepted and open in a case: what whoever signs it puts a name under. */
QList<Text> whatIsSigned(const CaseView& view);

/** "3 things need action. 2 things should be looked at. 4 things could not be checked in full." */
Text headline(const FindingCounts& counts);

/** "Mailmend knows of weaknesses up to 1 March 2026 (8 days old)." */
Text knowledgeAge(const KnowledgeInfo& knowledge);

} // namespace mailmend
