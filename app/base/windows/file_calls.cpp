// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/file_calls.h"

#include "base/wtf8.h"

#include <QList>

#include <cstring>
#include <vector>

#include <winternl.h>

#ifdef _MSC_VER // its header leaves this one out
extern "C" NTSYSCALLAPI NTSTATUS NTAPI NtSetInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG,
                                                            FILE_INFORMATION_CLASS);
#endif

namespace mailmend::windows {
namespace {

/** The class and the layout of a rename by handle. Source: [MS-FSCC] 2.4.42, FileRenameInformation. */
constexpr int renameClass = 10;

/** Names that no file can have are refused with the code that Windows has for them. */
Owned badName()
{
    SetLastError(ERROR_INVALID_NAME);
    return Owned();
}

/** "C:/a/../b" as components behind its root; empty root: it isn't absolute. */
struct Split
{
    QString root;
    QStringList below;
};

Split split(const QString& path)
{
    Split out;
    qsizetype kept = 0;
    if (path.size() >= 2 && path.at(1) == u':' && path.at(0).isLetter() &&
        (path.size() == 2 || path.at(2) == u'/')) {
        out.root = QStringLiteral("\\\\?\\") + path.left(2);
        out.below = path.mid(2).split(u'/', Qt::SkipEmptyParts);
    } else if (path.startsWith(u"//") && !path.startsWith(u"//./") && !path.startsWith(u"//?/")) {
        out.root = QStringLiteral("\\\\?\\UNC");
        out.below = path.split(u'/', Qt::SkipEmptyParts);
        kept = 2; // server and share
    }
    for (qsizetype i = 0; i < out.below.size();) {
        if (out.below.at(i) == u".") {
            out.below.removeAt(i);
        } else if (out.below.at(i) == u"..") {
            out.below.removeAt(i);
            if (i > kept) {
                out.below.removeAt(--i);
            }
        } else {
            ++i;
        }
    }
    return out;
}

} // namespace

void Owned::reset()
{
    if (m_handle != INVALID_HANDLE_VALUE) {
        CloseHandle(m_handle);
    }
}

bool isName(const QByteArray& name)
{
    return !name.isEmpty() && name != "." && name != ".." && !name.contains('/') && !name.contains('\\') &&
           !name.contains(':') && !name.contains('\0');
}

Owned makeIn(HANDLE folder, const QByteArray& name, const Opening& opening, PSECURITY_DESCRIPTOR rights)
{
    const auto text = fromWtf8(name);
    if (!text || (!name.isEmpty() && !isName(name)) || text->size() > 32'000) {
        return badName();
    }
    std::wstring wide = text->toStdWString();
    const auto bytes = static_cast<USHORT>(wide.size() * sizeof(wchar_t));
    UNICODE_STRING unicode{bytes, bytes, wide.data()};
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &unicode, 0, folder, rights);
    ULONG options = FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT;
    if (opening.links == Links::AreOpened) {
        options |= FILE_OPEN_REPARSE_POINT;
    }
    if (opening.kinds != Kinds::Any) {
        options |= opening.kinds == Kinds::OnlyFolders ? FILE_DIRECTORY_FILE : FILE_NON_DIRECTORY_FILE;
    }
    HANDLE handle = nullptr;
    IO_STATUS_BLOCK status = {};
    const NTSTATUS result = NtCreateFile(&handle, opening.access | SYNCHRONIZE, &attributes, &status, nullptr,
                                         FILE_ATTRIBUTE_NORMAL, opening.share,
                                         opening.isNew ? FILE_CREATE : FILE_OPEN, options, nullptr, 0);
    if (result < 0) {
        SetLastError(RtlNtStatusToDosError(result));
        return Owned();
    }
    return Owned(handle);
}

Owned openIn(HANDLE folder, const QByteArray& name, const Opening& opening)
{
    return makeIn(folder, name, opening, nullptr);
}

