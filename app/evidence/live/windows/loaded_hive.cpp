// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/loaded_hive.h"

#include "base/windows/file_calls.h"
#include "base/windows/privileges.h"
#include "evidence/live/windows/open_key.h"
#include "evidence/volume/windows/read_error.h"

#include <QDir>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <sddl.h>

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

/** Reads the saved copy; it is gone with this reader. */
class SavedHive : public FileReader
{
public:
    SavedHive(windows::Owned file, QByteArray name) : m_file(std::move(file)), m_name(std::move(name)) {}

    Result<qint64> read(std::span<char> room) override
    {
        DWORD got = 0;
        if (ReadFile(m_file.get(), room.data(), static_cast<DWORD>(std::min(room.size(), most)), &got,
                     nullptr) == 0) {
            return native::readError(GetLastError(), m_name);
        }
        return qint64(got);
    }

private:
    static constexpr size_t most = 16 << 20;
    windows::Owned m_file;
    QByteArray m_name;
};

bool isHive(HANDLE file)
{
    char head[4] = {};
    DWORD got = 0;
    const LARGE_INTEGER start = {};
    return ReadFile(file, head, sizeof head, &got, nullptr) != 0 && got == sizeof head &&
           std::memcmp(head, "regf", sizeof head) == 0 &&
           SetFilePointerEx(file, start, nullptr, FILE_BEGIN) != 0;
}

/** A copy that ends with its handle. Another program may look at a new file for a moment, and hold it. */
windows::Owned openToDelete(const std::wstring& path)
{
    constexpr int tries = 10;
    constexpr DWORD pause = 100; // milliseconds
    for (int i = 0;; ++i) {
        windows::Owned file(CreateFileW(path.c_str(), GENERIC_READ | DELETE,
                                        FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                        FILE_FLAG_DELETE_ON_CLOSE, nullptr));
        if (file || GetLastError() != ERROR_SHARING_VIOLATION || i == tries) {
            return file;
        }
        Sleep(pause);
    }
}

} // namespace

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
    PSECURITY_DESCRIPTOR rights = nullptr; // it may hold password hashes
    if (ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;;FA;;;OW)(A;;FA;;;BA)(A;;FA;;;SY)",
                                                             SDDL_REVISION_1, &rights, nullptr) == 0) {
        return native::readError(GetLastError(), shown);
    }
    SECURITY_ATTRIBUTES closed = {sizeof closed, rights, FALSE};
    const LSTATUS saved = RegSaveKeyExW(open.get(), path.c_str(), &closed, latestFormat);
    LocalFree(rights);
    windows::Owned reader = openToDelete(path);
    const DWORD code = GetLastError();
    if (!reader && DeleteFileW(path.c_str()) == 0 && GetLastError() != ERROR_FILE_NOT_FOUND) {
        return Error{
            ErrorKind::Conflict,
            say(MAILMEND_TEXT("evidence", "A copy of {path} was made and could not be removed: {copy}. "
                                          "It may hold password hashes."),
                {{"path", place(file.display())}, {"copy", place(copy)}}),
            say(MAILMEND_TEXT("evidence", "Delete that copy, then collect again.")),
            {},
            {}};
    }
    if (saved != ERROR_SUCCESS || !reader) {
        return native::readError(saved != ERROR_SUCCESS ? static_cast<DWORD>(saved) : code, shown);
    }
    if (!isHive(reader.get())) {
        return Error{ErrorKind::Unsupported,
                     say(MAILMEND_TEXT("evidence", "Windows holds {path} open, and what it saved of it is no "
                                                   "registry file."),
                         {{"path", place(file.display())}}),
                     {},
                     {},
                     {}};
    }
    return std::unique_ptr<FileReader>(std::make_unique<SavedHive>(std::move(reader), shown));
}

} // namespace mailmend
