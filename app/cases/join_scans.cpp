// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/join_scans.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace mailmend {
namespace {

QSet<QString> checksOf(const ScanResult& scan, const QString& target)
{
    QSet<QString> checks;
    for (const CheckResult& result : scan.checks) {
        if (result.target == target) {
            checks.insert(result.check);
        }
    }
    return checks;
}

/** A scan that was stopped, left checks out or is of older evidence does not take the place of a better one.
 */
bool replaces(const ScanResult& later, const TargetInfo& target, const ScanResult& earlier)
{
    const auto before = std::find_if(earlier.targets.begin(), earlier.targets.end(),
                                     [&target](const TargetInfo& one) { return one.id == target.id; });
    const bool older = before != earlier.targets.end() && isNewer(target, *before) == Newer::No;
    return !older && (!later.cancelled || earlier.cancelled) &&
           checksOf(later, target.id).contains(checksOf(earlier, target.id));
}

int badness(Answer answer)
{
    switch (answer) {
    case Answer::NoneFound:
        return 0;
    case Answer::Unknown:
        return 1;
    case Answer::Signs:
        return 2;
    case Answer::Yes:
        return 3;
    }
    return 3;
}

void takeWorse(Answered<Answer>& into, const Answered<Answer>& other)
{
    if (badness(other.answer) > badness(into.answer)) {
        into = other;
    }
}

/** What a scan says of the targets that it speaks for. */
ScanResult only(const ScanResult& scan, const QSet<QString>& targets)
{
    ScanResult part = scan;
    const auto ofAnother = [&targets](const auto& row) { return !targets.contains(row.target); };
    part.targets.removeIf([&targets](const TargetInfo& target) { return !targets.contains(target.id); });
    part.coverage.removeIf(ofAnother);
    part.checks.removeIf(ofAnother);
    part.live.removeIf(ofAnother);
    part.findings.removeIf(ofAnother);
    return part;
}

void add(ScanResult& into, const ScanResult& other)
{
    into.targets += other.targets;
    into.coverage += other.coverage;
    into.checks += other.checks;
    into.live += other.live;
    into.findings += other.findings;
    into.leftOut += other.leftOut;
    into.cancelled = into.cancelled || other.cancelled;
    into.started = std::min(into.started, other.started);
    if (other.finished > into.finished) {
        into.finished = other.finished;
        into.knowledge = other.knowledge;
        into.mailmend = other.mailmend;
    }
    takeWorse(into.answers.exposed, other.answers.exposed);
    takeWorse(into.answers.entered, other.answers.entered);
    takeWorse(into.answers.stillInside, other.answers.stillInside);
    if (other.answers.couldWeTell.answer > into.answers.couldWeTell.answer) {
        into.answers.couldWeTell = other.answers.couldWeTell;
    }
}

/** The scans that count, by their place, each with the targets that it speaks for. */
QMap<qsizetype, QSet<QString>> partsOf(const QList<ScanRecord>& scans)
{
    QHash<QString, qsizetype> speaksFor;
    for (qsizetype i = 0; i < scans.size(); ++i) {
        for (const TargetInfo& target : scans.at(i).result.targets) {
            const auto before = speaksFor.constFind(target.id);
            if (before == speaksFor.constEnd() ||
                replaces(scans.at(i).result, target, scans.at(*before).result)) {
                speaksFor.insert(target.id, i);
            }
        }
    }
    QMap<qsizetype, QSet<QString>> parts;
    for (auto target = speaksFor.cbegin(); target != speaksFor.cend(); ++target) {
        parts[*target].insert(target.key());
    }
    return parts;
}

} // namespace

std::optional<ScanResult> joinScans(const QList<ScanRecord>& scans)
{
    const QMap<qsizetype, QSet<QString>> parts = partsOf(scans);
    std::optional<ScanResult> joined;
    for (auto part = parts.cbegin(); part != parts.cend(); ++part) {
        const ScanResult result = only(scans.at(part.key()).result, *part);
        if (joined) {
            add(*joined, result);
        } else {
            joined = result;
        }
    }
    if (joined && parts.size() > 1) {
        std::stable_sort(
            joined->findings.begin(), joined->findings.end(), [](const Finding& left, const Finding& right) {
                return std::tuple(left.verdict, left.severity) < std::tuple(right.verdict, right.severity);
            });
    }
    return joined;
}

QList<ServerAnswers> answersByServer(const QList<ScanRecord>& scans)
{
    const QMap<qsizetype, QSet<QString>> parts = partsOf(scans);
    QList<ServerAnswers> answers;
    for (auto part = parts.cbegin(); parts.size() > 1 && part != parts.cend(); ++part) {
        const ScanResult& scan = scans.at(part.key()).result;
        ServerAnswers server;
        for (const TargetInfo& target : scan.targets) {
            if (part->contains(target.id)) {
                server.targets.append(target.id);
            }
        }
        server.answers = scan.answers;
        answers.append(server);
    }
    return answers;
}

} // namespace mailmend
