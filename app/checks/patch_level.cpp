// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level.h"

#include "checks/patch_level/findings.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

QString sourceOf(PathClass pathClass)
{
    switch (pathClass) {
    case PathClass::ExchangeBinary:
        return QStringLiteral("exchange-binaries");
    case PathClass::SetupLog:
        return QStringLiteral("exchange-setup-log");
    default:
        return QStringLiteral("iis-configuration");
    }
}

Unread unread(const char* source, ReadState state, Text reason)
{
    return {QLatin1StringView(source), state, std::move(reason)};
}

/** How many runs the setup log holds, and from when to when. */
void addRuns(const Known& known, CoverageEntry& row)
{
    for (const SetupLogSeen* log : known.setupLogs) {
        row.records += log->log.runs.size();
        if (log->log.tooManyRuns && row.state == ReadState::Read) {
            row.state = ReadState::Partly;
            row.reason =
                say(MAILMEND_TEXT("patch-level", "The log holds more runs of setup than were read."));
        }
        if (log->log.endIsMissing() && row.state == ReadState::Read) {
            row.state = ReadState::Partly;
            row.reason = say(MAILMEND_TEXT("patch-level",
                                           "{path} has no end: setup was broken off, or the log was cut and "
                                           "what it said after that is lost."),
                             {{"path", place(log->path.display())}});
        }
        for (const ExchangeSetupRun& run : log->log.runs) {
            if (run.started.isValid()) {
                row.first = row.first.isValid() ? std::min(row.first, run.started) : run.started;
                row.last = row.last.isValid() ? std::max(row.last, run.started) : run.started;
            }
        }
    }
}

Text damageOf(const WindowsPath& path, const Text& trouble)
{
    return say(MAILMEND_TEXT("patch-level", "{path}: {reason}"),
               {{"path", place(path.display())}, {"reason", sentence(trouble)}});
}

void addTrouble(const WindowsPath& path, const Text& trouble, CoverageEntry& row)
{
    row.unreadable += 1;
    if (row.state == ReadState::Read) {
        row.state = ReadState::Partly;
        row.reason = damageOf(path, trouble);
    }
}

/** Programs that were opened and hold no version, or not all of what belongs to it. */
void addDamagedPrograms(const Known& known, const WindowsPath& folder, CoverageEntry& row)
{
    for (const BinarySeen* program : known.programs) {
        if (!program->trouble.isEmpty() && program->path.parent() == folder) {
            addTrouble(program->path, program->trouble, row);
        }
    }
}

/** Settings of folders that are cut or damaged; what is whole is told where the web server's are read. */
void readSettings(const Known& known, Outcome& outcome)
{
    CoverageEntry row;
    row.source = QStringLiteral("iis-configuration");
    for (const ConfigurationSeen* one : known.settings) {
        if (!one->trouble.isEmpty()) {
            addTrouble(one->path, one->trouble, row);
        }
    }
    if (row.unreadable > 0) {
        outcome.coverage.append(row);
    }
}

void readFolders(const Conclusion& conclusion, const Known& known, Outcome& outcome)
{
    for (const WalkedInterest& walked : conclusion.walked) {
        const PathClass pathClass = walked.interest.pathClass;
        if (pathClass != PathClass::ExchangeBinary && pathClass != PathClass::SetupLog) {
            continue; // whether these settings matter is told with the mitigation
        }
        CoverageEntry row;
        row.source = sourceOf(pathClass);
        row.state = walked.state.state;
        row.reason = walked.state.reason;
        row.files = walked.files;
        row.bytes = walked.bytes;
        row.unreadable = walked.unreadableCount;
        const bool complete = walked.unreadableCount == 0 && walked.cutCount == 0;
        if (row.state == ReadState::Read && !complete) {
            row.state = ReadState::Partly;
            row.reason =
                walked.unreadable.isEmpty()
                    ? say(MAILMEND_TEXT("patch-level", "Of a very large file, only the first 16 MB were "
                                                       "read."))
                    : walked.unreadable.first().second.text;
        } else if (row.state == ReadState::Read && walked.files == 0) {
            row.state = ReadState::Missing;
            row.reason = say(MAILMEND_TEXT("patch-level", "There is no such file in {folder}."),
                             {{"folder", place(walked.interest.folder.display())}});
        }
        if (pathClass == PathClass::SetupLog) {
            addRuns(known, row);
        } else {
            addDamagedPrograms(known, walked.interest.folder, row);
        }
        if (row.state != ReadState::Read) {
            outcome.unread.append({row.source, row.state, row.reason});
        }
        outcome.coverage.append(row);
    }
}

