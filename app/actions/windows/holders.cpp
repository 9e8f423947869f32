// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/holders.h"

#include "base/windows/file_calls.h"

#include <algorithm>
#include <array>

#include <winternl.h>

#ifdef _MSC_VER // its header leaves this one out
extern "C" NTSYSCALLAPI NTSTATUS NTAPI NtQueryInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG,
                                                              FILE_INFORMATION_CLASS);
#endif

namespace mailmend {
namespace {

/** Source: Microsoft Learn, FILE_INFORMATION_CLASS (ntifs.h): FileProcessIdsUsingFileInformation. */
constexpr int processIdsUsingFile = 47;

struct ProcessIds
{
    ULONG count;
    std::array<ULONG_PTR, 256> ids;
};

QString programOf(DWORD process)
{
    const HANDLE open = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
    if (open == nullptr) {
        return {};
    }
    std::array<wchar_t, 32'768> path;
    auto length = static_cast<DWORD>(path.size());
    const bool told = QueryFullProcessImageNameW(open, 0, path.data(), &length) != 0;
    CloseHandle(open);
    return told ? QString::fromWCharArray(path.data(), int(length)).section(u'\\', -1) : QString();
}

} // namespace

QStringList programsThatHold(HANDLE file)
{
    ProcessIds found = {};
    IO_STATUS_BLOCK status = {};
    if (NtQueryInformationFile(file, &status, &found, sizeof found,
                               static_cast<FILE_INFORMATION_CLASS>(processIdsUsingFile)) < 0) {
        return {};
    }
    QStringList programs;
    const size_t count = std::min(static_cast<size_t>(found.count), found.ids.size());
    for (size_t i = 0; i < count; ++i) {
        const auto process = static_cast<DWORD>(found.ids.at(i));
        const QString program = process == GetCurrentProcessId() ? QString() : programOf(process);
        if (!program.isEmpty() && !programs.contains(program)) {
            programs.append(program);
        }
    }
    programs.sort();
    return programs;
}

} // namespace mailmend
