// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "findings/scan_result.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

Area area(const char* id, Question question)
{
    return {QString::fromLatin1(id), question, verbatim(QString::fromLatin1(id))};
}

CoverageEntry source(const char* id, ReadState state)
{
    CoverageEntry entry;
    entry.source = QString::fromLatin1(id);
    entry.state = state;
    return entry;
}

Finding finding(const char* check, Verdict verdict)
{
    Finding made;
    made.check = QString::fromLatin1(check);
    made.verdict = verdict;
    return made;
}

CheckResult result(const char* check, Verdict verdict)
{
    CheckResult made;
    made.check = QString::fromLatin1(check);
    made.verdict = verdict;
    return made;
}

/** Everything read, every area covered, nothing found. */
AssessmentInput healthy()
{
    AssessmentInput input;
    input.areas = {area("patch", Question::Exposed), area("traces", Question::Entered),
                   area("pages", Question::StillInside)};
    input.checks = {{QStringLiteral("patch-level"), {QStringLiteral("patch")}},
                    {QStringLiteral("log-traces"), {QStringLiteral("traces")}},
                    {QStringLiteral("web-shells"), {QStringLiteral("pages")}}};
    input.results = {result("patch-level", Verdict::Clear), result("log-traces", Verdict::Clear),
                     result("web-shells", Verdict::Clear)};
    input.coverage = {source("web-roots", ReadState::Read), source("iis-logs", ReadState::Read)};
    return input;
}

} // namespace

class AssessmentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingFoundNeedsEverythingRead()
    {
        const Assessment answers = assess(healthy());
        QCOMPARE(answers.exposed.answer, Answer::NoneFound);
        QCOMPARE(answers.entered.answer, Answer::NoneFound);
        QCOMPARE(answers.stillInside.answer, Answer::NoneFound);
        QCOMPARE(answers.couldWeTell.answer, CouldTell::Yes);
    }

    void anAreaWithoutACheckIsUnknown()
    {
        AssessmentInput input = healthy();
        input.areas.append(area("tasks", Question::StillInside));
        const Assessment answers = assess(input);
        QCOMPARE(answers.stillInside.answer, Answer::Unknown);
        QVERIFY(inEnglish(answers.stillInside.because).contains(QStringLiteral("tasks")));
    }

    void aCheckThatCouldNotReadIsUnknown()
    {
        for (const bool leftRow : {true, false}) {
            AssessmentInput input = healthy();
            if (leftRow) {
                input.results[2].unread = {{QStringLiteral("web-roots"), ReadState::Denied, {}}};
            } else {
                input.results.removeLast();
            }
            QCOMPARE(assess(input).stillInside.answer, Answer::Unknown);
        }
    }

    void oneOfTwoTargetsUnreadIsUnknown()
    {
        AssessmentInput input = healthy();
        input.results.append(result("web-shells", Verdict::CouldNotCheck));
        QCOMPARE(assess(input).stillInside.answer, Answer::Unknown);
    }

    void somethingLeftOutIsUnknown()
    {
        AssessmentInput input = healthy();
        input.leftSomethingOut = true;
        const Assessment answers = assess(input);
        QCOMPARE(answers.exposed.answer, Answer::Unknown);
        QCOMPARE(answers.entered.answer, Answer::Unknown);
        QCOMPARE(answers.stillInside.answer, Answer::Unknown);
        QCOMPARE(answers.couldWeTell.answer, CouldTell::Partly);
    }

    void whatWasLeftBehindMeansSomebodyGotIn()
    {
        AssessmentInput input = healthy();
        input.findings = {finding("web-shells", Verdict::NeedsAction)};
        QCOMPARE(assess(input).stillInside.answer, Answer::Yes);
        QCOMPARE(assess(input).entered.answer, Answer::Yes);
        input.findings = {finding("web-shells", Verdict::LookAtThis)};
        QCOMPARE(assess(input).stillInside.answer, Answer::Signs);
        QCOMPARE(assess(input).entered.answer, Answer::Signs);
        QCOMPARE(assess(input).exposed.answer, Answer::NoneFound);
    }

    /** An answer says what was found, not only how much. */
    void anAnswerNamesTheWorst()
    {
        const auto titled = [](const char* title, Verdict verdict) {
            Finding made = finding("web-shells", verdict);
            made.title = verbatim(QString::fromLatin1(title));
            return made;
        };
        const auto because = [](const QList<Finding>& findings) {
            AssessmentInput input = healthy();
            input.findings = findings;
            return inEnglish(assess(input).stillInside.because);
        };
        const Finding page = titled("A page was added", Verdict::NeedsAction);
        const Finding task = titled("A task was added", Verdict::NeedsAction);
        const Finding odd = titled("A page looks odd", Verdict::LookAtThis);
        QCOMPARE(because({page}), QStringLiteral("A page was added."));
        QCOMPARE(because({page, odd}), QStringLiteral("A page was added."));
        QCOMPARE(because({page, page}), QStringLiteral("A page was added (2 of these)."));
        QCOMPARE(because({page, task}), QStringLiteral("A page was added. 1 more thing says so too."));
        QCOMPARE(because({page, task, page, task}),
                 QStringLiteral("A page was added (2 of these). 2 more things say so too."));
        QCOMPARE(because({odd}), QStringLiteral("A page looks odd."));
    }

    void whereNoLogWasReadThePastIsDark()
    {
        AssessmentInput input = healthy();
        input.coverage = {source("web-roots", ReadState::Read), source("iis-logs", ReadState::Skipped)};
        QCOMPARE(assess(input).couldWeTell.answer, CouldTell::Partly);
        QVERIFY(inEnglish(assess(input).couldWeTell.because).startsWith(QStringLiteral("No log was read")));
        input.coverage.last().state = ReadState::Partly;
        QVERIFY(!inEnglish(assess(input).couldWeTell.because).contains(QStringLiteral("No log was read")));
    }

    void oldKnowledgeAndAnOpenPastAreUnknown()
    {
        AssessmentInput input = healthy();
        input.knowledgeTooOld = true;
        QCOMPARE(assess(input).exposed.answer, Answer::Unknown);
        input.knowledgeTooOld = false;
        input.openBeforeWeCanSee = true;
        QCOMPARE(assess(input).entered.answer, Answer::Unknown);
        QCOMPARE(assess(input).couldWeTell.answer, CouldTell::Partly);
    }

    void nothingReadMeansNobodyCouldTell()
    {
        AssessmentInput input = healthy();
        input.coverage = {source("iis-logs", ReadState::Skipped), source("web-roots", ReadState::Missing)};
        QCOMPARE(assess(input).couldWeTell.answer, CouldTell::No);
        input.coverage.append(source("registry-sam", ReadState::Partly));
        QCOMPARE(assess(input).couldWeTell.answer, CouldTell::Partly);
        QCOMPARE(assess({}).exposed.answer, Answer::Unknown);
    }

    void verdictOfACheck()
    {
        Outcome outcome;
        QCOMPARE(judge({}, {}, outcome).verdict, Verdict::CouldNotCheck);
        outcome.looked = {verbatim(QStringLiteral("We looked at 3 pages."))};
        QCOMPARE(judge({}, {}, outcome).verdict, Verdict::Clear);
        outcome.notApplicable = verbatim(QStringLiteral("There is no Exchange here."));
        QCOMPARE(judge({}, {}, outcome).verdict, Verdict::NotApplicable);
        outcome.unread = {
            {QStringLiteral("registry-software"), ReadState::Partly, verbatim(QStringLiteral("Damaged."))}};
        QCOMPARE(judge({}, {}, outcome).verdict, Verdict::CouldNotCheck);
        outcome.findings = {finding("x", Verdict::LookAtThis)};
        QCOMPARE(judge({}, {}, outcome).verdict, Verdict::LookAtThis);
        outcome.findings.append(finding("x", Verdict::NeedsAction));
        QCOMPARE(judge({}, {}, outcome).verdict, Verdict::NeedsAction);
    }

    void exitStatusFollowsTheFirstThatHolds()
    {
        ScanResult scan;
        scan.checks = {result("a", Verdict::Clear), result("b", Verdict::NotApplicable)};
        QCOMPARE(exitStatus(scan), 0);
        scan.leftOut = {verbatim(QStringLiteral("x"))};
        QCOMPARE(exitStatus(scan), 2);
        scan.leftOut.clear();
        scan.checks.append(result("c", Verdict::CouldNotCheck));
        QCOMPARE(exitStatus(scan), 2);
        scan.findings = {finding("a", Verdict::LookAtThis)};
        QCOMPARE(exitStatus(scan), 3);
        scan.findings.append(finding("a", Verdict::NeedsAction));
        QCOMPARE(exitStatus(scan), 1);
    }
};

MAILMEND_TEST_CLASS(AssessmentTest)
#include "assessment_test.moc"