void reportBuild(const Known& known, Outcome& outcome)
{
    if (!known.build) {
        outcome.unread.append(
            unread("exchange-binaries", ReadState::Missing,
                   say(MAILMEND_TEXT("patch-level",
                                     "The build of Exchange is not known: neither its programs nor the "
                                     "registry could tell."))));
        return;
    }
    const Argument build = words(known.build->text());
    if (!known.suKnown) {
        outcome.unread.append(
            unread("exchange-binaries", ReadState::Missing,
                   say(MAILMEND_TEXT("patch-level",
                                     "The registry names the cumulative update ({build}), but never the "
                                     "security update. What depends on that could not be checked: the "
                                     "programs of Exchange were not found or not readable."),
                       {{"build", build}})));
    }
    if (known.standing.known == BuildStanding::Known::NewerThanTable) {
        outcome.unread.append(
            unread("exchange-binaries", ReadState::Partly,
                   say(MAILMEND_TEXT("patch-level",
                                     "Build {build} is newer than the knowledge pack, so what it lacks could "
                                     "not be checked. Get a newer pack."),
                       {{"build", build}})));
    } else if (known.standing.known == BuildStanding::Known::Unknown) {
        outcome.unread.append(unread(
            "exchange-binaries", ReadState::Partly,
            say(MAILMEND_TEXT("patch-level",
                              "Build {build} stands in none of our tables, so what it lacks could not be "
                              "checked."),
                {{"build", build}})));
    }
}

/** Flaws that hang on settings: said once, and by name those that are used in attacks. */
void reportConditions(const Known& known, Outcome& outcome)
{
    QStringList attacked;
    qsizetype all = 0;
    for (const CveStanding& one : known.cves) {
        if (one.state == CveState::CouldNotCheck && !one.cve.condition.isEmpty()) {
            ++all;
            if (one.exploited) {
                attacked.append(one.cve.cve);
            }
        }
    }
    if (all == 0) {
        return;
    }
    const QList<std::pair<QByteArray, Argument>> parts{{"count", count(all)}, {"attacked", names(attacked)}};
    outcome.unread.append(
        unread("exchange-settings", ReadState::Skipped,
               attacked.isEmpty()
                   ? say(MAILMEND_TEXT("patch-level",
                                       "{count} known {count|flaw hangs|flaws hang} on settings that this "
                                       "version does not read."),
                         parts)
                   : say(MAILMEND_TEXT("patch-level",
                                       "{count} known {count|flaw hangs|flaws hang} on settings that this "
                                       "version does not read. Used in attacks: {attacked}."),
                         parts)));
}

void reportMitigation(const Known& known, Outcome& outcome)
{
    const bool open = std::any_of(known.cves.begin(), known.cves.end(), [](const CveStanding& one) {
        return one.cve.cve == QLatin1StringView("CVE-2026-42897") && one.state == CveState::Open;
    });
    if (open && known.mitigation == Mitigation::CouldNotCheck) {
        outcome.unread.append(unread(
            "iis-configuration", ReadState::Partly,
            say(MAILMEND_TEXT("patch-level", "Whether Microsoft's temporary fix M2 is there could not be "
                                             "checked: not all settings of the web server could be read."))));
    } else if (open && known.mitigation == Mitigation::There) {
        outcome.looked.append(say(MAILMEND_TEXT(
            "patch-level", "Microsoft's temporary fix M2 stands in the settings of Outlook on the web.")));
    }
}

/** The folder was listed without it, or it is missing in a folder that was. */
bool isProvenEmpty(const WalkedInterest& walked, const Evidence& evidence)
{
    if (walked.files > 0 || walked.unreadableCount > 0 || !evidence.files) {
        return false;
    }
    if (walked.state.state == ReadState::Read) {
        return true;
    }
    WindowsPath folder = walked.interest.folder;
    while (!folder.components().isEmpty()) {
        const ReadState state = evidence.files->folderState(folder, walked.interest.names).state;
        if (state != ReadState::Missing) {
            return state == ReadState::Read;
        }
        folder = folder.parent();
    }
    return false;
}

/** Proof that Exchange is not installed: the hive was read in full, has no such key, and no program lies
 * there. */
