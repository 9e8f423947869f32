// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/files_seen.h"

#include "evidence/parse/iis_configuration.h"
#include "evidence/parse/pe_version.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

constexpr QByteArrayView kSetupLog = "exchangesetup.log";

/**
 * What the temporary fix for CVE-2026-42897 adds to the headers of Outlook on the web, whoever put it there.
 * Source: microsoft/CSS-Exchange, EOMT 2026 (outbound rule on the owa virtual directory).
 */
constexpr QStringView kMitigation = u"script-src-attr 'none'";

bool isConfiguration(const QByteArray& name)
{
    return name == "web.config" || name == "applicationhost.config";
}

Interest interest(PathClass pathClass, const WindowsPath& folder, QList<QByteArray> names, Text why)
{
    Interest made;
    made.pathClass = pathClass;
    made.folder = folder;
    made.recursive = false;
    made.names = std::move(names);
    made.whyHere = std::move(why);
    return made;
}

void addConfigurations(const Evidence& evidence, std::vector<Interest>& to)
{
    if (!evidence.iis) {
        return;
    }
    const Text why = say(MAILMEND_TEXT("patch-level", "The settings of Outlook on the web stand here."));
    for (const VirtualDirectory& directory : evidence.iis->virtualDirectories) {
        const bool isOwa = directory.application.compare(QStringLiteral("/owa"), Qt::CaseInsensitive) == 0;
        if (directory.path == QStringLiteral("/") && !directory.physicalPath.isEmpty() &&
            (isOwa || directory.application == QStringLiteral("/"))) {
            to.push_back(interest(PathClass::WebRoot, directory.physicalPath, {"web.config"}, why));
        }
    }
    const WindowsPath& file = evidence.iis->configurationFile;
    if (!file.isEmpty()) {
        to.push_back(interest(PathClass::WebRoot, file.parent(), {"applicationhost.config"}, why));
    }
}

ObservationPointer lookAtProgram(const Item& item)
{
    auto seen = std::make_unique<BinarySeen>();
    seen->path = item.file.path;
    seen->sha256 = item.sha256;
    const Result<PeVersion> version = readPeVersion(item.content);
    if (!version) {
        seen->trouble = version.error().text;
        return seen;
    }
    seen->trouble = version->lost;
    if (version->fileVersion) {
        BuildNumber build;
        std::copy(version->fileVersion->begin(), version->fileVersion->end(), build.parts.begin());
        seen->build = build;
    } else if (version->complete) {
        seen->trouble = say(MAILMEND_TEXT("patch-level", "It holds no version number."));
    }
    return seen;
}

ObservationPointer lookAtSettings(const Item& item)
{
    auto seen = std::make_unique<ConfigurationSeen>();
    seen->path = item.file.path;
    const Result<bool> holds = iisConfigurationHolds(item.content.toByteArray(), kMitigation);
    seen->hasMitigation = holds && *holds;
    if (item.cut) {
        seen->trouble = say(MAILMEND_TEXT("patch-level", "Only the first 16 MB were read."));
    } else if (!holds) {
        seen->trouble = holds.error().text;
    }
    return seen;
}

ObservationPointer lookAtSetupLog(const Item& item)
{
    auto seen = std::make_unique<SetupLogSeen>();
    seen->path = item.file.path;
    seen->cut = item.cut;
    ExchangeSetupLogReader reader;
    reader.add(item.content);
    seen->log = reader.finish();
    return seen;
}

std::optional<BuildNumber> versionIn(const QString& text)
{
    return BuildNumber::parse(text);
}

/** Exchange's setup has its CU in the first three numbers. */
bool isSameCu(const BuildNumber& left, const BuildNumber& right)
{
    return std::equal(left.parts.begin(), left.parts.begin() + 3, right.parts.begin());
}

QDate lastDay(const ExchangeSetupRun& run)
{
    return (run.ended.isValid() ? run.ended : run.started).toUTC().date();
}

} // namespace

std::vector<Interest> interests(const Evidence& evidence, const Knowledge&)
{
    if (evidence.looseFiles) {
        return {};
    }
    std::vector<Interest> list;
    const QList<QByteArray> programs{"exsetup.exe", "microsoft.exchange.data.dll",
                                     "microsoft.exchange.diagnostics.dll"};
    const WindowsPath& drive = evidence.folders.systemDrive;
    if (evidence.exchange) {
        list.push_back(
            interest(PathClass::ExchangeBinary, evidence.exchange->folder.joined(u"bin"), programs,
                     say(MAILMEND_TEXT("patch-level", "The registry says that Exchange is installed "
                                                      "here."))));
    } else if (!drive.isEmpty()) {
        list.push_back(interest(
            PathClass::ExchangeBinary, drive.joined(u"Program Files\\Microsoft\\Exchange Server\\V15\\bin"),
            programs, say(MAILMEND_TEXT("patch-level", "Exchange is usually installed here."))));
    }
    if (!drive.isEmpty()) {
        list.push_back(interest(PathClass::SetupLog, drive.joined(u"ExchangeSetupLogs"),
                                {kSetupLog.toByteArray()},
                                say(MAILMEND_TEXT("patch-level", "Exchange's setup writes its log here."))));
    }
    addConfigurations(evidence, list);
    return list;
}

ObservationPointer look(const Item& item, const Inspection&)
{
    const QByteArray name = foldName(item.file.path.name());
    if (name == kSetupLog) {
        return lookAtSetupLog(item);
    }
    if (isConfiguration(name)) {
        return lookAtSettings(item);
    }
    return lookAtProgram(item);
}

QList<Install> installsOf(const ExchangeSetupLog& log, const std::optional<BuildNumber>& installed)
{
    const Text source = say(MAILMEND_TEXT("patch-level", "the log of Exchange's setup"));
    QList<Install> installs;
    std::optional<Install> unproven;
    for (const ExchangeSetupRun& run : log.runs) {
        if (!run.started.isValid()) {
            continue;
        }
        const QDate day = run.started.toUTC().date();
        for (const QString& before : {run.installedVersion, run.backupVersion}) {
            if (const auto build = versionIn(before)) {
                installs.append({*build, {{}, day}, false, source, TimeSource::Log});
                break;
            }
        }
        const std::optional<BuildNumber> version = versionIn(run.setupVersion);
        const bool fresh = run.mode.compare(QStringLiteral("Install"), Qt::CaseInsensitive) == 0;
        const bool upgrade = run.mode.compare(QStringLiteral("Upgrade"), Qt::CaseInsensitive) == 0;
        if (!version || (!fresh && !upgrade)) {
            continue;
        }
        if (run.completed) {
            installs.append({*version, {day, lastDay(run)}, fresh, source, TimeSource::Log});
        } else if (installed && isSameCu(*version, *installed)) {
            if (!unproven) {
                unproven = Install{*version, {day, lastDay(run)}, false, source, TimeSource::Log};
            }
            unproven->day.last = lastDay(run);
        }
    }
    if (unproven) {
        const bool proven = std::any_of(installs.begin(), installs.end(), [&unproven](const Install& one) {
            return one.build == unproven->build && one.day.first.isValid();
        });
        if (!proven) {
            installs.append(*unproven);
        }
    }
    return installs;
}

} // namespace mailmend::patch_level
