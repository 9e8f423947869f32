// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/running_code.h"

#include "checks/running_code/children.h"
#include "checks/running_code/modules.h"

#include <algorithm>

namespace mailmend {
namespace {

using namespace running_code;

std::vector<Interest> noInterests(const Evidence&, const Knowledge&)
{
    return {};
}

/** A row for a list that was read or refused; what it lacks keeps the check from being clear. */
template<typename Row>
void addList(Outcome& outcome, const LiveList<Row>& list, const char* source)
{
    CoverageEntry row;
    row.source = QString::fromLatin1(source);
    row.state = list.state;
    row.records = list.rows.size();
    row.reason = list.reason;
    if (!list.isRead()) {
        outcome.unread.append({row.source, list.state, list.reason});
    }
    outcome.coverage.append(row);
}

/** Looking again at a page needs no list of what runs. */
bool isAskedFor(const Scope& scope)
{
    return scope.isWhole() ||
           std::any_of(scope.subjects.begin(), scope.subjects.end(), [](const Subject& subject) {
               return subject.kind == SubjectKind::Server || subject.kind == SubjectKind::Module ||
                      subject.path.extension() == ".exe" || subject.path.extension() == ".dll";
           });
}

Outcome concludeRunningCode(const Conclusion& conclusion)
{
    Outcome outcome;
    const Evidence& evidence = conclusion.evidence;
    if (!evidence.live) {
        outcome.notApplicable =
            say(MAILMEND_TEXT("running-code", "What was looked at is a copy of files, in which nothing runs. "
                                              "Only the server itself, while it is on, can show this."));
        return outcome;
    }
    if (!isAskedFor(conclusion.scope)) {
        outcome.unread.append(
            {QStringLiteral("live-processes"), ReadState::Skipped,
             say(MAILMEND_TEXT("running-code",
                               "What runs was not looked at: only other things were asked for."))});
        return outcome;
    }
    const LiveFacts& facts = evidence.live->facts();
    addList(outcome, facts.processes, "live-processes");
    addList(outcome, facts.modules, "live-modules");
    addList(outcome, facts.programs, "live-programs");
    outcome.findings = childrenFindings(facts, evidence) + moduleFindings(facts, evidence) +
                       programFindings(facts, evidence);
    outcome.looked.append(
        say(MAILMEND_TEXT("running-code", "We looked at {count} {count|program that runs|programs that run}, "
                                          "{workers} of them of the web server, and at {modules} "
                                          "{modules|file|files} that {workers|it has|they have} loaded."),
            {{"count", count(facts.processes.rows.size())},
             {"workers", count(workersOf(facts).size())},
             {"modules", count(facts.modules.rows.size())}}));
    return outcome;
}

constexpr const char* kRunningCodeAreas[] = {"running-code"};

} // namespace

constinit const Check runningCodeCheck{
    .id = kId,
    .title = MAILMEND_TEXT("running-code", "What the web server runs"),
    .question = MAILMEND_TEXT(
        "running-code", "Does the web server just now run commands or program files of somebody else's?"),
    .reads = MAILMEND_TEXT(
        "running-code", "On the server itself: the programs that run, what the web server's own have loaded, "
                        "and whether Windows vouches for these files."),
    .limits = MAILMEND_TEXT(
        "running-code",
        "It sees the moment in which it looks, through a Windows that an intruder may make lie. "
        "It does not see into memory, and does not judge files in .NET's own stores of programs. Signatures "
        "are not checked against lists of the "
        "withdrawn ones, for which the network would be needed."),
    .areas = kRunningCodeAreas,
    .interests = noInterests,
    .inspect = nullptr,
    .preview = nullptr,
    .conclude = concludeRunningCode,
};

} // namespace mailmend
