// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/running.h"

#include <vector>

#include <windows.h>

namespace mailmend::windows {
namespace {

constexpr DWORD mostServiceBytes = 64 * 1024 * 1024;

/** An open service or the list of them, with its owner. */
class ServiceHandle
{
public:
    explicit ServiceHandle(SC_HANDLE handle) : m_handle(handle) {}
    ~ServiceHandle()
    {
        if (m_handle != nullptr) {
            CloseServiceHandle(m_handle);
        }
    }
    ServiceHandle(const ServiceHandle&) = delete;
    ServiceHandle& operator=(const ServiceHandle&) = delete;
    SC_HANDLE get() const { return m_handle; }

private:
    SC_HANDLE m_handle;
};

QString serviceState(DWORD state)
{
    switch (state) {
    case SERVICE_RUNNING:
        return QStringLiteral("running");
    case SERVICE_STOPPED:
        return QStringLiteral("stopped");
    case SERVICE_START_PENDING:
        return QStringLiteral("starting");
    case SERVICE_STOP_PENDING:
        return QStringLiteral("stopping");
    case SERVICE_PAUSED:
        return QStringLiteral("paused");
    case SERVICE_PAUSE_PENDING:
        return QStringLiteral("pausing");
    case SERVICE_CONTINUE_PENDING:
        return QStringLiteral("continuing");
    default:
        return QString::number(state);
    }
}

QString serviceStart(DWORD start)
{
    switch (start) {
    case SERVICE_BOOT_START:
        return QStringLiteral("boot");
    case SERVICE_SYSTEM_START:
        return QStringLiteral("system");
    case SERVICE_AUTO_START:
        return QStringLiteral("automatic");
    case SERVICE_DEMAND_START:
        return QStringLiteral("manual");
    case SERVICE_DISABLED:
        return QStringLiteral("disabled");
    default:
        return QString::number(start);
    }
}

/** How it is set up; false where that is not told. */
bool addSetup(SC_HANDLE manager, const wchar_t* name, LiveService& service)
{
    const ServiceHandle opened(OpenServiceW(manager, name, SERVICE_QUERY_CONFIG));
    DWORD needed = 0;
    if (opened.get() == nullptr) {
        return false;
    }
    QueryServiceConfigW(opened.get(), nullptr, 0, &needed);
    if (needed < sizeof(QUERY_SERVICE_CONFIGW) || needed > 64 * 1024) {
        return false;
    }
    std::vector<quint64> room(needed / sizeof(quint64) + 1);
    auto* const setup = reinterpret_cast<QUERY_SERVICE_CONFIGW*>(room.data());
    if (QueryServiceConfigW(opened.get(), setup, DWORD(room.size() * sizeof(quint64)), &needed) == 0) {
        return false;
    }
    service.start = serviceStart(setup->dwStartType);
    service.commandLine = QString::fromWCharArray(setup->lpBinaryPathName ? setup->lpBinaryPathName : L"");
    service.account = QString::fromWCharArray(setup->lpServiceStartName ? setup->lpServiceStartName : L"");
    return true;
}

} // namespace

LiveList<LiveService> readServices()
{
    LiveList<LiveService> list;
    const ServiceHandle manager(
        OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT | SC_MANAGER_ENUMERATE_SERVICE));
    if (manager.get() == nullptr) {
        refuse(list, GetLastError());
        return list;
    }
    qint64 untold = 0;
    DWORD resume = 0;
    std::vector<quint64> room(32 * 1024);
    for (;;) {
        DWORD needed = 0;
        DWORD count = 0;
        const BOOL whole =
            EnumServicesStatusExW(manager.get(), SC_ENUM_PROCESS_INFO, SERVICE_WIN32 | SERVICE_DRIVER,
                                  SERVICE_STATE_ALL, reinterpret_cast<BYTE*>(room.data()),
                                  DWORD(room.size() * sizeof(quint64)), &needed, &count, &resume, nullptr);
        const DWORD code = whole != 0 ? ERROR_SUCCESS : GetLastError();
        if (code != ERROR_SUCCESS && code != ERROR_MORE_DATA) {
            refuse(list, code);
            return list;
        }
        const auto* rows = reinterpret_cast<const ENUM_SERVICE_STATUS_PROCESSW*>(room.data());
        for (DWORD i = 0; i < count; ++i) {
            LiveService service;
            service.name = QString::fromWCharArray(rows[i].lpServiceName);
            service.shownName = QString::fromWCharArray(rows[i].lpDisplayName);
            service.state = serviceState(rows[i].ServiceStatusProcess.dwCurrentState);
            service.process = rows[i].ServiceStatusProcess.dwProcessId;
            untold += addSetup(manager.get(), rows[i].lpServiceName, service) ? 0 : 1;
            list.rows.append(service);
        }
        if (code == ERROR_SUCCESS) {
            break;
        }
        if (count == 0) { // not even one fits
            const size_t wanted = room.size() + needed / sizeof(quint64) + 1;
            if (wanted * sizeof(quint64) > mostServiceBytes) {
                refuse(list, ERROR_NOT_ENOUGH_MEMORY);
                return list;
            }
            room.resize(wanted);
        }
    }
    list.state = untold == 0 ? ReadState::Read : ReadState::Partly;
    if (untold > 0) {
        list.reason =
            say(MAILMEND_TEXT("live", "Of {count} {count|service|services}, Windows did not tell how "
                                      "{count|it is|they are} set up."),
                {{"count", count(untold)}});
    }
    return list;
}

} // namespace mailmend::windows
