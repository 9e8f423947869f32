// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/windows/pipe_name.h"

#include "actions/change.h"
#include "actions/windows/rights.h"
#include "base/windows/privileges.h"
#include "engine/helper/frames.h"
#include "engine/helper/windows/pipe_calls.h"

#include <algorithm>

#include <sddl.h>

namespace mailmend::windows {
namespace {

constexpr QLatin1StringView PipeNameStart("mailmend-");
constexpr DWORD PipeRoom = 65'536;

std::wstring pathOfPipe(const QString& name)
{
    return L"\\\\.\\pipe\\" + name.toStdWString();
}

std::wstring textOf(PSID sid)
{
    LPWSTR text = nullptr;
    if (ConvertSidToStringSidW(sid, &text) == 0) {
        return {};
    }
    std::wstring copy(text);
    LocalFree(text);
    return copy;
}

/** The SID of this logon, else (for a service) of the account; empty: it can't be told. */
std::wstring logonSid()
{
    HANDLE token = nullptr;
    if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) == 0) {
        return {};
    }
    DWORD size = 0;
    GetTokenInformation(token, TokenGroups, nullptr, 0, &size);
    std::vector<std::byte> room(size);
    std::wstring found;
    if (size != 0 && GetTokenInformation(token, TokenGroups, room.data(), size, &size) != 0) {
        const auto* groups = reinterpret_cast<const TOKEN_GROUPS*>(room.data());
        for (DWORD i = 0; i < groups->GroupCount && found.empty(); ++i) {
            const SID_AND_ATTRIBUTES& group = groups->Groups[i];
            if ((group.Attributes & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID) {
                found = textOf(group.Sid);
            }
        }
    }
    CloseHandle(token);
    if (found.empty()) {
        std::vector<std::byte> account = accountSid();
        found = account.empty() ? std::wstring() : textOf(account.data());
    }
    return found;
}

Error notOurPipe(const char* detail)
{
    return notUnderstood(ErrorKind::BadCall, QString::fromLatin1(detail));
}

/** An administrator of another name may look at it only with a right that is not used by itself. */
Owned openProcess(DWORD id)
{
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    if (process == nullptr && usePrivilege(L"SeDebugPrivilege")) {
        process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    }
    return Owned(process != nullptr ? process : INVALID_HANDLE_VALUE);
}

} // namespace

QString newPipeName()
{
    return PipeNameStart + newChangeId() + newChangeId();
}

bool isPipeName(const QString& name)
{
    constexpr qsizetype half = 32;
    return name.startsWith(PipeNameStart) &&
           isChangeId(QStringView(name).sliced(PipeNameStart.size()).left(half)) &&
           isChangeId(QStringView(name).sliced(PipeNameStart.size()).mid(half));
}

Owned makePipe(const QString& name)
{
    const std::wstring logon = logonSid();
    if (logon.empty()) {
        return Owned();
    }
    const std::wstring rights = L"D:P(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;" + logon + L")";
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.c_str(), SDDL_REVISION_1, &descriptor,
                                                             nullptr) == 0) {
        return Owned();
    }
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, descriptor, FALSE};
    Owned pipe(CreateNamedPipeW(pathOfPipe(name).c_str(),
                                PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE | FILE_FLAG_OVERLAPPED,
                                PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, PipeRoom,
                                PipeRoom, 0, &attributes));
    const DWORD code = GetLastError();
    LocalFree(descriptor);
    SetLastError(code);
    return pipe;
}

Result<JoinedPipe> joinPipe(const QString& name, const QStringList& programs)
{
    if (!isPipeName(name)) {
        return notOurPipe("no name of a pipe of ours");
    }
    // Whoever made it must not act as us.
    JoinedPipe joined{
        Owned(CreateFileW(pathOfPipe(name).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                          FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, nullptr)),
        Owned()};
    ULONG id = 0;
    if (!joined.pipe || GetNamedPipeServerProcessId(joined.pipe.get(), &id) == 0) {
        return notOurPipe("the pipe can't be opened");
    }
    joined.server = openProcess(id);
    const std::wstring image = joined.server ? imageOf(joined.server.get()) : std::wstring();
    const std::wstring folder = ownFolder();
    const bool ours = !image.empty() && !folder.empty() &&
                      std::any_of(programs.begin(), programs.end(), [&](const QString& program) {
                          return isSameFile(image, folder + program.toStdWString());
                      });
    if (!ours) {
        return notOurPipe("another program has made the pipe");
    }
    return joined;
}

} // namespace mailmend::windows
