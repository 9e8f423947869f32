// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/live_registry.h"

#include "base/windows/file_calls.h"
#include "evidence/host/hives.h"
#include "evidence/live/windows/open_key.h"

#include <algorithm>
#include <vector>

namespace mailmend {
namespace {

constexpr DWORD kLargestValue = 64 * 1024 * 1024;
constexpr DWORD kLongestName = 16'384; ///< of a value; keys have at most 255 letters

using windows::OpenKey;

QString whole(RegistryHive hive, QStringView path)
{
    const QString root = QLatin1String(hiveName(hive));
    return path.isEmpty() ? root : root + QLatin1Char('\\') + path.toString();
}

Text notRead(RegistryHive hive, QStringView path)
{
    return say(MAILMEND_TEXT("evidence", "The registry's {value} could not be read."),
               {{"value", place(whole(hive, path))}});
}

Text notAllowed(RegistryHive hive, QStringView path)
{
    return say(MAILMEND_TEXT("evidence", "Windows does not let this account read {value} in its registry. An "
                                         "administrator may: start Mailmend as one."),
               {{"value", place(whole(hive, path))}});
}

LSTATUS openKey(RegistryHive hive, QStringView path, OpenKey& key)
{
    const std::wstring name = whole(hive, path).toStdWString();
    constexpr REGSAM access = KEY_READ | KEY_WOW64_64KEY;
    const LSTATUS code = RegOpenKeyExW(HKEY_LOCAL_MACHINE, name.c_str(), 0, access, key.room());
    return code != ERROR_ACCESS_DENIED ? code
                                       : RegOpenKeyExW(HKEY_LOCAL_MACHINE, name.c_str(),
                                                       REG_OPTION_BACKUP_RESTORE, access, key.room());
}

/** Its own facts; false where they can't be read. */
bool describe(HKEY open, RegistryKey& key)
{
    std::vector<wchar_t> name(kLongestName, L'\0');
    auto length = static_cast<DWORD>(name.size());
    FILETIME written = {};
    if (RegQueryInfoKeyW(open, name.data(), &length, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
                         nullptr, nullptr, &written) != ERROR_SUCCESS) {
        return false;
    }
    key.className = QString::fromWCharArray(name.data(), int(length));
    LARGE_INTEGER ticks = {};
    ticks.LowPart = written.dwLowDateTime;
    ticks.HighPart = static_cast<LONG>(written.dwHighDateTime);
    key.lastWrite = windows::toTime(ticks);
    return true;
}

/** False where the list ended early, or holds a name that Windows' own calls can't open. */
bool addSubkeys(HKEY open, RegistryKey& key)
{
    bool fine = true;
    wchar_t name[256] = {};
    for (DWORD index = 0;; ++index) {
        DWORD length = 256;
        const LSTATUS code = RegEnumKeyExW(open, index, name, &length, nullptr, nullptr, nullptr, nullptr);
        if (code == ERROR_NO_MORE_ITEMS) {
            return fine;
        }
        if (code != ERROR_SUCCESS) {
            return false;
        }
        const QString text = QString::fromWCharArray(name, int(length));
        fine = fine && !text.contains(QChar(0));
        key.subkeys.append(text);
    }
}

bool addValues(HKEY open, RegistryKey& key)
{
    std::vector<wchar_t> name(kLongestName, L'\0');
    QByteArray data(4096, Qt::Uninitialized);
    for (DWORD index = 0;; ++index) {
        auto length = static_cast<DWORD>(name.size());
        auto size = static_cast<DWORD>(data.size());
        DWORD type = 0;
        LSTATUS code = RegEnumValueW(open, index, name.data(), &length, nullptr, &type,
                                     reinterpret_cast<BYTE*>(data.data()), &size);
        while (code == ERROR_MORE_DATA && DWORD(data.size()) < kLargestValue) {
            data.resize(std::max<qsizetype>(qsizetype(size), data.size() * 2));
            length = static_cast<DWORD>(name.size());
            size = static_cast<DWORD>(data.size());
            code = RegEnumValueW(open, index, name.data(), &length, nullptr, &type,
                                 reinterpret_cast<BYTE*>(data.data()), &size);
        }
        if (code == ERROR_NO_MORE_ITEMS) {
            return true;
        }
        if (code != ERROR_SUCCESS) {
            return false;
        }
        key.values.append(
            {QString::fromWCharArray(name.data(), int(length)), type, data.left(qsizetype(size))});
    }
}

HiveState stateOf(const LiveRegistry& registry, RegistryHive hive)
{
    HiveState state;
    state.hive = hive;
    // What is closed to ordinary accounts lies deeper: SAM's first key may be opened by all.
    const QStringView deep =
        hive == RegistryHive::Sam ? QStringView(u"SAM\\Domains\\Account\\Users") : QStringView();
    const RegistryAnswer answer = registry.key(hive, deep);
    switch (answer.state) {
    case RegistryAnswer::State::Found:
        state.state = answer.key.complete ? ReadState::Read : ReadState::Partly;
        state.reason = answer.reason;
        state.lastWritten = answer.key.lastWrite;
        break;
    case RegistryAnswer::State::Absent:
        state.state = ReadState::Missing;
        state.reason = notRead(hive, deep);
        break;
    case RegistryAnswer::State::CouldNotRead:
        state.state = ReadState::Denied;
        state.reason = answer.reason;
        break;
    }
    return state;
}

} // namespace

LiveRegistry::LiveRegistry()
{
    for (const RegistryHive hive : {RegistryHive::Software, RegistryHive::System, RegistryHive::Sam}) {
        m_states.append(stateOf(*this, hive));
    }
}

RegistryAnswer LiveRegistry::key(RegistryHive hive, QStringView path) const
{
    RegistryAnswer answer;
    OpenKey open;
    const LSTATUS code = path.contains(QChar(0)) ? LSTATUS(ERROR_INVALID_NAME) : openKey(hive, path, open);
    if (code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND) {
        answer.state = RegistryAnswer::State::Absent;
        return answer;
    }
    if (code != ERROR_SUCCESS) {
        const bool denied = code == ERROR_ACCESS_DENIED || code == ERROR_PRIVILEGE_NOT_HELD;
        answer.reason = denied ? notAllowed(hive, path) : notRead(hive, path);
        return answer;
    }
    answer.state = RegistryAnswer::State::Found;
    answer.key.name = path.toString().section(QLatin1Char('\\'), -1);
    const bool told = describe(open.get(), answer.key);
    const bool listed = addSubkeys(open.get(), answer.key);
    answer.key.complete = addValues(open.get(), answer.key) && listed && told;
    if (!answer.key.complete) {
        answer.reason = notRead(hive, path);
    }
    return answer;
}

} // namespace mailmend
