// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/dressed_page.h"

#include "base/windows/file_calls.h"

#include <QString>

namespace mailmend::testing {
namespace {

/** Of the page itself; where the disk keeps no streams there is none afterwards. */
void writeStream(const QByteArray& path, const wchar_t* stream, const QByteArray& content)
{
    const windows::Owned file(CreateFileW((windows::longPath(path) + L":" + stream).c_str(), GENERIC_WRITE, 0,
                                          nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
    DWORD written = 0;
    WriteFile(file.get(), content.constData(), DWORD(content.size()), &written, nullptr);
}

bool keepsStreams(const QByteArray& path)
{
    DWORD flags = 0;
    const windows::Owned file = windows::openPath(path, FILE_READ_ATTRIBUTES);
    return GetVolumeInformationByHandleW(file.get(), nullptr, 0, nullptr, nullptr, &flags, nullptr, 0) != 0 &&
           (flags & FILE_NAMED_STREAMS) != 0;
}

} // namespace

void dressPage(const QByteArray& path)
{
    if (keepsStreams(path)) {
        writeStream(path, L"Zone.Identifier", "ZoneId=3");
        writeStream(path, L"empty", {});
    }
    const windows::Owned file = windows::openPath(path, FILE_WRITE_ATTRIBUTES);
    FILE_BASIC_INFO basic = {};
    basic.CreationTime.QuadPart = 132'592'183'001'234'567; // of 100 ns since 1601: in March 2021
    basic.LastAccessTime.QuadPart = 132'592'184'001'234'568;
    basic.LastWriteTime.QuadPart = 132'592'185'001'234'569;
    basic.FileAttributes = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_READONLY;
    if (SetFileInformationByHandle(file.get(), FileBasicInfo, &basic, sizeof basic) == 0) {
        qFatal("%s: %s", path.constData(), qPrintable(windows::codeInWords(GetLastError())));
    }
}

bool isThere(const QByteArray& path)
{
    return GetFileAttributesW(windows::longPath(path).c_str()) != INVALID_FILE_ATTRIBUTES;
}

} // namespace mailmend::testing
