// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/open_stream.h"

#include "base/wtf8.h"

namespace mailmend::windows {
namespace {

constexpr qsizetype longestStreamName = 32'000;

/** A name without type and path: ":NAME:$DATA" must stay of the file that is open. */
bool isStreamName(const QByteArray& name)
{
    return !name.isEmpty() && !name.contains('/') && !name.contains('\\') && !name.contains(':') &&
           !name.contains('\0');
}

} // namespace

Owned openStream(HANDLE file, const QByteArray& stream, ACCESS_MASK access, ULONG disposition)
{
    const auto text = fromWtf8(":" + stream + ":$DATA");
    if (!text || !isStreamName(stream) || text->size() > longestStreamName) {
        SetLastError(ERROR_INVALID_NAME);
        return Owned();
    }
    std::wstring wide = text->toStdWString();
    const auto bytes = static_cast<USHORT>(wide.size() * sizeof(wchar_t));
    UNICODE_STRING unicode{bytes, bytes, wide.data()};
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &unicode, 0, file, nullptr);
    HANDLE handle = nullptr;
    IO_STATUS_BLOCK status = {};
    const NTSTATUS result = NtCreateFile(
        &handle, access | SYNCHRONIZE, &attributes, &status, nullptr, FILE_ATTRIBUTE_NORMAL,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, disposition,
        FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE | FILE_OPEN_FOR_BACKUP_INTENT, nullptr, 0);
    if (result < 0) {
        SetLastError(RtlNtStatusToDosError(result));
        return Owned();
    }
    return Owned(handle);
}

} // namespace mailmend::windows
