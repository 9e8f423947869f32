// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/running.h"

#include "base/windows/file_calls.h"
#include "base/windows/privileges.h"

#include <QHash>

#include <vector>

#include <sddl.h>
#include <tlhelp32.h>
#include <winternl.h>

namespace mailmend::windows {
namespace {

/** Of NtQueryInformationProcess: the command line, since Windows 8.1. Source: winternl.h's PROCESSINFOCLASS
 * as System Informer's phnt documents it. */
constexpr auto processCommandLine = static_cast<PROCESSINFOCLASS>(60);
constexpr ULONG mostCommandLineBytes = 128 * 1024;

/** A handle where "none" is null. */
Owned ownedOrNone(HANDLE handle)
{
    return Owned(handle == nullptr ? INVALID_HANDLE_VALUE : handle);
}

QString imageOf(HANDLE process)
{
    std::wstring room(32'768, L'\0');
    DWORD size = DWORD(room.size());
    return QueryFullProcessImageNameW(process, 0, room.data(), &size) != 0
               ? QString::fromWCharArray(room.data(), int(size))
               : QString();
}

QString commandLineOf(HANDLE process)
{
    ULONG needed = 0;
    NtQueryInformationProcess(process, processCommandLine, nullptr, 0, &needed);
    if (needed < sizeof(UNICODE_STRING) || needed > mostCommandLineBytes) {
        return {};
    }
    std::vector<quint64> room(needed / sizeof(quint64) + 1);
    const ULONG size = ULONG(room.size() * sizeof(quint64));
    if (NtQueryInformationProcess(process, processCommandLine, room.data(), size, &needed) < 0) {
        return {};
    }
    const auto* text = reinterpret_cast<const UNICODE_STRING*>(room.data());
    const auto* begin = reinterpret_cast<const char*>(text->Buffer);
    const auto* from = reinterpret_cast<const char*>(room.data());
    if (begin < from || begin + text->Length > from + size) {
        return {};
    }
    return QString::fromWCharArray(text->Buffer, int(text->Length / sizeof(wchar_t)));
}

QDateTime startOf(HANDLE process)
{
    FILETIME created, ended, kernel, user;
    if (GetProcessTimes(process, &created, &ended, &kernel, &user) == 0) {
        return {};
    }
    LARGE_INTEGER ticks;
    ticks.LowPart = created.dwLowDateTime;
    ticks.HighPart = static_cast<LONG>(created.dwHighDateTime);
    return toTime(ticks);
}

/** "NT AUTHORITY\SYSTEM". Accounts of a domain stay numbers: asking for their names may use the network. */
QString accountOf(PSID sid)
{
    LPWSTR text = nullptr;
    if (ConvertSidToStringSidW(sid, &text) == 0) {
        return {};
    }
    const QString number = QString::fromWCharArray(text);
    LocalFree(text);
    if (number.startsWith(u"S-1-5-21-")) {
        return number;
    }
    wchar_t name[256] = {}, domain[256] = {};
    DWORD nameSize = 256, domainSize = 256;
    SID_NAME_USE use;
    if (LookupAccountSidW(nullptr, sid, name, &nameSize, domain, &domainSize, &use) == 0) {
        return number;
    }
    const QString of = QString::fromWCharArray(domain);
    return (of.isEmpty() ? QString() : of + u'\\') + QString::fromWCharArray(name);
}

QString userOf(HANDLE process)
{
    HANDLE opened = nullptr;
    if (OpenProcessToken(process, TOKEN_QUERY, &opened) == 0) {
        return {};
    }
    const Owned token = ownedOrNone(opened);
    alignas(8) char room[512];
    DWORD size = 0;
    return GetTokenInformation(token.get(), TokenUser, room, sizeof room, &size) != 0
               ? accountOf(reinterpret_cast<const TOKEN_USER*>(room)->User.Sid)
               : QString();
}

void addDetails(LiveProcess& process)
{
    const Owned opened = ownedOrNone(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process.id));
    if (opened) {
        process.image = imageOf(opened.get());
        process.commandLine = commandLineOf(opened.get());
        process.started = startOf(opened.get());
        process.user = userOf(opened.get());
    }
}

bool isWorkerUntold(const LiveProcess& process)
{
    return process.name.compare(u"w3wp.exe", Qt::CaseInsensitive) == 0 &&
           (process.commandLine.isEmpty() || !process.started.isValid());
}

} // namespace

LiveList<LiveProcess> readProcesses()
{
    LiveList<LiveProcess> list;
    usePrivilege(SE_DEBUG_NAME); // administrators may look into every process that way
    const Owned snapshot(CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
    if (!snapshot) {
        refuse(list, GetLastError());
        return list;
    }
    PROCESSENTRY32W entry = {};
    entry.dwSize = sizeof entry;
    qint64 untold = 0;
    for (BOOL more = Process32FirstW(snapshot.get(), &entry); more != 0;
         more = Process32NextW(snapshot.get(), &entry)) {
        LiveProcess process;
        process.id = entry.th32ProcessID;
        process.parent = entry.th32ParentProcessID;
        process.name = QString::fromWCharArray(entry.szExeFile);
        addDetails(process);
        untold += isWorkerUntold(process) ? 1 : 0;
        list.rows.append(process);
    }
    if (const DWORD code = GetLastError(); list.rows.isEmpty() || code != ERROR_NO_MORE_FILES) {
        refuse(list, code);
        return list;
    }
    list.state = untold == 0 ? ReadState::Read : ReadState::Partly;
    if (untold > 0) {
        list.reason = say(
            MAILMEND_TEXT("live", "{count} {count|process|processes} of the web server could not be looked "
                                  "into. Look with an account of an administrator."),
            {{"count", count(untold)}});
    }
    return list;
}

} // namespace mailmend::windows
