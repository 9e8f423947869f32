// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again.h"

#include "cases/events.h"
#include "engine/freshness.h"
#include "engine/look_again_account.h"
#include "engine/look_again_evidence.h"
#include "engine/look_again_file.h"
#include "engine/look_again_reading.h"
#include "engine/look_again_running.h"

#include <QHash>

#include <algorithm>

namespace mailmend {
namespace {

const CheckResult* resultOf(const LookedAt& looked, const QString& check, const QString& target)
{
    for (const ScanResult& scan : looked.scans) {
        for (const CheckResult& one : scan.checks) {
            if (one.check == check && one.target == target) {
                return &one;
            }
        }
    }
    return nullptr;
}

/** By its id; where the case knows the computer by another number than this evidence, by what it is about. */
const Finding* findingIn(const LookedAt& looked, const Finding& known, const QString& target)
{
    for (const ScanResult& scan : looked.scans) {
        for (const Finding& finding : scan.findings) {
            const bool isIt = known.target == target ? finding.id == known.id : isSameTrouble(known, finding);
            if (isIt && finding.target == target) {
                return &finding;
            }
        }
    }
    return nullptr;
}

bool wasCancelled(const LookedAt& looked, const QString& target)
{
    return std::any_of(looked.scans.begin(), looked.scans.end(), [&target](const ScanResult& scan) {
        return scan.cancelled && std::any_of(scan.targets.begin(), scan.targets.end(),
                                             [&target](const TargetInfo& one) { return one.id == target; });
    });
}

/** A file from which the finding was learned, which is there and can't be read now. */
std::optional<WindowsPath> unreadProof(const Finding& known, const Evidence& evidence)
{
    for (const Fact& fact : known.facts) {
        if (fact.path.isEmpty() || !evidence.files) {
            continue;
        }
        for (const FileEntry& entry : evidence.files->find(fact.path)) {
            if (!openAsItIsNow(*evidence.files.part, entry)) {
                return fact.path;
            }
        }
    }
    return std::nullopt;
}

Rechecked goneOther(const CaseFinding& known, Freshness fresh, const Evidence& evidence,
                    const CheckResult& check)
{
    if (fresh != Freshness::Newer) {
        return cannotTell(
            known, say(MAILMEND_TEXT("recheck", "Nothing shows that this evidence is newer than the last. "
                                                "Start the server once, or collect again.")));
    }
    if (check.verdict == Verdict::NotApplicable && !isGoneWhereNotApplicable(known.finding)) {
        return cannotTell(known, check.reason);
    }
    if (known.finding.subject.kind == SubjectKind::Account) {
        return goneAccount(known, evidence);
    }
    if (isOfWhatRuns(known.finding) && known.finding.subject.kind == SubjectKind::Server) {
        return disputed(known, say(MAILMEND_TEXT("recheck", "It has ended. What it did while it ran is not "
                                                            "known by that: go through the plan, then accept "
                                                            "it with a reason.")));
    }
    if (known.finding.subject.kind == SubjectKind::Module) {
        if (const std::optional<Rechecked> there = moduleIsThere(known, evidence)) {
            return *there;
        }
    }
    if (const std::optional<WindowsPath> proof = unreadProof(known.finding, evidence)) {
        return cannotTell(known, say(MAILMEND_TEXT("recheck", "{page} is there, but could not be read."),
                                     {{"page", place(proof->display())}}));
    }
    if (const std::optional<Text> why = firstUnread(check, known)) {
        return cannotTell(known, *why);
    }
    return recheckedAs(
        known, FindingStatus::Fixed,
        say(MAILMEND_TEXT("recheck", "It is not so any more in evidence that is newer than the last.")));
}

Rechecked stillThere(const CaseFinding& known, const Finding& now, const CheckResult& check,
                     const Evidence& evidence, const CancelToken& cancel)
{
    if (isOnlyInACopy(now, check, evidence, cancel)) { // it may have been repaired since the copy
        return cannotTell(
            known,
            say(MAILMEND_TEXT("recheck",
                              "{page} is there, and another program held it open. An older copy of the "
                              "disk shows what was found; what the file holds now could not be read. "
                              "Look again when that program has ended."),
                {{"page", place(now.subject.path.display())}}));
    }
    Text reason =
        now.state == known.finding.state
            ? say(MAILMEND_TEXT("recheck", "It is still there, unchanged."))
            : say(MAILMEND_TEXT("recheck", "It was changed, but what was found still holds: {title}"),
                  {{"title", sentence(now.title)}});
    Rechecked found = recheckedAs(known, FindingStatus::NotFixedYet, std::move(reason));
    found.state = now.state;
    return found;
}

} // namespace

Rechecked lookAgain(const CaseFinding& known, const LookedAt& looked, const CancelToken& cancel)
{
    Text why;
    const Evidence* evidence = evidenceOf(known, looked, &why);
    if (!evidence) {
        return cannotTell(known, why);
    }
    const Freshness fresh = freshness(evidence->target, known.seenIn);
    if (const std::optional<Text> old = whyTooOld(evidence->target, known)) {
        return cannotTell(known, *old);
    }
    const CheckResult* check = resultOf(looked, known.finding.check, evidence->target.id);
    if (wasCancelled(looked, evidence->target.id) || !check) {
        return cannotTell(known,
                          say(MAILMEND_TEXT("recheck", "The search was stopped before it was at its end.")));
    }
    if (const Finding* now = findingIn(looked, known.finding, evidence->target.id)) {
        return stillThere(known, *now, *check, *evidence, cancel);
    }
    if (const std::optional<Text> leftOut = whyNotTheNewest(known, looked, evidence->target)) {
        return cannotTell(known, *leftOut);
    }
    const bool isFile =
        known.finding.subject.kind == SubjectKind::File && !known.finding.subject.path.isEmpty();
    return isFile ? goneFile(known, looked, *evidence, *check, cancel)
                  : goneOther(known, fresh, *evidence, *check);
}

QList<Event> eventsOf(const CaseView& view, const QList<Rechecked>& results, const LookedAt& looked,
                      const QString& by)
{
    QList<Event> events;
    QHash<QString, Rechecked> byFinding;
    for (const Rechecked& one : results) {
        byFinding.insert(one.finding, one);
        const CaseFinding* known = view.finding(one.finding);
        Text unused;
        const Evidence* evidence = known ? evidenceOf(*known, looked, &unused) : nullptr;
        events.append(events::findingRechecked(one.finding, toWord(one.status), one.reason,
                                               evidence ? evidence->target : TargetInfo{}, by, one.state,
                                               one.disputes));
    }
    for (const CaseStep& step : view.steps) {
        const Rechecked* worst = nullptr;
        bool allFixed = step.step.verifiedByLooking && !step.step.findings.isEmpty();
        for (const QString& id : step.step.verifiedByLooking ? step.step.findings : QStringList()) {
            const auto now = byFinding.constFind(id);
            const CaseFinding* known = view.finding(id);
            const FindingStatus status = now != byFinding.constEnd() ? now->status
                                         : known                     ? known->status
                                                                     : FindingStatus::CannotTell;
            allFixed = allFixed && status == FindingStatus::Fixed;
            if (now != byFinding.constEnd() && (!worst || status == FindingStatus::NotFixedYet)) {
                worst = &*now;
            }
        }
        if (worst && allFixed) {
            events.append(
                events::stepVerified(step.step.id, toWord(StepStatus::Verified), worst->reason, by));
        }
    }
    return events;
}

} // namespace mailmend
