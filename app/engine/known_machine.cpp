// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/known_machine.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace mailmend {
namespace {

using NewIds = QHash<QString, QString>; ///< id of the scan → id in the case

NewIds idsInCase(const QList<TargetInfo>& known, const QList<TargetInfo>& targets)
{
    NewIds ids;
    QSet<QString> taken;
    for (const TargetInfo& target : targets) {
        taken.insert(target.id);
    }
    for (const TargetInfo& target : targets) {
        const QString id = idInCase(known, target);
        if (!taken.contains(id)) {
            taken.insert(id);
            ids.insert(target.id, id);
        }
    }
    return ids;
}

void giveId(QString& target, const NewIds& ids)
{
    target = ids.value(target, target);
}

void giveIds(Finding& finding, const NewIds& ids)
{
    giveId(finding.target, ids);
    Subject subject = finding.subject;
    giveId(subject.owner, ids);
    if (findingId(finding.check, finding.subject, finding.distinction) == finding.id) {
        finding.id = findingId(finding.check, subject, finding.distinction);
        finding.subject = subject;
    }
}

EvidencePointer underId(EvidencePointer evidence, const QString& id)
{
    if (id == evidence->target.id) {
        return evidence;
    }
    auto same = std::make_shared<Evidence>(*evidence);
    for (CoverageEntry& row : same->coverage) {
        row.target = row.target == evidence->target.id ? id : row.target;
    }
    same->target.id = id;
    return same;
}

} // namespace

QString idInCase(const QList<TargetInfo>& known, const TargetInfo& target)
{
    QStringList same;
    for (const TargetInfo& one : known) {
        if (sameMachine(one.identity, target.identity, nullptr) == SameMachine::Yes) {
            same.append(one.id);
        }
    }
    return same.size() != 1 || same.contains(target.id) ? target.id : same.first();
}

ScanResult asKnownIn(const QList<TargetInfo>& known, ScanResult scan)
{
    const NewIds ids = idsInCase(known, scan.targets);
    if (ids.isEmpty()) {
        return scan;
    }
    for (TargetInfo& target : scan.targets) {
        giveId(target.id, ids);
    }
    for (CoverageEntry& row : scan.coverage) {
        giveId(row.target, ids);
    }
    for (CheckResult& check : scan.checks) {
        giveId(check.target, ids);
    }
    for (LiveTable& table : scan.live) {
        giveId(table.target, ids);
    }
    for (Finding& finding : scan.findings) {
        giveIds(finding, ids);
    }
    return scan;
}

EvidencePointer asKnownIn(const QList<TargetInfo>& known, EvidencePointer evidence)
{
    const QString id = idInCase(known, evidence->target);
    return underId(std::move(evidence), id);
}

EvidencePointer asScannedIn(const ScanResult& scan, EvidencePointer evidence)
{
    const auto scanned =
        std::find_if(scan.targets.begin(), scan.targets.end(), [&evidence](const TargetInfo& target) {
            return target.path == evidence->target.path &&
                   sameMachine(target.identity, evidence->target.identity, nullptr) == SameMachine::Yes;
        });
    return scanned == scan.targets.end() ? evidence : underId(std::move(evidence), scanned->id);
}

} // namespace mailmend