std::wstring longPath(const QByteArray& path)
{
    if (path.isEmpty()) {
        return {};
    }
    QString text = fromWtf8(path).value_or(QString::fromUtf8(path));
    text.replace(u'\\', u'/');
    Split parts = split(text);
    if (parts.root.isEmpty()) { // from the folder that we work in
        std::wstring whole(32'768, L'\0');
        const std::wstring given = QString(text).replace(u'/', u'\\').toStdWString();
        const DWORD length =
            GetFullPathNameW(given.c_str(), static_cast<DWORD>(whole.size()), whole.data(), nullptr);
        parts = split(QString::fromWCharArray(whole.data(), length < whole.size() ? int(length) : 0)
                          .replace(u'\\', u'/'));
    }
    QString out = parts.root;
    for (const QString& part : std::as_const(parts.below)) {
        out += u'\\' + part;
    }
    if (parts.below.isEmpty()) {
        out += u'\\'; // without it the volume itself would be meant
    }
    return out.toStdWString();
}

Owned openPath(const QByteArray& path, ACCESS_MASK access)
{
    return Owned(CreateFileW(longPath(path).c_str(), access,
                             FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                             FILE_FLAG_BACKUP_SEMANTICS, nullptr));
}

bool renameOpen(HANDLE file, HANDLE folder, const QString& name, bool overAnother)
{
    // Windows itself says "\\??\\" where its calls for programs say "\\\\?\\".
    const QString wanted = folder == nullptr && name.startsWith(QStringLiteral("\\\\?\\"))
                               ? QStringLiteral("\\??\\") + name.mid(4)
                               : name;
    const size_t bytes = static_cast<size_t>(wanted.size()) * sizeof(wchar_t);
    std::vector<char> room(sizeof(FILE_RENAME_INFO) + bytes);
    auto* info = reinterpret_cast<FILE_RENAME_INFO*>(room.data());
    info->ReplaceIfExists = overAnother ? TRUE : FALSE;
    info->RootDirectory = folder;
    info->FileNameLength = static_cast<DWORD>(bytes);
    std::memcpy(info->FileName, wanted.utf16(), bytes);
    IO_STATUS_BLOCK status = {};
    const NTSTATUS result = NtSetInformationFile(file, &status, info, static_cast<ULONG>(room.size()),
                                                 static_cast<FILE_INFORMATION_CLASS>(renameClass));
    if (result < 0) {
        SetLastError(RtlNtStatusToDosError(result));
    }
    return result >= 0;
}

std::optional<Facts> factsOf(HANDLE file)
{
    FILE_BASIC_INFO basic = {};
    FILE_STANDARD_INFO standard = {};
    if (GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof basic) == 0 ||
        GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof standard) == 0) {
        return std::nullopt;
    }
    Facts facts{basic.FileAttributes,        0,
                standard.EndOfFile.QuadPart, standard.NumberOfLinks,
                basic.CreationTime,          basic.LastAccessTime,
                basic.LastWriteTime,         basic.ChangeTime};
    if ((facts.attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) {
        FILE_ATTRIBUTE_TAG_INFO tag = {};
        if (GetFileInformationByHandleEx(file, FileAttributeTagInfo, &tag, sizeof tag) == 0) {
            return std::nullopt;
        }
        facts.tag = tag.ReparseTag;
    }
    return facts;
}

QByteArray shortNameOf(HANDLE file)
{
    constexpr int alternateName = 21; // FileAlternateNameInformation
    struct
    {
        ULONG length;
        wchar_t name[14];
    } found = {};
    IO_STATUS_BLOCK status = {};
    if (NtQueryInformationFile(file, &status, &found, sizeof found,
                               static_cast<FILE_INFORMATION_CLASS>(alternateName)) < 0 ||
        found.length > sizeof found.name) {
        return {};
    }
    return QString::fromWCharArray(found.name, int(found.length / sizeof(wchar_t))).toUtf8();
}

QDateTime toTime(const LARGE_INTEGER& ticks)
{
    constexpr qint64 until1970 = 116'444'736'000'000'000;
    return ticks.QuadPart <= 0
               ? QDateTime()
               : QDateTime::fromMSecsSinceEpoch((ticks.QuadPart - until1970) / 10'000, Qt::UTC);
}

QString codeInWords(DWORD code)
{
    wchar_t words[512] = {};
    const DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
                                        code, 0, words, 512, nullptr);
    return QStringLiteral("%1 (Windows error %2)")
        .arg(QString::fromWCharArray(words, int(length)).trimmed())
        .arg(code);
}

} // namespace mailmend::windows
