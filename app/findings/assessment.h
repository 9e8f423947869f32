// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/outcome.h"
#include "findings/target.h"

namespace mailmend {

enum class Answer { Yes, Signs, NoneFound, Unknown };
enum class CouldTell { Yes, Partly, No };
const char* toWord(Answer);    ///< "yes", "signs", "none-found", "unknown"
const char* toWord(CouldTell); ///< "yes", "partly", "no"

enum class Question { Exposed, Entered, StillInside };

/** One area of a question (resources/knowledge/areas.json) and the checks that cover it. */
struct Area
{
    QString id;
    Question question = Question::Exposed;
    Text title;
};

/** Which areas a check answers for, as the registry of checks tells. */
struct CheckAreas
{
    QString check;
    QStringList areas;
};

template<typename T>
struct Answered
{
    T answer{};
    Text because; ///< one short sentence
};

/** The four answers. There is no score. */
struct Assessment
{
    Answered<Answer> exposed;
    Answered<Answer> entered;
    Answered<Answer> stillInside;
    Answered<CouldTell> couldWeTell;
};

/** What the answers are made from. */
struct AssessmentInput
{
    QList<Area> areas;
    QList<CheckAreas> checks;
    QList<CheckResult> results;
    QList<Finding> findings;
    QList<CoverageEntry> coverage;
    bool knowledgeTooOld = false;    ///< pack older than 35 days or expired
    bool leftSomethingOut = false;   ///< --only, --since, a limit, or cancelled
    bool openBeforeWeCanSee = false; ///< open to an exploited CVE before the first record that can be seen
};

/**
 * none-found needs every area of the question to have a check that read its sources in full. Taking a source
 * away may turn an answer to unknown, and could-we-tell downwards; it never makes none-found.
 */
Assessment assess(const AssessmentInput& input);

} // namespace mailmend
