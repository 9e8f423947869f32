// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/recheck.h"

#include "base/logging.h"
#include "cases/events.h"
#include "checks/registry.h"
#include "engine/known_machine.h"
#include "engine/look_again.h"
#include "engine/scan_parts.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace mailmend {

Rechecked recheckedAs(const CaseFinding& known, FindingStatus status, Text reason)
{
    return {known.finding.id, status, std::move(reason), {}, false};
}

Rechecked cannotTell(const CaseFinding& known, Text reason)
{
    return recheckedAs(known, FindingStatus::CannotTell, std::move(reason));
}

Rechecked disputed(const CaseFinding& known, Text reason)
{
    Rechecked look = cannotTell(known, std::move(reason));
    look.disputes = true;
    return look;
}

namespace {

Result<QList<CaseFinding>> choose(const CaseView& view, const QStringList& ids)
{
    QList<CaseFinding> chosen;
    for (const QString& id : ids) {
        const CaseFinding* finding = view.finding(id);
        if (!finding) {
            return Error{
                ErrorKind::BadCall,
                say(MAILMEND_TEXT("recheck", "There is no finding {id} in this case."), {{"id", words(id)}}),
                {},
                {},
                {}};
        }
        chosen.append(*finding);
    }
    if (ids.isEmpty()) {
        std::copy_if(view.findings.begin(), view.findings.end(), std::back_inserter(chosen),
                     [](const CaseFinding& one) {
                         return one.status != FindingStatus::Fixed &&
                                one.finding.verdict <= Verdict::LookAtThis;
                     });
    }
    return chosen;
}

QList<TargetSpec> targetsOf(const CaseView& view, const QList<CaseFinding>& findings)
{
    QList<TargetSpec> specs;
    for (const TargetInfo& target : view.targets) {
        const bool wanted = std::any_of(findings.begin(), findings.end(), [&target](const CaseFinding& one) {
            return one.finding.target == target.id;
        });
        // A server that the case has under two ids was looked at in one place.
        const bool isThere = std::any_of(
            specs.begin(), specs.end(), [&target](const TargetSpec& one) { return one.text == target.path; });
        if (wanted && !isThere) {
            specs.append({target.path, target.kind == QLatin1String("loose-files")});
        }
    }
    return specs;
}

bool isFile(const Finding& finding)
{
    return finding.subject.kind == SubjectKind::File && !finding.subject.path.isEmpty();
}

/** Opens each target once, however many scans want it, and keeps what it opened as the case knows it. */
class OpenOnce
{
public:
    OpenOnce(const ScanParts& parts, const QList<TargetInfo>& known) : m_parts(parts), m_known(known) {}

    Result<EvidencePointer> open(const TargetSpec& target, const CancelToken& cancel)
    {
        for (const auto& [spec, evidence] : m_opened) {
            if (spec.text == target.text && spec.looseFiles == target.looseFiles) {
                return evidence;
            }
        }
        Result<EvidencePointer> opened = m_parts.open(target, cancel);
        if (opened) {
            opened = asKnownIn(m_known, *opened);
            m_opened.append({target, *opened});
        }
        return opened;
    }

    QList<EvidencePointer> all() const
    {
        QList<EvidencePointer> evidence;
        for (const auto& opened : m_opened) {
            evidence.append(opened.second);
        }
        return evidence;
    }

private:
    const ScanParts& m_parts;
    const QList<TargetInfo>& m_known;
    QList<std::pair<TargetSpec, EvidencePointer>> m_opened;
};

bool isControllerInFacts(const TargetInfo& target)
{
    return std::any_of(target.facts.begin(), target.facts.end(), [](const HostFact& fact) {
        return fact.key == QLatin1StringView("domain-controller") && fact.value == QLatin1StringView("yes");
    });
}

/**
 * Of two with one id: told apart by name and by the number that Windows makes when it is set up. The domain
 * controllers of a domain may share the id, so there nothing but these says that they are one.
 */
bool isOtherThanKnown(const TargetInfo& now, const TargetInfo& known)
{
    bool isCompared = false;
    const auto differ = [&isCompared](const QString& left, const QString& right) {
        const bool both = !left.isEmpty() && !right.isEmpty();
        isCompared = isCompared || both;
        return both && left.compare(right, Qt::CaseInsensitive) != 0;
    };
    const bool isNamedOtherwise = differ(now.identity.name, known.identity.name);
    const bool isNumberedOtherwise = differ(now.identity.machineGuid, known.identity.machineGuid);
    return isNamedOtherwise || isNumberedOtherwise ||
           (!isCompared && (isControllerInFacts(now) || isControllerInFacts(known)));
}

QString nameForCase(const TargetInfo& target)
{
    return target.identity.name.isEmpty() ? target.path : target.identity.name;
}

/** One scan of the subjects of these findings by their checks; nothing where there are none. */
Done scanAgain(const QList<CaseFinding>& findings, const QList<TargetSpec>& targets, const ScanParts& parts,
               const Knowledge& knowledge, const Clock& clock, const CancelToken& cancel,
               const ScanListener& listener, LookedAt& looked)
{
    if (findings.isEmpty()) {
        return done();
    }
    ScanRequest request;
    request.targets = targets;
    for (const CaseFinding& one : findings) {
        if (!request.only.contains(one.finding.check)) {
            request.only.append(one.finding.check);
        }
        request.scope.subjects.append(one.finding.subject);
    }
    // A check that this version does not have can't say anything; its findings stay "cannot tell".
    request.only.removeIf([&parts](const QString& id) {
        return std::none_of(parts.checks.begin(), parts.checks.end(),
                            [&id](const Check* check) { return id == QLatin1String(check->id); });
    });
    if (request.only.isEmpty()) {
        return done();
    }
    Result<ScanResult> scan = runScanWith(parts, request, knowledge, clock, cancel, listener);
    if (!scan) {
        return scan.error();
    }
    looked.scans.append(std::move(*scan));
    return done();
}

} // namespace