std::optional<Text> noExchange(const Conclusion& conclusion, const Known& known)
{
    const Evidence& evidence = conclusion.evidence;
    if (evidence.looseFiles) {
        return say(MAILMEND_TEXT("patch-level", "Single files don't show which updates a server has."));
    }
    if (evidence.exchange || !known.programs.isEmpty() || !evidence.registry || conclusion.cancelled) {
        return std::nullopt;
    }
    bool whole = false;
    for (const HiveState& hive : evidence.registry->hives()) {
        whole = whole || (hive.hive == RegistryHive::Software && hive.state == ReadState::Read);
    }
    const RegistryAnswer parent = evidence.registry->key(RegistryHive::Software, u"Microsoft");
    const RegistryAnswer exchange =
        evidence.registry->key(RegistryHive::Software, u"Microsoft\\ExchangeServer");
    const bool absent = parent.state == RegistryAnswer::State::Found && parent.key.complete &&
                        exchange.state == RegistryAnswer::State::Absent;
    const bool looked =
        std::any_of(conclusion.walked.begin(), conclusion.walked.end(), [&](const WalkedInterest& walked) {
            return walked.interest.pathClass == PathClass::ExchangeBinary && isProvenEmpty(walked, evidence);
        });
    if (!whole || !absent || !looked) {
        return std::nullopt;
    }
    return say(MAILMEND_TEXT("patch-level",
                             "Exchange is not installed here: the registry was read in full and doesn't "
                             "name it, and none of its programs is there."));
}

Outcome conclude(const Conclusion& conclusion)
{
    const Known known = gather(conclusion);
    Outcome outcome;
    if (const std::optional<Text> proof = noExchange(conclusion, known)) {
        outcome.notApplicable = proof;
        return outcome;
    }
    readFolders(conclusion, known, outcome);
    readSettings(known, outcome);
    reportBuild(known, outcome);
    outcome.unread += known.registry.unread;
    reportConditions(known, outcome);
    reportMitigation(known, outcome);
    if (!conclusion.evidence.files) {
        outcome.unread.append(
            unread("exchange-binaries", conclusion.evidence.files.state, conclusion.evidence.files.reason));
    }
    if (conclusion.cancelled) {
        outcome.unread.append(
            unread("exchange-binaries", ReadState::Partly,
                   say(MAILMEND_TEXT("patch-level", "The check was stopped before its end."))));
    }
    for (const auto find : {missingUpdates, endedSupport, missingMitigation, mixedBuilds, pastExposure}) {
        if (std::optional<Finding> finding = find(known)) {
            outcome.findings.append(std::move(*finding));
        }
    }
    if (std::optional<Finding> finding = endedWindowsSupport(known, outcome.unread)) {
        outcome.findings.append(std::move(*finding));
    }
    if (known.build) {
        outcome.looked.append(
            known.suKnown
                ? say(MAILMEND_TEXT("patch-level",
                                    "We read the version of {count} {count|program|programs} of Exchange "
                                    "and compared it with {cves} known flaws."),
                      {{"count", count(known.programs.size())}, {"cves", count(known.cves.size())}})
                : say(MAILMEND_TEXT("patch-level",
                                    "We read what the registry says of Exchange's version and compared "
                                    "it with {cves} known flaws."),
                      {{"cves", count(known.cves.size())}}));
    }
    return outcome;
}

constexpr const char* kAreas[] = {"patch-level", "support"};

} // namespace
} // namespace mailmend::patch_level

namespace mailmend {

constinit const Check patchLevelCheck{
    .id = patch_level::kId,
    .title = MAILMEND_TEXT("patch-level", "Updates"),
    .question =
        MAILMEND_TEXT("patch-level", "Is this server missing fixes, and since when did it stand open?"),
    .reads = MAILMEND_TEXT(
        "patch-level",
        "The version of Exchange's programs, what the registry and the log of Exchange's setup say of "
        "installations and updates, and the web server's settings for Microsoft's temporary fix M2."),
    .limits = MAILMEND_TEXT(
        "patch-level",
        "Flaws that hang on settings in the directory can't be told. Days are those that the server "
        "gives, which an intruder can change. It can't tell whether Windows has its monthly updates, "
        "or what stands in front of the server."),
    .areas = patch_level::kAreas,
    .interests = patch_level::interests,
    .inspect = patch_level::look,
    .preview = nullptr,
    .conclude = patch_level::conclude,
};

} // namespace mailmend
