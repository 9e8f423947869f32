// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/windows/pipe_calls.h"

#include <algorithm>
#include <array>

namespace mailmend::windows {
namespace {

constexpr DWORD LongestPipePiece = 65'536;
constexpr DWORD LongestImagePath = 32'768;

PipeCall pipeCallOf(DWORD code)
{
    const bool closed = code == ERROR_BROKEN_PIPE || code == ERROR_HANDLE_EOF || code == ERROR_NO_DATA ||
                        code == ERROR_PIPE_NOT_CONNECTED;
    return closed ? PipeCall::Closed : PipeCall::Failed;
}

/** Waits for a call that is on its way; takes it back where it lasts too long. */
PipeCall finishCall(HANDLE pipe, OVERLAPPED* call, std::chrono::milliseconds patience, DWORD* moved)
{
    const auto wait = static_cast<DWORD>(std::clamp<qint64>(patience.count(), 0, 0x7fffffff));
    const bool inTime = WaitForSingleObject(call->hEvent, wait) == WAIT_OBJECT_0;
    if (!inTime) {
        CancelIoEx(pipe, call);
    }
    // It must be over before the room that it uses goes; what came in the last moment counts.
    if (GetOverlappedResult(pipe, call, moved, TRUE) != 0) {
        return PipeCall::Done;
    }
    return inTime ? pipeCallOf(GetLastError()) : PipeCall::TimedOut;
}

/** By number of volume and file. */
std::optional<BY_HANDLE_FILE_INFORMATION> identityOf(const std::wstring& path)
{
    const Owned file(CreateFileW(path.c_str(), FILE_READ_ATTRIBUTES,
                                 FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                 OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    BY_HANDLE_FILE_INFORMATION facts = {};
    return file && GetFileInformationByHandle(file.get(), &facts) != 0 ? std::optional(facts) : std::nullopt;
}

} // namespace

Owned newEvent()
{
    const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    return Owned(event != nullptr ? event : INVALID_HANDLE_VALUE);
}

PipeCall readPipe(HANDLE pipe, std::span<char> room, std::chrono::milliseconds patience, DWORD* got)
{
    const Owned event = newEvent();
    if (!event) {
        return PipeCall::Failed;
    }
    OVERLAPPED call = {};
    call.hEvent = event.get();
    const auto size = static_cast<DWORD>(std::min<size_t>(room.size(), LongestPipePiece));
    if (ReadFile(pipe, room.data(), size, got, &call) != 0) {
        return PipeCall::Done;
    }
    if (GetLastError() != ERROR_IO_PENDING) {
        return pipeCallOf(GetLastError());
    }
    return finishCall(pipe, &call, patience, got);
}

PipeCall writePipe(HANDLE pipe, QByteArrayView bytes, std::chrono::milliseconds patience, DWORD* wrote)
{
    const Owned event = newEvent();
    if (!event) {
        return PipeCall::Failed;
    }
    OVERLAPPED call = {};
    call.hEvent = event.get();
    const auto size = static_cast<DWORD>(std::min<qsizetype>(bytes.size(), LongestPipePiece));
    if (WriteFile(pipe, bytes.data(), size, wrote, &call) != 0) {
        return PipeCall::Done;
    }
    if (GetLastError() != ERROR_IO_PENDING) {
        return pipeCallOf(GetLastError());
    }
    return finishCall(pipe, &call, patience, wrote);
}

std::wstring imageOf(HANDLE process)
{
    std::wstring path(LongestImagePath, L'\0');
    DWORD length = LongestImagePath;
    const bool told = QueryFullProcessImageNameW(process, 0, path.data(), &length) != 0;
    path.resize(told ? length : 0);
    return path;
}

bool isSameFile(const std::wstring& one, const std::wstring& other)
{
    const auto first = identityOf(one);
    const auto second = identityOf(other);
    return first && second && first->dwVolumeSerialNumber == second->dwVolumeSerialNumber &&
           first->nFileIndexHigh == second->nFileIndexHigh && first->nFileIndexLow == second->nFileIndexLow;
}

std::wstring ownFolder()
{
    const std::wstring image = imageOf(GetCurrentProcess());
    const size_t slash = image.rfind(L'\\');
    return slash == std::wstring::npos ? std::wstring() : image.substr(0, slash + 1);
}

} // namespace mailmend::windows
