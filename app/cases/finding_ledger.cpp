// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/finding_ledger.h"

#include "cases/older_copy.h"
#include "evidence/files.h"

#include <QSet>

#include <algorithm>
#include <tuple>

namespace mailmend {
namespace {

constexpr QLatin1String HiddenStreams("hidden-streams");

/** Why a stream that was not found may be there all the same; none: all of them were shown. */
std::optional<Text> whyStillHidden(const Finding& finding, const ScanResult& scan, const TargetInfo& target)
{
    if (!holderOfStream(finding.subject.path)) {
        return std::nullopt;
    }
    // Scans of before have no row; the Windows that Mailmend runs on has always shown them.
    FolderState shown = isThisComputer(target) ? FolderState{ReadState::Read, {}} : streamsNotShown();
    for (const CoverageEntry& row : scan.coverage) {
        if (row.source == HiddenStreams && row.target == target.id) {
            shown = {row.state, row.reason};
        }
    }
    return shown.state == ReadState::Read ? std::nullopt : std::optional(shown.reason);
}

const TargetInfo* targetOf(const ScanResult& scan, const QString& id)
{
    const auto target = std::find_if(scan.targets.begin(), scan.targets.end(),
                                     [&id](const TargetInfo& one) { return one.id == id; });
    return target == scan.targets.end() ? nullptr : &*target;
}

const CheckResult* resultOf(const ScanResult& scan, const QString& check, const QString& target)
{
    const auto result =
        std::find_if(scan.checks.begin(), scan.checks.end(), [&check, &target](const CheckResult& one) {
            return one.check == check && one.target == target;
        });
    return result == scan.checks.end() ? nullptr : &*result;
}

QList<Unread> unreadIn(const ScanResult& scan, const Finding& finding)
{
    const CheckResult* result = resultOf(scan, finding.check, finding.target);
    return result ? result->unread : QList<Unread>();
}

/** Whether a scan has it under another number of the same computer: then it has not gone. */
bool isFoundAs(const Finding& known, const TargetInfo& target, const ScanResult& scan)
{
    return target.id != known.target &&
           std::any_of(scan.findings.begin(), scan.findings.end(), [&](const Finding& now) {
               return now.target == target.id && isSameTrouble(known, now);
           });
}

/** What is older than evidence that was looked at in vain does not show how it is. */
bool isTooOld(const TargetInfo& target, const CaseFinding& known)
{
    return isNewer(target, known.seenIn) == Newer::No || isNewer(target, known.doubtedIn) == Newer::No;
}

void doubt(CaseFinding& known, const TargetInfo& with)
{
    if (isNewer(with, known.seenIn) == Newer::Yes && !isTooOld(with, known)) {
        known.doubtedIn = with;
    }
}

/** Why an acceptance does not hold; empty: it does. */
Text whyNotAccepted(const LedgerEntry& known, const QDate& today)
{
    const Acceptance& accepted = *known.entry.acceptance;
    if (accepted.state.isEmpty() || known.lastState != accepted.state) {
        return say(MAILMEND_TEXT("case", "It was accepted, but it is not as it was then. Look at it again."));
    }
    if (accepted.until < today) {
        return say(
            MAILMEND_TEXT("case", "It was accepted until {day}. That day has passed: look at it again."),
            {{"day", day(accepted.until)}});
    }
    if (known.entry.status == FindingStatus::CannotTell && known.statusEvent > known.acceptedEvent) {
        return known.entry.statusReason;
    }
    return {};
}

} // namespace

LedgerEntry* FindingLedger::find(const QString& finding)
{
    const auto at = m_places.constFind(finding);
    return at == m_places.constEnd() ? nullptr : &m_entries[*at];
}

void FindingLedger::take(const ScanRecord& scan)
{
    QSet<QString> found;
    for (const Finding& finding : scan.result.findings) {
        const TargetInfo* target = targetOf(scan.result, finding.target);
        const TargetInfo in = target ? *target : TargetInfo{};
        found.insert(finding.id);
        if (LedgerEntry* known = find(finding.id)) {
            seenAgain(*known, finding, in, scan);
            continue;
        }
        LedgerEntry fresh;
        fresh.entry.finding = finding;
        fresh.entry.seenIn = in;
        fresh.entry.unreadThen = unreadIn(scan.result, finding);
        fresh.lastState = finding.state;
        fresh.toldOf = timeOfSight(finding, in);
        m_places.insert(finding.id, m_entries.size());
        m_entries.append(fresh);
    }
    for (LedgerEntry& known : m_entries) {
        if (!found.contains(known.entry.finding.id)) {
            notSeen(known, scan);
        }
    }
}

void FindingLedger::seenAgain(LedgerEntry& known, const Finding& now, const TargetInfo& in,
                              const ScanRecord& scan)
{
    const Newer newer = isNewer(in, known.entry.seenIn);
    if (newer == Newer::No) {
        return; // older evidence says nothing about today
    }
    const QDateTime sight = timeOfSight(now, in);
    if (now.olderCopy && !(sight.isValid() && known.toldOf.isValid() && sight > known.toldOf)) {
        if (newer == Newer::Yes && !isFromBeforeTheRepair(known, now)) {
            known.entry.seenIn = in; // a file of that name is there: evidence from before clears nothing
        }
        return seenInOlderCopy(known, now, in, scan);
    }
    const FindingStatus before = known.entry.status;
    const bool wasFixed = before == FindingStatus::Fixed || !known.proof.isEmpty();
    known.entry.finding = now;
    known.entry.unreadThen = unreadIn(scan.result, now);
    known.lastState = now.state;
    known.toldOf = sight;
    known.proof = {};
    if (newer == Newer::Yes) {
        known.entry.seenIn = in;
        if (now.olderCopy) {
            known.seenInCopyEvent = scan.event;
            known.seenInCopyOf = sight;
        } else {
            known.seenAgainEvent = scan.event;
        }
    }
    if (wasFixed) {
        setStatus(known, FindingStatus::NotFixedYet,
                  say(MAILMEND_TEXT("case", "It was gone, and it is there again.")), scan.at, scan.event);
    } else if (before == FindingStatus::CannotTell) {
        setStatus(known, FindingStatus::Open, {}, scan.at, scan.event);
    } else if (before == FindingStatus::Open) {
        known.entry.statusReason = {};
    }
}

void FindingLedger::notSeen(LedgerEntry& known, const ScanRecord& scan)
{
    const Finding& finding = known.entry.finding;
    if (known.entry.status == FindingStatus::Fixed) {
        if (resultOf(scan.result, finding.check, finding.target) && !known.proof.isEmpty()) {
            known.entry.statusReason = known.proof; // no older copy shows it now
        }
        return;
    }
    for (const TargetInfo& target : scan.result.targets) {
        Text why;
        const SameMachine same = sameMachine(target.identity, known.entry.seenIn.identity, &why);
        const CheckResult* result = resultOf(scan.result, finding.check, target.id);
        if (same == SameMachine::No || (same == SameMachine::CannotTell && target.id != finding.target) ||
            !result || isTooOld(target, known.entry) || isFoundAs(finding, target, scan.result)) {
            continue;
        }
        const auto cannotTell = [&](const Text& reason) {
            if (same == SameMachine::Yes) {
                doubt(known.entry, target);
            }
            setStatus(known, FindingStatus::CannotTell, reason, scan.at, scan.event);
        };
        if (same == SameMachine::CannotTell) {
            return cannotTell(why);
        }
        if (isNewer(target, known.entry.seenIn) != Newer::Yes) {
            return cannotTell(say(MAILMEND_TEXT(
                "case",
                "It was not found this time, but nothing shows that this evidence is newer than the last.")));
        }
        if (scan.result.cancelled) {
            return cannotTell(say(MAILMEND_TEXT("case", "The search was stopped before it was at its end.")));
        }
        if (result->verdict == Verdict::NotApplicable && !isGoneWhereNotApplicable(finding)) {
            return cannotTell(result->reason);
        }
        for (const Unread& unread : result->unread) {
            if (!isComparisonOnly(unread, finding)) {
                return cannotTell(say(
                    MAILMEND_TEXT("case", "It was not found this time, but not everything was read. {why} "
                                          "Check this finding again to have a closer look."),
                    {{"why", sentence(unread.reason)}}));
            }
        }
        if (const std::optional<Text> hidden = whyStillHidden(finding, scan.result, target)) {
            return cannotTell(
                say(MAILMEND_TEXT("case", "It was not found this time, but not everything was read. {why} "
                                          "Check this finding again to have a closer look."),
                    {{"why", sentence(*hidden)}}));
        }
        known.entry.seenIn = target;
        known.toldOf = target.takenAt;
        return setStatus(
            known, FindingStatus::Fixed,
            say(MAILMEND_TEXT("case", "It was not there any more when the server was looked at again.")),
            scan.at, scan.event);
    }
}

void FindingLedger::recheck(const QString& finding, const CloserLook& look, const QDateTime& at, qint64 event)
{
    LedgerEntry* known = find(finding);
    if (!known) {
        return;
    }
    if (known->entry.status == FindingStatus::Fixed && look.status == FindingStatus::CannotTell) {
        if (!look.disputes || isNewer(look.with, known->entry.seenIn) == Newer::No) {
            return;
        }
        known->proof = {};
        known->isReplaced = false;
        known->entry.acceptance = known->acceptedBefore;
    }
    setStatus(*known, look.status, look.reason, at, event);
    if (look.status == FindingStatus::CannotTell) {
        doubt(known->entry, look.with);
    }
    if (look.status == FindingStatus::NotFixedYet) {
        known->seenAgainEvent = event;
        known->lastState = look.state;
        known->proof = {};
    }
    if (look.status == FindingStatus::NotFixedYet || look.status == FindingStatus::Fixed) {
        known->entry.seenIn = look.with;
        known->toldOf = look.with.takenAt;
        known->isReplaced = look.status == FindingStatus::Fixed && !look.state.isEmpty();
    }
}

void FindingLedger::repairDone(const QString& finding, const QDateTime& at, qint64 event)
{
    LedgerEntry* known = find(finding);
    if (!known || known->entry.status != FindingStatus::Open) {
        return;
    }
    const bool inCopy = known->seenInCopyEvent > event && known->seenInCopyOf > at;
    const qint64 seen = std::max(known->seenAgainEvent, inCopy ? known->seenInCopyEvent : 0);
    if (seen > event) {
        known->entry.status = FindingStatus::NotFixedYet;
        known->entry.statusReason = say(MAILMEND_TEXT("case", "It is still there in the newest evidence."));
        known->statusEvent = seen;
    }
}

void FindingLedger::accept(const QString& finding, const Acceptance& acceptance, qint64 event)
{
    LedgerEntry* known = find(finding);
    if (known && known->entry.status != FindingStatus::Fixed) {
        known->entry.acceptance = acceptance;
        known->acceptedEvent = event;
    }
}

void FindingLedger::putBack(const QString& finding, const QDateTime& at, qint64 event)
{
    LedgerEntry* known = find(finding);
    if (known && known->statusEvent < event) {
        known->proof = {};
        setStatus(*known, FindingStatus::Open,
                  say(MAILMEND_TEXT("case", "What had been done about it was undone.")), at, event);
    }
}

void FindingLedger::settleAcceptances(const QDate& today)
{
    for (LedgerEntry& known : m_entries) {
        if (!known.entry.acceptance) {
            continue;
        }
        const Text why = whyNotAccepted(known, today);
        known.entry.acceptance->holds = why.isEmpty();
        if (!why.isEmpty()) {
            known.entry.statusReason =
                known.entry.status == FindingStatus::Open ? why : known.entry.statusReason;
            continue;
        }
        const Acceptance& accepted = *known.entry.acceptance;
        known.entry.status = FindingStatus::Accepted;
        known.entry.statusReason = say(
            MAILMEND_TEXT("case", "Accepted by {by} until {day}, because: {reason}"),
            {{"by", words(accepted.by)}, {"day", day(accepted.until)}, {"reason", words(accepted.reason)}});
        known.entry.statusAt = accepted.at;
    }
}

QList<CaseFinding> FindingLedger::sorted(bool settledLast) const
{
    QList<CaseFinding> findings;
    findings.reserve(m_entries.size());
    for (const LedgerEntry& known : m_entries) {
        findings.append(known.entry);
    }
    const auto key = [settledLast](const CaseFinding& one) {
        const int settled = !settledLast                            ? 0
                            : one.status == FindingStatus::Fixed    ? 2
                            : one.status == FindingStatus::Accepted ? 1
                                                                    : 0;
        return std::tuple(settled, one.finding.verdict, one.finding.severity, one.finding.check,
                          one.finding.subject.path.folded(), one.finding.subject.name, one.finding.id);
    };
    std::stable_sort(
        findings.begin(), findings.end(),
        [&key](const CaseFinding& left, const CaseFinding& right) { return key(left) < key(right); });
    return findings;
}

} // namespace mailmend
