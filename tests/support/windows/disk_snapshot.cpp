// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/disk_snapshot.h"

#include "base/sha256.h"
#include "base/windows/file_calls.h"

#include <QString>

#include <aclapi.h>
#include <sddl.h>

namespace mailmend::testing {
namespace {

constexpr SECURITY_INFORMATION kRights =
    OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;

/** Owner, group and rights in Windows' own words. */
QByteArray rightsOf(HANDLE file)
{
    PSECURITY_DESCRIPTOR rights = nullptr;
    LPWSTR text = nullptr;
    QByteArray out;
    if (GetSecurityInfo(file, SE_FILE_OBJECT, kRights, nullptr, nullptr, nullptr, nullptr, &rights) ==
            ERROR_SUCCESS &&
        ConvertSecurityDescriptorToStringSecurityDescriptorW(rights, SDDL_REVISION_1, kRights, &text,
                                                             nullptr) != 0) {
        out = QString::fromWCharArray(text).toLatin1();
    }
    LocalFree(text);
    LocalFree(rights);
    return out;
}

QByteArray contentOf(HANDLE file)
{
    Sha256 hash;
    QByteArray piece(65536, '\0');
    DWORD got = 0;
    while (ReadFile(file, piece.data(), DWORD(piece.size()), &got, nullptr) != 0 && got > 0) {
        hash.add(piece.left(qsizetype(got)));
    }
    return hash.finish().toHex();
}

/** Names and sizes of its streams, the content among them; empty where the disk keeps none. */
QByteArray streamsOf(const std::wstring& path)
{
    WIN32_FIND_STREAM_DATA found = {};
    const HANDLE search = FindFirstStreamW(path.c_str(), FindStreamInfoStandard, &found, 0);
    QByteArray out;
    if (search != INVALID_HANDLE_VALUE) {
        do {
            out += QString::fromWCharArray(found.cStreamName).toUtf8() + '=' +
                   QByteArray::number(found.StreamSize.QuadPart) + ' ';
        } while (FindNextStreamW(search, &found) != 0);
        FindClose(search);
    }
    return out;
}

QByteArray lineOf(const std::wstring& path, const WIN32_FIND_DATAW& found)
{
    const bool isFolder = (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    const windows::Owned file(CreateFileW(path.c_str(), READ_CONTROL | (isFolder ? 0U : FILE_READ_DATA),
                                          FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                          OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    const auto ticks = [](const FILETIME& time) {
        return QByteArray::number((quint64(time.dwHighDateTime) << 32) | time.dwLowDateTime);
    };
    QByteArray line = QByteArray::number(quint32(found.dwFileAttributes)) + ' ' + rightsOf(file.get()) +
                      " links " + (isFolder ? "0" : "1") + " changed " + ticks(found.ftLastWriteTime);
    if (!isFolder) { // when it was last read is left out: reading it here moves that
        line += " made " + ticks(found.ftCreationTime) + " size " + QByteArray::number(found.nFileSizeLow) +
                ' ' + contentOf(file.get()) + ' ' + streamsOf(path);
    }
    return line;
}

void walk(const std::wstring& top, const QByteArray& below, DiskSnapshot& out)
{
    WIN32_FIND_DATAW found = {};
    const HANDLE search = FindFirstFileW((top + L"\\*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) {
        return;
    }
    do {
        const QString name = QString::fromWCharArray(found.cFileName);
        if (name == QStringLiteral(".") || name == QStringLiteral("..")) {
            continue;
        }
        const QByteArray path = below + '/' + name.toUtf8();
        const std::wstring whole = top + L"\\" + found.cFileName;
        out.insert(path, lineOf(whole, found));
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
            walk(whole, path, out);
        }
    } while (FindNextFileW(search, &found) != 0);
    FindClose(search);
}

} // namespace

DiskSnapshot snapshotOf(const QByteArray& folder)
{
    DiskSnapshot out;
    walk(windows::longPath(folder), {}, out);
    return out;
}

} // namespace mailmend::testing
