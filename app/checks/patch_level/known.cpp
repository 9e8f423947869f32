// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/known.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

QDate dayOfEvidence(const Conclusion& conclusion, bool& isTaken)
{
    const TargetInfo& target = conclusion.evidence.target;
    isTaken = target.takenAt.isValid();
    const QDateTime moment = isTaken ? target.takenAt : conclusion.now;
    return (target.zone.isValid() ? moment.toTimeZone(target.zone) : moment.toUTC()).date();
}

void sortObservations(const Conclusion& conclusion, Known& known)
{
    for (const ObservationPointer& observation : conclusion.observations) {
        if (const auto* program = dynamic_cast<const BinarySeen*>(observation.get())) {
            known.programs.append(program);
        } else if (const auto* log = dynamic_cast<const SetupLogSeen*>(observation.get())) {
            known.setupLogs.append(log);
        } else if (const auto* setting = dynamic_cast<const ConfigurationSeen*>(observation.get())) {
            known.settings.append(setting);
        }
    }
}

/**
 * The lowest of the programs' builds: where an update got halfway, the old code may still be the one that
 * runs. Without a program, the registry's Setup key, which names the CU and never the security update.
 */
void findBuild(const Evidence& evidence, Known& known)
{
    for (const BinarySeen* program : known.programs) {
        if (program->build && (!known.build || *program->build < *known.build)) {
            known.build = program->build;
            known.suKnown = true;
        }
    }
    if (!known.build && evidence.exchange) {
        known.build = BuildNumber::parse(evidence.exchange->setupVersion);
    }
}

bool isPlaceOf(const WalkedInterest& walked, QByteArrayView name)
{
    return walked.interest.names.size() == 1 && walked.interest.names.first() == name;
}

/** Not there only where every file that can hold it was read: the web server's own, and those of the folders.
 */
Mitigation findMitigation(const Conclusion& conclusion, const QList<const ConfigurationSeen*>& settings)
{
    bool damaged = false;
    for (const ConfigurationSeen* one : settings) {
        if (one->hasMitigation) {
            return Mitigation::There;
        }
        damaged = damaged || !one->trouble.isEmpty();
    }
    bool mainRead = false;
    bool foldersRead = false;
    bool lost = damaged || conclusion.cancelled;
    for (const WalkedInterest& walked : conclusion.walked) {
        const bool main = isPlaceOf(walked, "applicationhost.config");
        if (!main && !isPlaceOf(walked, "web.config")) {
            continue;
        }
        lost = lost || walked.state.state != ReadState::Read || walked.unreadableCount > 0;
        mainRead = mainRead || (main && walked.files > 0);
        foldersRead = foldersRead || (!main && walked.files > 0);
    }
    return mainRead && foldersRead && !lost ? Mitigation::NotThere : Mitigation::CouldNotCheck;
}

} // namespace

Known gather(const Conclusion& conclusion)
{
    Known known;
    known.evidence = &conclusion.evidence;
    known.knowledge = &conclusion.knowledge;
    known.when = dayOfEvidence(conclusion, known.whenIsTaken);
    sortObservations(conclusion, known);
    findBuild(conclusion.evidence, known);
    known.mitigation = findMitigation(conclusion, known.settings);

    const BuildTable& table = conclusion.knowledge.builds;
    known.registry = readRegistryInstalls(conclusion.evidence, table, known.build);
    if (!known.build) {
        return known;
    }
    known.standing = table.standing(*known.build, known.suKnown);
    known.cves = table.cveStandings(*known.build, known.suKnown);
    QList<Install> installs = known.registry.installs;
    for (const SetupLogSeen* log : known.setupLogs) {
        installs += installsOf(log->log, known.build);
    }
    known.history = {known.build, known.suKnown, mergeInstalls(installs),
                     known.whenIsTaken ? known.when : QDate()};
    if (!known.suKnown && known.standing.cu) {
        known.history.now = known.standing.cu->build;
    }
    known.windows = exposureWindows(table, known.history);
    return known;
}

QString label(const ExchangeBuild& build)
{
    QString product = build.product;
    product.replace(QStringLiteral("Exchange"), QStringLiteral("Exchange "));
    const QString update = build.su.isEmpty() ? build.cu : build.cu + QLatin1Char(' ') + build.su;
    return QStringLiteral("%1 %2 (%3)").arg(product, update, build.build.text());
}

QString productName(const Known& known)
{
    return known.standing.product ? known.standing.product->name : QStringLiteral("Exchange Server");
}

} // namespace mailmend::patch_level
