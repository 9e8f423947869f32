// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/live_machine.h"

#include "base/windows/privileges.h"
#include "evidence/live/windows/account_calls.h"
#include "evidence/live/windows/live_registry.h"
#include "evidence/live/windows/running.h"
#include "evidence/volume/windows/read_error.h"

#include <algorithm>

namespace mailmend {
namespace {

/** Letters of this computer's own disks; those of the network and of sticks are none of its evidence. */
QList<char> ownDrives()
{
    QList<char> letters;
    const DWORD all = GetLogicalDrives();
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
        const wchar_t root[] = {static_cast<wchar_t>(letter), L':', L'\\', L'\0'};
        if ((all & (1U << (letter - 'A'))) != 0 && GetDriveTypeW(root) == DRIVE_FIXED) {
            letters.append(letter);
        }
    }
    return letters;
}

} // namespace

bool isLiveMachineOffered()
{
    return true;
}

Result<LiveMachine> openLiveMachine()
{
    LiveMachine machine;
    wchar_t folder[MAX_PATH] = {};
    if (GetSystemWindowsDirectoryW(folder, MAX_PATH) == 0) {
        return native::readError(GetLastError(), "Windows");
    }
    const auto windows = WindowsPath::parse(QString::fromWCharArray(folder));
    if (!windows) {
        return native::readError(ERROR_BAD_PATHNAME, "Windows");
    }
    machine.windows = *windows;
    // Administrators may read everything that way; for others it changes nothing.
    windows::usePrivilege(SE_BACKUP_NAME);
    QList<char> letters = ownDrives();
    std::stable_partition(letters.begin(), letters.end(),
                          [&windows](char letter) { return letter == windows->drive(); });
    for (const char letter : std::as_const(letters)) {
        machine.drives.append({letter, QLatin1Char(letter) + QStringLiteral(":/")});
    }
    machine.registry = std::make_shared<LiveRegistry>();
    machine.running = [](const WindowsPath& exchange) { return windows::readRunning(exchange); };
    machine.askAccounts = windows::askAccounts;
    wchar_t name[256] = {};
    DWORD size = 256;
    if (GetComputerNameExW(ComputerNameDnsFullyQualified, name, &size) != 0) {
        machine.name = QString::fromWCharArray(name, int(size));
    }
    return machine;
}

} // namespace mailmend