/** A copy of a server has its ids, and with them the ids of its findings: the two would become one. */
std::optional<Error> whyNotIntoCase(const CaseView& view, const QList<TargetInfo>& targets)
{
    for (const TargetInfo& now : targets) {
        const QString id = idInCase(view.targets, now);
        for (const TargetInfo& known : view.targets) {
            if (id == known.id && isOtherThanKnown(now, known)) {
                return Error{
                    ErrorKind::Conflict,
                    say(MAILMEND_TEXT(
                            "recheck",
                            "{now} has the same machine number as {known}, which is in this case. One "
                            "of them may be a copy of the other, or both are domain controllers of one "
                            "domain. Their findings could not be told apart, so nothing was added to the "
                            "case."),
                        {{"now", words(nameForCase(now))}, {"known", words(nameForCase(known))}}),
                    say(MAILMEND_TEXT("recheck", "Keep {now} in a case of its own."),
                        {{"now", words(nameForCase(now))}}),
                    {},
                    {}};
            }
        }
    }
    return std::nullopt;
}

Result<QList<TargetSpec>> ownTargets(const CaseView& view, const QStringList& findings)
{
    const Result<QList<CaseFinding>> chosen = choose(view, findings);
    return chosen ? Result<QList<TargetSpec>>(targetsOf(view, *chosen))
                  : Result<QList<TargetSpec>>(chosen.error());
}

Result<RecheckOutcome> recheckWith(const ScanParts& parts, const CaseView& view,
                                   const RecheckRequest& request, const Knowledge& knowledge,
                                   const Clock& clock, const CancelToken& cancel,
                                   const ScanListener& listener)
{
    const Result<QList<CaseFinding>> chosen = choose(view, request.findings);
    if (!chosen) {
        return chosen.error();
    }
    QList<TargetSpec> targets = request.with;
    if (targets.isEmpty()) {
        targets = targetsOf(view, *chosen);
    }
    OpenOnce opened(parts, view.targets);
    const ScanParts again{parts.checks, [&opened](const TargetSpec& target, const CancelToken& token) {
                              return opened.open(target, token);
                          }};
    // Files by themselves: a walk of single files is short, and one setting among them would make it whole.
    QList<CaseFinding> files;
    QList<CaseFinding> others;
    for (const CaseFinding& one : *chosen) {
        (isFile(one.finding) ? files : others).append(one);
    }
    LookedAt looked{{}, {}, parts.checks, &knowledge};
    for (const QList<CaseFinding>* group : {&files, &others}) {
        if (const Done scanned =
                scanAgain(*group, targets, again, knowledge, clock, cancel, listener, looked);
            !scanned) {
            return scanned.error();
        }
    }
    looked.evidence = opened.all();
    RecheckOutcome outcome;
    for (const CaseFinding& one : *chosen) {
        outcome.findings.append(lookAgain(one, looked, cancel));
    }
    for (const EvidencePointer& evidence : looked.evidence) {
        outcome.looked.append(evidence->target);
    }
    outcome.events = eventsOf(view, outcome.findings, looked, {});
    return outcome;
}

Result<RecheckOutcome> recheck(const CaseView& view, const RecheckRequest& request,
                               const Knowledge& knowledge, const Clock& clock, const CancelToken& cancel,
                               const ScanListener& listener)
{
    return recheckWith({allChecks(), openEvidence}, view, request, knowledge, clock, cancel, listener);
}

Result<QList<Event>> eventsOfFurtherScan(const CaseView& view, const ScanResult& result,
                                         const QList<TargetSpec>& targets, const Knowledge& knowledge,
                                         const QString& by, const CancelToken& cancel)
{
    if (const std::optional<Error> copy = whyNotIntoCase(view, result.targets)) {
        return *copy;
    }
    const ScanResult scan = asKnownIn(view.targets, result);
    QList<Event> events = events::scanned(scan, by);
    if (scan.cancelled) {
        return events;
    }
    LookedAt looked{{}, {scan}, allChecks(), &knowledge};
    QList<Rechecked> results;
    for (const CaseFinding& known : view.findings) {
        const bool foundAgain =
            std::any_of(scan.findings.begin(), scan.findings.end(),
                        [&known](const Finding& one) { return one.id == known.finding.id; });
        // Older evidence says nothing about today, and another server's nothing about this one.
        const bool concerned =
            known.finding.verdict <= Verdict::LookAtThis &&
            std::any_of(scan.targets.begin(), scan.targets.end(), [&known](const TargetInfo& target) {
                return sameMachine(target.identity, known.seenIn.identity, nullptr) == SameMachine::Yes &&
                       isNewer(target, known.seenIn) != Newer::No &&
                       isNewer(target, known.doubtedIn) != Newer::No;
            });
        if (foundAgain || !concerned || known.status == FindingStatus::Fixed) {
            continue;
        }
        if (looked.evidence.isEmpty()) {
            for (const TargetSpec& target : targets) {
                if (Result<EvidencePointer> evidence = openEvidence(target, cancel)) {
                    looked.evidence.append(asScannedIn(scan, asKnownIn(view.targets, std::move(*evidence))));
                } else {
                    logger("recheck")->info("{}", logLine(evidence.error()).toStdString());
                }
            }
        }
        results.append(lookAgain(known, looked, cancel));
    }
    return events + eventsOf(view, results, looked, by);
}

} // namespace mailmend
