// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/running.h"

#include "base/windows/file_calls.h"

#include <ntsecapi.h>

namespace mailmend::windows {
namespace {

constexpr ULONG mostLogons = 100'000;

QString textOf(const LSA_UNICODE_STRING& text)
{
    return text.Buffer == nullptr ? QString()
                                  : QString::fromWCharArray(text.Buffer, int(text.Length / sizeof(wchar_t)));
}

/** Source: SECURITY_LOGON_TYPE of Microsoft Learn. */
QString logonKind(ULONG type)
{
    switch (type) {
    case 2:
        return QStringLiteral("at the computer");
    case 3:
        return QStringLiteral("network");
    case 4:
        return QStringLiteral("batch");
    case 5:
        return QStringLiteral("service");
    case 7:
        return QStringLiteral("unlocked");
    case 8:
        return QStringLiteral("network, password in clear text");
    case 9:
        return QStringLiteral("other credentials");
    case 10:
        return QStringLiteral("remote desktop");
    case 11:
        return QStringLiteral("at the computer, without the domain");
    default:
        return QString::number(type);
    }
}

} // namespace

LiveList<LiveLogon> readLogons()
{
    LiveList<LiveLogon> list;
    ULONG count = 0;
    PLUID sessions = nullptr;
    const NTSTATUS status = LsaEnumerateLogonSessions(&count, &sessions);
    if (status < 0 || (sessions == nullptr && count > 0)) {
        refuse(list, status < 0 ? LsaNtStatusToWinError(status) : ERROR_NOT_SUPPORTED);
        return list;
    }
    qint64 untold = 0;
    for (ULONG i = 0; i < std::min(count, mostLogons); ++i) {
        PSECURITY_LOGON_SESSION_DATA data = nullptr;
        if (LsaGetLogonSessionData(&sessions[i], &data) < 0 || data == nullptr) {
            ++untold;
            continue;
        }
        const QString name = textOf(data->UserName);
        const QString domain = textOf(data->LogonDomain);
        if (!name.isEmpty()) {
            list.rows.append({domain.isEmpty() ? name : domain + u'\\' + name, logonKind(data->LogonType),
                              toTime(data->LogonTime), data->Session});
        }
        LsaFreeReturnBuffer(data);
    }
    LsaFreeReturnBuffer(sessions);
    list.state = untold == 0 ? ReadState::Read : ReadState::Partly;
    if (untold > 0) {
        list.reason =
            say(MAILMEND_TEXT("live", "Windows did not tell who is behind {count} {count|logon|logons}. "
                                      "Look with an account of an administrator."),
                {{"count", mailmend::count(untold)}});
    }
    return list;
}

} // namespace mailmend::windows
