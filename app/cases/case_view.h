// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/change.h"
#include "cases/event_log.h"
#include "findings/scan_result.h"
#include "playbooks/plan.h"

#include <QHash>

namespace mailmend {

/** What people and re-checks made of a finding. */
enum class FindingStatus { Open, Accepted, Fixed, NotFixedYet, CannotTell };
const char* toWord(FindingStatus);
Text statusText(FindingStatus);

/** That somebody takes a finding as it is, for a time. */
struct Acceptance
{
    QString by;
    QString reason;
    QString state; ///< of the finding, then; another state is not what was accepted
    QDate until;   ///< the last day (UTC) on which it holds
    QDateTime at;
    bool holds = false; ///< false: the day has passed, it has changed, or it was gone meanwhile
};

struct CaseFinding
{
    Finding finding;
    FindingStatus status = FindingStatus::Open;
    Text statusReason; ///< why Fixed, Not fixed yet or Cannot tell
    QDateTime statusAt;
    TargetInfo seenIn; ///< the evidence that last showed it, or that it is gone: what says more must be newer
    std::optional<Acceptance> acceptance; ///< the newest; it never changes an answer
    /** Evidence of that computer, newer than seenIn, by which nobody could tell; default: none. What is older
     * than this clears nothing. */
    TargetInfo doubtedIn;
    QList<Unread> unreadThen; ///< what its check could not read when it was seen last
};

/**
 * Why nobody can accept this finding: it is fixed, or a later change of it could not be told. None: somebody
 * can, with a reason and for a time.
 */
std::optional<Text> whyNotAcceptable(const CaseFinding& finding);

enum class StepStatus { Open, MarkedDone, Skipped, Verified, NotVerified, CannotTell };
const char* toWord(StepStatus);
Text statusText(StepStatus);

struct CaseStep
{
    Step step;
    StepStatus status = StepStatus::Open;
    QString reason; ///< of a skip, in the person's words
    QDate review;   ///< of a skip: from this day (UTC) on it is open again; invalid: it has none
    QString ticket; ///< where it was done, where it was not here; or empty
    Text verdict;   ///< of a verification, or why a skip does not hold any more
    QString by;
    QDateTime at;
    QList<QString> waitsFor; ///< ids of open steps that it depends on
};

struct CaseNote
{
    QString text;
    QString step;    ///< or empty
    QString finding; ///< or empty
    QString by;
    QDateTime at;
};

/** A change that Mailmend made itself, or was asked to make. */
struct CaseChange
{
    ChangeRecord record; ///< `state` Begun until the helper's journal was taken over
    QString step;
    QStringList findings;
    QString by; ///< who agreed
    QDateTime consentedAt;
    QDateTime appliedAt; ///< when it was first done: an undo that fails leaves it; invalid: it never was
    QString undoneBy;
    QString store; ///< id of the store that was there when it was agreed to; empty: not recorded
    /** Key of the store of this computer that only administrators get into; empty: it is kept beside the
     * case. */
    QString protectedStore;
    QString roomFor; ///< the change for whose undoing this took away what lay there; it has no step then

    /** The moment until which Mailmend undoes it; invalid: there is nothing to undo. */
    QDateTime undoUntil() const;
    QDate lastDayToUndo() const; ///< as people are told; it is over everywhere by then
    /** Mailmend still undoes it: what window, console and papers promise is what the action allows. */
    bool canBeUndone(const QDateTime& now) const;
};

/** A case that somebody declared finished. Signing needs nothing done; what is open then is counted. */
struct SignOff
{
    QString by;
    QString second; ///< a second person, or empty
    QString text;
    QDateTime at;
    qint64 event = 0;
    int openSteps = 0;  ///< then
    bool stands = true; ///< false: something happened in the case since
};

/** What one scan answers for the servers that it speaks for. */
struct ServerAnswers
{
    QStringList targets; ///< ids
    Assessment answers;
};

/** One line of the case's history for people. */
struct HistoryLine
{
    qint64 number = 0;
    QDateTime at;
    QString by;
    Text text;
};

/** Everything that a case's events add up to. A value made from the events alone; the only thing that is
 * rendered. */
struct CaseView
{
    QString title;
    QDateTime opened;
    qint64 lastEvent = 0;
    QByteArray head;
    LogVerdict integrity;
    std::optional<ScanResult> scan; ///< the newest whole scan of each target joined; findings as then
    /** The same answers server by server, where they were looked at one after the other; else empty. */
    QList<ServerAnswers> answersByServer;
    QList<TargetInfo> targets;
    QList<CaseFinding> findings; ///< worst first
    QString way;                 ///< chosen way of repair, or empty
    Plan plan;
    QList<CaseStep> steps;
    QString currentStep; ///< where the person left it
    QList<CaseNote> notes;
    QList<CaseChange> changes;      ///< oldest first
    std::optional<SignOff> signOff; ///< the newest
    QList<HistoryLine> history;

    const CaseFinding* finding(QStringView id) const;
    const CaseStep* step(QStringView id) const;
    const CaseChange* change(QStringView id) const;
    /** The change that a step was done by: of one that made room, the one that it made room for, and so on.
     */
    const CaseChange* rootOf(const CaseChange& change) const;
    int stepsSettled() const; ///< verified, done or skipped
};

/**
 * Folds events into the view. An event that this version does not know is kept in the history by its type.
 * @param now what was accepted until an earlier day is open again.
 */
Result<CaseView> viewCase(const QList<Event>& events, const Knowledge& knowledge, const QDateTime& now);

} // namespace mailmend
