// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_steps.h"

#include <QSet>

#include <algorithm>

namespace mailmend {
namespace {

bool isSettled(StepStatus status)
{
    return status == StepStatus::MarkedDone || status == StepStatus::Skipped ||
           status == StepStatus::Verified;
}

/** A step that a person did holds nothing up, even where it can't be proven. */
bool holdsUp(StepStatus status)
{
    return !isSettled(status) && status != StepStatus::CannotTell;
}

} // namespace

void StepLedger::mark(const QString& step, StepStatus status, const Event& event, const Text& verdict)
{
    m_marks.insert(step, {status, {}, {}, {}, verdict, event.by, event.at, event.number});
}

void StepLedger::skip(const QString& step, const QString& reason, const QDate& review, const Event& event)
{
    m_marks.insert(step, {StepStatus::Skipped, reason, review, {}, {}, event.by, event.at, event.number});
}

void StepLedger::done(const QString& step, const QString& ticket, const Event& event)
{
    m_marks.insert(step, {StepStatus::MarkedDone, {}, {}, ticket, {}, event.by, event.at, event.number});
}

void StepLedger::tellFindings(const Plan& plan, FindingLedger& findings) const
{
    for (const Step& step : plan.steps) {
        const Mark mark = m_marks.value(step.id);
        const bool done = mark.status == StepStatus::MarkedDone || mark.status == StepStatus::Verified;
        if (!step.verifiedByLooking || !done) {
            continue;
        }
        for (const QString& id : step.findings) {
            findings.repairDone(id, mark.at, mark.event);
        }
    }
}

/** Looking again at the findings says more than what a person marked before it. */
void StepLedger::prove(CaseStep& step, qint64 markedBy, FindingLedger& findings) const
{
    bool allFixed = !step.step.findings.isEmpty();
    const LedgerEntry* notFixed = nullptr;
    const LedgerEntry* cannotTell = nullptr;
    const LedgerEntry* newest = nullptr;
    for (const QString& id : step.step.findings) {
        const LedgerEntry* entry = findings.find(id);
        if (!entry) {
            allFixed = false;
            continue;
        }
        allFixed = allFixed && entry->entry.status == FindingStatus::Fixed;
        notFixed = entry->entry.status == FindingStatus::NotFixedYet ? entry : notFixed;
        cannotTell = entry->entry.status == FindingStatus::CannotTell ? entry : cannotTell;
        newest = !newest || entry->statusEvent > newest->statusEvent ? entry : newest;
    }
    if (!newest || newest->statusEvent <= markedBy) {
        return;
    }
    const auto say = [&step](StepStatus status, const LedgerEntry& because) {
        step.status = status;
        step.verdict = because.entry.statusReason;
        step.at = because.entry.statusAt;
    };
    const bool worked = step.status != StepStatus::Open && step.status != StepStatus::Skipped;
    if (allFixed) {
        say(StepStatus::Verified, *newest);
    } else if (notFixed && worked) {
        say(StepStatus::NotVerified, *notFixed);
    } else if (cannotTell && worked &&
               (step.status != StepStatus::Verified || cannotTell->statusEvent > markedBy)) {
        say(StepStatus::CannotTell, *cannotTell);
    }
}

/** What repairs only what people have accepted waits for nobody. */
void StepLedger::leaveOutAccepted(CaseStep& step, FindingLedger& findings)
{
    const Acceptance* newest = nullptr;
    for (const QString& id : step.step.findings) {
        const LedgerEntry* entry = findings.find(id);
        if (!entry || entry->entry.status != FindingStatus::Accepted) {
            return;
        }
        const Acceptance& accepted = *entry->entry.acceptance;
        newest = !newest || accepted.at > newest->at ? &accepted : newest;
    }
    if (newest) {
        step.status = StepStatus::Skipped;
        step.review = {};
        step.verdict = {};
        step.reason = newest->reason;
        step.by = newest->by;
        step.at = newest->at;
    }
}

QList<CaseStep> StepLedger::steps(const Plan& plan, FindingLedger& findings, const QDate& today) const
{
    QList<CaseStep> steps;
    QHash<QString, StepStatus> statuses;
    for (const Step& from : plan.steps) {
        const Mark mark = m_marks.value(from.id);
        CaseStep step;
        step.step = from;
        step.status = mark.status;
        step.reason = mark.reason;
        step.review = mark.review;
        step.ticket = mark.ticket;
        step.verdict = mark.verdict;
        step.by = mark.by;
        step.at = mark.at;
        if (from.verifiedByLooking) {
            prove(step, mark.event, findings);
        }
        if (step.status == StepStatus::Skipped && step.review.isValid() && step.review <= today) {
            step.status = StepStatus::Open;
            step.verdict = say(MAILMEND_TEXT("case", "It was left out until {day}. That day has come: decide "
                                                     "again."),
                               {{"day", day(step.review)}});
        }
        if (step.status == StepStatus::Open) {
            leaveOutAccepted(step, findings);
        }
        statuses.insert(from.id, step.status);
        steps.append(step);
    }
    for (CaseStep& step : steps) {
        for (const QString& id : step.step.dependsOn) {
            if (statuses.contains(id) && holdsUp(statuses.value(id))) {
                step.waitsFor.append(id);
            }
        }
    }
    return steps;
}

QString StepLedger::current(const QList<CaseStep>& steps) const
{
    const auto opened = std::find_if(steps.begin(), steps.end(),
                                     [this](const CaseStep& step) { return step.step.id == m_opened; });
    if (opened != steps.end() && !isSettled(opened->status)) {
        return m_opened;
    }
    const auto isNext = [](const CaseStep& step) { return holdsUp(step.status) && step.waitsFor.isEmpty(); };
    // First onwards from where the person was, then from the beginning.
    auto next = std::find_if(opened, steps.end(), isNext);
    if (next == steps.end()) {
        next = std::find_if(steps.begin(), steps.end(), isNext);
    }
    return next != steps.end() ? next->step.id : opened != steps.end() ? m_opened : QString();
}

} // namespace mailmend
