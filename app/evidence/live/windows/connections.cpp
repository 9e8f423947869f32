// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/running.h"

#include <vector>

// Before windows.h, which would bring the older sockets.
#include <winsock2.h>

#include <ws2tcpip.h>

#include <iphlpapi.h>

namespace mailmend::windows {
namespace {

constexpr int triesOfTable = 5;
constexpr ULONG mostTableBytes = 64 * 1024 * 1024;

QString connectionState(DWORD state)
{
    // Source: MIB_TCP_STATE of Microsoft Learn; RFC 9293 names the states.
    static constexpr const char* names[] = {
        "",           "closed",     "listening", "syn-sent", "syn-received", "established", "fin-wait-1",
        "fin-wait-2", "close-wait", "closing",   "last-ack", "time-wait",    "deleting"};
    return state < std::size(names) ? QString::fromLatin1(names[state]) : QString::number(state);
}

quint16 portOf(DWORD port)
{
    return ntohs(static_cast<u_short>(port));
}

QString addressOf(int family, const void* address)
{
    wchar_t room[64] = {};
    return InetNtopW(family, address, room, std::size(room)) != nullptr ? QString::fromWCharArray(room)
                                                                        : QString();
}

template<typename Row>
LiveConnection connectionOf(const Row& row, int family, const void* local, const void* remote)
{
    LiveConnection connection;
    connection.protocol = family == AF_INET ? QStringLiteral("TCP") : QStringLiteral("TCP6");
    connection.local = addressOf(family, local);
    connection.localPort = portOf(row.dwLocalPort);
    connection.state = connectionState(row.dwState);
    connection.process = row.dwOwningPid;
    if (row.dwState != MIB_TCP_STATE_LISTEN) {
        connection.remote = addressOf(family, remote);
        connection.remotePort = portOf(row.dwRemotePort);
    }
    return connection;
}

/** The table of one family as it lies in memory; ERROR_SUCCESS or a code. */
DWORD readTable(ULONG family, std::vector<quint64>& room)
{
    ULONG size = 0;
    DWORD code = ERROR_INSUFFICIENT_BUFFER;
    for (int i = 0; i < triesOfTable && code == ERROR_INSUFFICIENT_BUFFER; ++i) { // it grows meanwhile
        room.assign(size / sizeof(quint64) + 512, 0);
        size = ULONG(room.size() * sizeof(quint64));
        code = GetExtendedTcpTable(room.data(), &size, FALSE, family, TCP_TABLE_OWNER_PID_ALL, 0);
        if (size > mostTableBytes) {
            return ERROR_NOT_ENOUGH_MEMORY;
        }
    }
    return code;
}

} // namespace

LiveList<LiveConnection> readConnections()
{
    LiveList<LiveConnection> list;
    std::vector<quint64> room;
    const DWORD first = readTable(AF_INET, room);
    if (first == ERROR_SUCCESS) {
        const auto* table = reinterpret_cast<const MIB_TCPTABLE_OWNER_PID*>(room.data());
        for (DWORD i = 0; i < table->dwNumEntries; ++i) {
            const MIB_TCPROW_OWNER_PID& row = table->table[i];
            list.rows.append(connectionOf(row, AF_INET, &row.dwLocalAddr, &row.dwRemoteAddr));
        }
    }
    const DWORD second = readTable(AF_INET6, room);
    if (second == ERROR_SUCCESS) {
        const auto* table = reinterpret_cast<const MIB_TCP6TABLE_OWNER_PID*>(room.data());
        for (DWORD i = 0; i < table->dwNumEntries; ++i) {
            const MIB_TCP6ROW_OWNER_PID& row = table->table[i];
            list.rows.append(connectionOf(row, AF_INET6, row.ucLocalAddr, row.ucRemoteAddr));
        }
    }
    list.state = ReadState::Read;
    if (first != ERROR_SUCCESS || second != ERROR_SUCCESS) {
        refuse(list, first != ERROR_SUCCESS ? first : second);
        list.state = list.rows.isEmpty() ? list.state : ReadState::Partly;
    }
    return list;
}

} // namespace mailmend::windows
