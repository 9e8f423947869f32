// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/saved_copy.h"

#include "evidence/volume/windows/read_error.h"

#include <algorithm>

namespace mailmend::windows {

Owned openToDelete(const std::wstring& path)
{
    constexpr int tries = 10;
    constexpr DWORD pause = 100; // milliseconds
    for (int i = 0;; ++i) {
        Owned file(CreateFileW(path.c_str(), GENERIC_READ | DELETE, FILE_SHARE_READ | FILE_SHARE_DELETE,
                               nullptr, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, nullptr));
        if (file || GetLastError() != ERROR_SHARING_VIOLATION || i == tries) {
            return file;
        }
        Sleep(pause);
    }
}

bool beginsWith(HANDLE file, QByteArrayView head)
{
    QByteArray found(head.size(), '\0');
    DWORD got = 0;
    const LARGE_INTEGER start = {};
    return ReadFile(file, found.data(), static_cast<DWORD>(found.size()), &got, nullptr) != 0 &&
           got == static_cast<DWORD>(found.size()) && found == head &&
           SetFilePointerEx(file, start, nullptr, FILE_BEGIN) != 0;
}

SavedCopy::SavedCopy(Owned file, QByteArray name, std::wstring folder)
    : m_file(std::move(file)), m_name(std::move(name)), m_folder(std::move(folder))
{}

SavedCopy::~SavedCopy()
{
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
