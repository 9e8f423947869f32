// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/loaded_hive.h"

#include "base/windows/closed_to_others.h"
#include "base/windows/privileges.h"
#include "evidence/live/windows/open_key.h"
#include "evidence/live/windows/saved_copy.h"
#include "evidence/volume/windows/read_error.h"

#include <QDir>
#include <QRandomGenerator>

#include <array>
#include <vector>

namespace mailmend {
namespace {

/** Source: Microsoft Learn, RegSaveKeyEx. */
constexpr DWORD latestFormat = 2;
constexpr DWORD longestHiveName = 1024;

/** "\Device\HarddiskVolume2", of which Windows thinks where we say "C:". */
QString deviceOf(char drive)
{
    const wchar_t name[] = {static_cast<wchar_t>(drive), L':', L'\0'};
    std::array<wchar_t, 1024> device = {};
    return QueryDosDeviceW(name, device.data(), DWORD(device.size())) != 0
               ? QString::fromWCharArray(device.data())
               : QString();
}

/**
 * The key into which a file is loaded, "\REGISTRY\MACHINE\SAM"; empty: it is in none. Windows keeps the list
 * of them under hivelist.
 */
QString keyOf(const WindowsPath& file)
{
    windows::OpenKey list;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SYSTEM\\CurrentControlSet\\Control\\hivelist", 0,
                      KEY_READ | KEY_WOW64_64KEY, list.room()) != ERROR_SUCCESS) {
        return {};
    }
    const QString wanted = deviceOf(file.drive()) + file.display().mid(2);
    std::vector<wchar_t> name(longestHiveName, L'\0');
    std::vector<wchar_t> where(32'768, L'\0');
    for (DWORD index = 0;; ++index) {
        auto length = static_cast<DWORD>(name.size());
        auto size = static_cast<DWORD>((where.size() - 1) * sizeof(wchar_t));
        DWORD type = 0;
        const LSTATUS code = RegEnumValueW(list.get(), index, name.data(), &length, nullptr, &type,
                                           reinterpret_cast<BYTE*>(where.data()), &size);
        if (code == ERROR_MORE_DATA) {
            continue;
        }
        if (code != ERROR_SUCCESS) {
            return {};
        }
        where.at(size / sizeof(wchar_t)) = L'\0';
        if (type == REG_SZ &&
            QString::fromWCharArray(where.data()).compare(wanted, Qt::CaseInsensitive) == 0) {
            return QString::fromWCharArray(name.data(), int(length));
        }
    }
}

LSTATUS openLoaded(const QString& key, windows::OpenKey& open)
{
    const QString machine = QStringLiteral("\\REGISTRY\\MACHINE\\"),
                  user = QStringLiteral("\\REGISTRY\\USER\\");
    const bool isMachine = key.startsWith(machine, Qt::CaseInsensitive);
    if (!isMachine && !key.startsWith(user, Qt::CaseInsensitive)) {
        return ERROR_FILE_NOT_FOUND;
    }
    const std::wstring below = key.mid(isMachine ? machine.size() : user.size()).toStdWString();
    return RegOpenKeyExW(isMachine ? HKEY_LOCAL_MACHINE : HKEY_USERS, below.c_str(),
                         REG_OPTION_BACKUP_RESTORE, KEY_READ | KEY_WOW64_64KEY, open.room());
}

Result<std::unique_ptr<FileReader>> openLoadedHive(const WindowsPath& file, const QString& folder)
{
    const QByteArray shown = file.display().toUtf8();
    const QString key = keyOf(file);
    if (key.isEmpty()) {
        return native::readError(ERROR_FILE_NOT_FOUND, shown);
    }
    windows::usePrivilege(SE_BACKUP_NAME);
    windows::OpenKey open;
    if (const LSTATUS code = openLoaded(key, open); code != ERROR_SUCCESS) {
        return native::readError(static_cast<DWORD>(code), shown);
    }
    const QString copy = QStringLiteral("%1/.mailmend-%2.hive")
                             .arg(QDir(folder).absolutePath())
                             .arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
    const std::wstring path = windows::longPath(copy.toUtf8());
    windows::ClosedToOthers closed; // it may hold password hashes
    if (closed.attributes() == nullptr) {
        return native::readError(GetLastError(), shown);
    }
    const LSTATUS code = RegSaveKeyExW(open.get(), path.c_str(), closed.attributes(), latestFormat);
    windows::Owned opened = windows::openToDelete(path);
    const DWORD openCode = GetLastError();
    if (!opened && DeleteFileW(path.c_str()) == 0 && GetLastError() != ERROR_FILE_NOT_FOUND) {
        return windows::copyIsLeft(file.display(), copy);
    }
    if (!opened) {
        return native::readError(code != ERROR_SUCCESS ? static_cast<DWORD>(code) : openCode, shown);
    }
    auto saved = std::make_unique<windows::SavedCopy>(std::move(opened), shown); // even half of one
    if (code != ERROR_SUCCESS) {
        return native::readError(static_cast<DWORD>(code), shown);
    }
    if (!saved->beginsWith("regf")) {
        return Error{ErrorKind::Unsupported,
                     say(MAILMEND_TEXT("evidence", "Windows holds {path} open, and what it saved of it is no "
                                                   "registry file."),
                         {{"path", place(file.display())}}),
                     {},
                     {},
                     {}};
    }
    return std::unique_ptr<FileReader>(std::move(saved));
}

} // namespace

LoadedHiveSystem loadedHivesOfThisSystem()
{
    return {openLoadedHive,
            [](const QString& folder) {
                const auto keeps = windows::keepingOf(folder);
                return !keeps || !keeps->keepsRights || keeps->isRemote;
            },
            windows::removeLeftHives};
}

} // namespace mailmend
