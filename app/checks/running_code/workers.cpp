// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/running_code/workers.h"

#include "evidence/live/application_pool.h"

namespace mailmend::running_code {
namespace {

/** ASP.NET's compiled pages lie below a folder for the site and two that it names by numbers. */
constexpr qsizetype foldersOfCompiledPages = 3;

std::optional<Origin> inWindows(const WindowsPath& path, const WindowsPath& windows)
{
    if (windows.isEmpty() || !path.isWithin(windows)) {
        return std::nullopt;
    }
    for (const QStringView temporary : {u"Temp", u"ServiceProfiles", u"Tasks", u"Tracing", u"Debug"}) {
        if (path.isWithin(windows.joined(temporary))) {
            return Origin::AnyonesFolder;
        }
    }
    const WindowsPath dotNet = windows.joined(u"Microsoft.NET");
    for (const QStringView framework : {u"Framework", u"Framework64"}) {
        for (const QStringView version : {u"v2.0.50727", u"v4.0.30319"}) {
            const WindowsPath compiled =
                dotNet.joined(framework).joined(version).joined(u"Temporary ASP.NET Files");
            if (path.isWithin(compiled)) {
                const qsizetype below = path.components().size() - compiled.components().size();
                return below > foldersOfCompiledPages ? Origin::CompiledPages : Origin::AnyonesFolder;
            }
        }
    }
    if (path.isWithin(windows.joined(u"assembly")) || path.isWithin(dotNet.joined(u"assembly"))) {
        return Origin::Native;
    }
    return Origin::Windows;
}

} // namespace

QList<Worker> workersOf(const LiveFacts& facts)
{
    QList<Worker> workers;
    for (const LiveProcess& process : facts.processes.rows) {
        if (process.name.compare(u"w3wp.exe", Qt::CaseInsensitive) == 0) {
            workers.append({process, applicationPoolOf(process.commandLine)});
        }
    }
    return workers;
}

bool isPoolOfExchange(const QString& pool)
{
    return pool.startsWith(u"MSExchange", Qt::CaseInsensitive);
}

Origin originOf(const QString& text, const Evidence& evidence)
{
    const auto path = WindowsPath::parse(text);
    if (!path || path->components().isEmpty()) {
        return Origin::Unknown;
    }
    const WindowsFolders& folders = evidence.folders;
    if (const auto origin = inWindows(*path, folders.windows)) {
        return *origin;
    }
    if (evidence.exchange && path->isWithin(evidence.exchange->folder)) {
        return Origin::Exchange;
    }
    const auto below = [&path](const WindowsPath& folder, QStringView name) {
        return !folder.isEmpty() && path->isWithin(folder.joined(name));
    };
    for (const QStringView name : {u"Program Files", u"Program Files (x86)"}) {
        if (below(folders.systemDrive, name)) {
            return Origin::ProgramFiles;
        }
    }
    for (const QStringView name : {u"PerfLogs", u"$Recycle.Bin", u"inetpub", u"Temp", u"root"}) {
        if (below(folders.systemDrive, name)) {
            return Origin::AnyonesFolder;
        }
    }
    return below(folders.users, u"") ? Origin::AnyonesFolder : Origin::Elsewhere;
}

Subject serverSubject(const Evidence& evidence, SubjectKind kind, const QString& name)
{
    Subject subject;
    subject.kind = kind;
    subject.owner = evidence.target.id;
    subject.name = name;
    return subject;
}

} // namespace mailmend::running_code
