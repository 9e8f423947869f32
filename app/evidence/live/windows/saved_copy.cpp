// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/saved_copy.h"

#include "base/escape.h"
#include "base/logging.h"
#include "base/wtf8.h"
#include "evidence/volume/windows/read_error.h"

#include <QFileInfo>
#include <QRandomGenerator>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

namespace mailmend::windows {

std::optional<Keeping> keepingOf(const QString& folder)
{
    constexpr auto remoteProtocol = static_cast<FILE_INFO_BY_HANDLE_CLASS>(13); // FileRemoteProtocolInfo
    constexpr size_t roomForIt = 256;
    const Owned open = openPath(toWtf8(QFileInfo(folder).absoluteFilePath()), FILE_READ_ATTRIBUTES);
    DWORD flags = 0;
    if (!open ||
        GetVolumeInformationByHandleW(open.get(), nullptr, 0, nullptr, nullptr, &flags, nullptr, 0) == 0) {
        return std::nullopt;
    }
    // Source: Microsoft Learn, FILE_REMOTE_PROTOCOL_INFO: of a file on a disk of this computer there is none.
    alignas(8) std::array<char, roomForIt> remote{};
    return Keeping{(flags & FILE_PERSISTENT_ACLS) != 0,
                   GetFileInformationByHandleEx(open.get(), remoteProtocol, remote.data(),
                                                static_cast<DWORD>(remote.size())) != 0};
}

Owned openToDelete(const std::wstring& path, int tries)
{
    constexpr DWORD pause = 100; // milliseconds
    for (int i = 0;; ++i) {
        Owned file(CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE,
                               FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                               FILE_FLAG_DELETE_ON_CLOSE | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
        if (file || GetLastError() != ERROR_SHARING_VIOLATION || i >= tries) {
            return file;
        }
        Sleep(pause);
    }
}

bool overwrite(HANDLE file)
{
    constexpr qsizetype window = 1 << 20;
    const LARGE_INTEGER start = {};
    const auto facts = factsOf(file);
    if (!facts || facts->isFolder() || facts->tag != 0 || facts->links != 1) {
        SetLastError(facts ? ERROR_INVALID_HANDLE : GetLastError());
        return false;
    }
    if (SetFilePointerEx(file, start, nullptr, FILE_BEGIN) == 0) {
        return false;
    }
    // Not zeros: a folder that packs its files would write them elsewhere, and nearly nothing of them.
    QList<quint32> noise(window / qsizetype(sizeof(quint32)));
    QRandomGenerator::global()->generate(noise.begin(), noise.end());
    for (qint64 left = std::min(facts->size, mostOverwritten); left > 0;) {
        DWORD put = 0;
        const auto piece = static_cast<DWORD>(std::min<qint64>(left, window));
        if (WriteFile(file, noise.constData(), piece, &put, nullptr) == 0 || put == 0) {
            return false;
        }
        left -= put;
    }
    return FlushFileBuffers(file) != 0;
}

bool overwriteAndRemove(HANDLE file)
{
    FILE_DISPOSITION_INFO gone = {TRUE};
    return overwrite(file) && SetFileInformationByHandle(file, FileDispositionInfo, &gone, sizeof gone) != 0;
}

SavedCopy::SavedCopy(Owned file, QByteArray name, std::wstring folder)
    : m_file(std::move(file)), m_name(std::move(name)), m_folder(std::move(folder))
{}

SavedCopy::~SavedCopy()
{
    if (m_file && !overwrite(m_file.get())) {
        const DWORD code = GetLastError();
        logger("collect")->warn("a copy of {} could not be overwritten before it was deleted: {}",
                                escapeForLog(displayBytes(m_name)).toStdString(),
                                codeInWords(code).toStdString());
    }
    m_file = Owned();
    if (!m_folder.empty()) {
        RemoveDirectoryW(m_folder.c_str());
    }
}

Result<qint64> SavedCopy::read(std::span<char> room)
{
    constexpr size_t most = 16 << 20;
    DWORD got = 0;
    if (ReadFile(m_file.get(), room.data(), static_cast<DWORD>(std::min(room.size(), most)), &got, nullptr) ==
        0) {
        return native::readError(GetLastError(), m_name);
    }
    return qint64(got);
}

bool SavedCopy::beginsWith(QByteArrayView head)
{
    QByteArray found(head.size(), '\0');
    DWORD got = 0;
    const LARGE_INTEGER start = {};
    const bool isRead =
        ReadFile(m_file.get(), found.data(), static_cast<DWORD>(found.size()), &got, nullptr) != 0;
    return SetFilePointerEx(m_file.get(), start, nullptr, FILE_BEGIN) != 0 && isRead &&
           got == static_cast<DWORD>(found.size()) && found == head;
}

Error copyIsLeft(const QString& of, const QString& copy)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("evidence", "A copy of {path} was made and could not be removed: {copy}. "
                                          "It may hold password hashes and names."),
                {{"path", place(of)}, {"copy", place(copy)}}),
            say(MAILMEND_TEXT("evidence", "Delete that copy, then collect again.")),
            {},
            {}};
}

} // namespace mailmend::windows
