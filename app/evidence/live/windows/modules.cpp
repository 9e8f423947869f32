// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/running.h"

#include "base/windows/file_calls.h"
#include "evidence/live/application_pool.h"
#include "evidence/volume/windows/read_error.h"

#include <QSet>

#include <psapi.h>

namespace mailmend::windows {
namespace {

constexpr qint64 mostRegions = 4'000'000;
constexpr DWORD longestMappedName = 32'768;

/** "\Device\HarddiskVolume3\a" as "C:\a"; as it is where no drive has that device. */
QString withDrive(const QString& device)
{
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
        const wchar_t drive[] = {static_cast<wchar_t>(letter), L':', L'\0'};
        wchar_t target[MAX_PATH] = {};
        if (QueryDosDeviceW(drive, target, MAX_PATH) == 0) {
            continue;
        }
        const QString name = QString::fromWCharArray(target);
        if (!name.isEmpty() && device.startsWith(name + u'\\', Qt::CaseInsensitive)) {
            return QString(QLatin1Char(letter)) + u':' + device.mid(name.size());
        }
    }
    return device;
}

/** .NET maps some of its assemblies as plain files. */
bool isProgramName(const QString& path)
{
    return path.endsWith(u".dll", Qt::CaseInsensitive) || path.endsWith(u".exe", Qt::CaseInsensitive);
}

} // namespace

MappedPrograms mappedIn(const AddressSpace& space)
{
    MappedPrograms mapped;
    QSet<QString> seen;
    const void* lastOwner = nullptr;
    const char* at = nullptr;
    for (qint64 i = 0; i < mostRegions; ++i) {
        MEMORY_BASIC_INFORMATION region = {};
        if (const DWORD code = space.region(at, region); code != ERROR_SUCCESS) {
            // Source: Microsoft Learn, VirtualQueryEx: this is what it says above the highest address.
            mapped.whole = mapped.whole && code == ERROR_INVALID_PARAMETER && at != nullptr;
            return mapped;
        }
        const bool isMapped =
            region.State == MEM_COMMIT && (region.Type == MEM_IMAGE || region.Type == MEM_MAPPED);
        if (isMapped && region.AllocationBase != lastOwner) {
            lastOwner = region.AllocationBase;
            const QString path = space.nameAt(region.AllocationBase);
            // Memory that two programs share has no name; what was loaded as a program has one.
            mapped.whole = mapped.whole && (!path.isEmpty() || region.Type != MEM_IMAGE);
            const bool isProgram = !path.isEmpty() && (region.Type == MEM_IMAGE || isProgramName(path));
            if (isProgram && !seen.contains(path.toCaseFolded())) {
                seen.insert(path.toCaseFolded());
                mapped.programs.append(path);
            }
        }
        const char* const next = static_cast<const char*>(region.BaseAddress) + region.RegionSize;
        if (next <= at) { // the end of what a pointer can say
            return mapped;
        }
        at = next;
    }
    mapped.whole = false;
    return mapped;
}

Result<MappedPrograms> mappedPrograms(quint32 process)
{
    const HANDLE handle = OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, process);
    if (handle == nullptr) {
        return native::readError(GetLastError(), "w3wp.exe");
    }
    const Owned opened(handle);
    std::wstring room(longestMappedName, L'\0');
    return mappedIn(
        {[&opened](const void* at, MEMORY_BASIC_INFORMATION& region) -> DWORD {
             return VirtualQueryEx(opened.get(), at, &region, sizeof region) != 0 ? ERROR_SUCCESS
                                                                                  : GetLastError();
         },
         [&opened, &room](void* at) {
             const DWORD size = GetMappedFileNameW(opened.get(), at, room.data(), longestMappedName);
             return size > 0 ? withDrive(QString::fromWCharArray(room.data(), int(size))) : QString();
         }});
}

LiveList<LiveModule> readModules(const LiveList<LiveProcess>& processes)
{
    LiveList<LiveModule> list;
    if (processes.state != ReadState::Read && processes.rows.isEmpty()) {
        list.state = processes.state;
        list.reason = processes.reason;
        return list;
    }
    qint64 untold = 0;
    for (const LiveProcess& process : processes.rows) {
        if (process.name.compare(u"w3wp.exe", Qt::CaseInsensitive) != 0) {
            continue;
        }
        const auto mapped = mappedPrograms(process.id);
        if (!mapped || mapped->programs.isEmpty() || !mapped->whole) {
            ++untold; // what was seen of one that ended meanwhile is shown all the same
        }
        for (const QString& path : mapped ? mapped->programs : QStringList()) {
            list.rows.append({process.id, applicationPoolOf(process.commandLine), path, Signature::NotAsked});
        }
    }
    list.state = untold == 0 ? ReadState::Read : ReadState::Partly;
    if (untold > 0) {
        list.reason =
            say(MAILMEND_TEXT("live", "What {count} {count|process|processes} of the web server "
                                      "{count|has|have} loaded could not be read in full. Look again with an "
                                      "account of an administrator."),
                {{"count", count(untold)}});
    }
    return list;
}

} // namespace mailmend::windows
