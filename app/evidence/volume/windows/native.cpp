// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/native.h"

#include "base/windows/open_stream.h"
#include "base/wtf8.h"
#include "evidence/volume/windows/device_root.h"
#include "evidence/volume/windows/named_streams.h"
#include "evidence/volume/windows/read_error.h"
#include "evidence/volume/windows/reparse.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>

namespace mailmend::native {
namespace {

using windows::Facts;
using windows::Opening;
using windows::Owned;

constexpr size_t maxNames = 2'000'000;

Kind kindOf(DWORD attributes, DWORD tag)
{
    if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 && IsReparseTagNameSurrogate(tag)) {
        return Kind::Link;
    }
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? Kind::Folder
           : (attributes & FILE_ATTRIBUTE_DEVICE) != 0  ? Kind::Other
                                                        : Kind::File;
}

Details detailsOf(const Facts& facts)
{
    Details details;
    details.kind = kindOf(facts.attributes, facts.tag);
    details.size = details.kind == Kind::File ? facts.size : 0;
    details.modified = windows::toTime(facts.written);
    details.created = windows::toTime(facts.created);
    details.attributes = facts.attributes;
    details.hasAttributes = true;
    return details;
}

Error noOrdinaryFile(const QByteArray& name)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence", "{name} is no ordinary file, so it was not opened."),
                {{"name", shownName(name)}}),
            {},
            {},
            {}};
}

class WindowsReader : public FileReader
{
public:
    WindowsReader(Owned file, QByteArray name) : m_file(std::move(file)), m_name(std::move(name)) {}

    Result<qint64> read(std::span<char> room) override
    {
        constexpr size_t most = 16 << 20;
        DWORD got = 0;
        if (ReadFile(m_file.get(), room.data(), static_cast<DWORD>(std::min(room.size(), most)), &got,
                     nullptr) == 0) {
            const DWORD code = GetLastError();
            return code == ERROR_HANDLE_EOF ? Result<qint64>(0) : readError(code, m_name);
        }
        return qint64(got);
    }

private:
    Owned m_file;
    QByteArray m_name;
};

class WindowsFolder : public Folder
{
public:
    explicit WindowsFolder(Owned folder) : m_folder(std::move(folder)) {}

    Result<Listing> list(const CancelToken& cancel) const override
    {
        // A handle of its own: reading positions are not shared between threads.
        const Owned once = open({}, FILE_LIST_DIRECTORY, windows::Kinds::OnlyFolders);
        if (!once) {
            return readError(GetLastError(), ".");
        }
        Listing listing;
        alignas(8) std::array<char, 64 * 1024> room;
        auto what = FileFullDirectoryRestartInfo;
        while (GetFileInformationByHandleEx(once.get(), what, room.data(), DWORD(room.size())) != 0) {
            what = FileFullDirectoryInfo;
            if (!take(room, listing, cancel)) {
                listing.whole = false;
                listing.trouble = QStringLiteral("cancelled, or over %1 names").arg(maxNames);
                break;
            }
        }
        if (const DWORD code = GetLastError(); listing.whole && code != ERROR_NO_MORE_FILES) {
            if (what == FileFullDirectoryRestartInfo && code != ERROR_FILE_NOT_FOUND) {
                return readError(code, ".");
            }
            if (what == FileFullDirectoryInfo) {
                listing.whole = false;
                listing.trouble = windows::codeInWords(code);
            }
        }
        std::sort(listing.children.begin(), listing.children.end(),
                  [](const Child& left, const Child& right) { return left.name < right.name; });
        return listing;
    }

    Result<FolderPointer> folder(const QByteArray& name) const override
    {
        Owned opened = openChild(name, FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES,
                                 windows::Kinds::OnlyFolders);
        if (!opened) {
            return readError(GetLastError(), name);
        }
        const auto facts = windows::factsOf(opened.get());
        if (!facts || kindOf(facts->attributes, facts->tag) != Kind::Folder) {
            return readError(facts ? ERROR_DIRECTORY : GetLastError(), name);
        }
        return FolderPointer(std::make_shared<WindowsFolder>(std::move(opened)));
    }

    Result<Details> details(const QByteArray& name) const override
    {
        const Owned opened = openChild(name, FILE_READ_ATTRIBUTES, windows::Kinds::Any);
        const auto facts = opened ? windows::factsOf(opened.get()) : std::nullopt;
        if (!facts) {
            return readError(GetLastError(), name);
        }
        Details details = detailsOf(*facts);
        if (details.kind == Kind::File || details.kind == Kind::Folder) {
            details.streams = namedStreams(opened.get());
        }
        return details;
    }

    Result<QByteArray> linkTarget(const QByteArray& name) const override
    {
        const Owned opened = openChild(name, FILE_READ_ATTRIBUTES, windows::Kinds::Any);
        return opened ? reparseTarget(opened.get(), name) : readError(GetLastError(), name);
    }

    Result<QByteArray> longNameOf(const QByteArray& shortName) const override
    {
        const Owned once = open({}, FILE_LIST_DIRECTORY, windows::Kinds::OnlyFolders);
        if (!once) {
            return readError(GetLastError(), ".");
        }
        const QByteArray wanted = foldName(shortName);
        alignas(8) std::array<char, 64 * 1024> room;
        auto what = FileIdBothDirectoryRestartInfo;
        while (GetFileInformationByHandleEx(once.get(), what, room.data(), DWORD(room.size())) != 0) {
            what = FileIdBothDirectoryInfo;
            if (auto name = longNameIn(room, wanted)) {
                return std::move(*name);
            }
        }
        const DWORD code = GetLastError();
        return code == ERROR_NO_MORE_FILES || code == ERROR_FILE_NOT_FOUND
                   ? readError(ERROR_FILE_NOT_FOUND, shortName)
                   : Folder::longNameOf(shortName);
    }

    Streams streams() const override { return namedStreams(m_folder.get()); }

    Result<std::unique_ptr<FileReader>> file(const QByteArray& name) const override
    {
        if (const qsizetype colon = name.indexOf(':'); colon > 0) {
            return stream(name, name.left(colon), name.mid(colon + 1));
        }
        constexpr ACCESS_MASK access = FILE_READ_DATA | FILE_READ_ATTRIBUTES;
        Owned opened = openChild(name, access, windows::Kinds::NoFolders);
        if (!opened) {
            const DWORD code = GetLastError();
            return code == ERROR_DIRECTORY || code == ERROR_ACCESS_DENIED ? refused(name, code)
                                                                          : readError(code, name);
        }
        auto facts = windows::factsOf(opened.get());
        if (facts && facts->tag != 0 && kindOf(facts->attributes, facts->tag) == Kind::File) {
            // Its content is kept elsewhere by a filter of Windows', as by deduplication.
            opened = windows::openIn(m_folder.get(), name,
                                     {access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                      windows::Kinds::NoFolders, windows::Links::AreReadThrough, false});
            facts = opened ? windows::factsOf(opened.get()) : std::nullopt;
        }
        if (!facts) {
            return readError(GetLastError(), name);
        }
        if (kindOf(facts->attributes, facts->tag) != Kind::File ||
            GetFileType(opened.get()) != FILE_TYPE_DISK) {
            return noOrdinaryFile(name);
        }
        return std::unique_ptr<FileReader>(std::make_unique<WindowsReader>(std::move(opened), name));
    }

    Result<FileOwnership> ownership(const QByteArray& name) const override
    {
        constexpr SECURITY_INFORMATION wanted = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
        constexpr DWORD longestDescriptor = 128 * 1024; // a list of rights has 64 kB at most
        const Owned opened = openChild(name, READ_CONTROL | FILE_READ_ATTRIBUTES, windows::Kinds::NoFolders);
        QByteArray room(longestDescriptor, '\0');
        DWORD size = 0;
        if (!opened ||
            GetKernelObjectSecurity(opened.get(), wanted, room.data(), longestDescriptor, &size) == 0) {
            return readError(GetLastError(), name);
        }
        room.truncate(static_cast<qsizetype>(std::min(size, longestDescriptor)));
        const QByteArray shortName = windows::shortNameOf(opened.get());
        return FileOwnership{std::move(room), shortName == name ? QByteArray() : shortName};
    }

    bool isNtfs() const override
    {
        if (m_isNtfs < 0) {
            wchar_t name[32] = {};
            const bool told = GetVolumeInformationByHandleW(m_folder.get(), nullptr, 0, nullptr, nullptr,
                                                            nullptr, name, 32) != 0;
            m_isNtfs = told && QString::fromWCharArray(name) == QStringLiteral("NTFS") ? 1 : 0;
        }
        return m_isNtfs == 1;
    }

private:
    Owned open(const QByteArray& name, ACCESS_MASK access, windows::Kinds kinds) const
    {
        Opening opening;
        opening.access = access;
        opening.kinds = kinds;
        return windows::openIn(m_folder.get(), name, opening);
    }

    Owned openChild(const QByteArray& name, ACCESS_MASK access, windows::Kinds kinds) const
    {
        if (name.isEmpty()) { // it would be this folder itself
            SetLastError(ERROR_INVALID_NAME);
            return Owned();
        }
        return open(name, access, kinds);
    }

    Result<std::unique_ptr<FileReader>> stream(const QByteArray& whole, const QByteArray& name,
                                               const QByteArray& stream) const
    {
        const Owned file = openChild(name, FILE_READ_ATTRIBUTES, windows::Kinds::Any);
        Owned opened =
            file ? windows::openStream(file.get(), stream, FILE_READ_DATA | FILE_READ_ATTRIBUTES, FILE_OPEN)
                 : Owned();
        if (!opened) {
            return readError(GetLastError(), whole);
        }
        return std::unique_ptr<FileReader>(std::make_unique<WindowsReader>(std::move(opened), whole));
    }

    /** A folder or a link can't be opened as a file; both answer like something that is forbidden. */
    Error refused(const QByteArray& name, DWORD code) const
    {
        const auto what = details(name);
        return what && what->kind != Kind::File ? noOrdinaryFile(name) : readError(code, name);
    }

    /** Of what one call gave, the name of what has this short name. @param wanted folded */
    static std::optional<QByteArray> longNameIn(std::span<const char> room, const QByteArray& wanted)
    {
        for (size_t at = 0;;) {
            const auto* found = reinterpret_cast<const FILE_ID_BOTH_DIR_INFO*>(room.data() + at);
            const auto text = [](const WCHAR* letters, qsizetype bytes) {
                return toWtf8(QStringView(reinterpret_cast<const char16_t*>(letters),
                                          bytes / qsizetype(sizeof(wchar_t))));
            };
            if (foldName(text(found->ShortName, found->ShortNameLength)) == wanted) {
                return text(found->FileName, static_cast<qsizetype>(found->FileNameLength));
            }
            if (found->NextEntryOffset == 0) {
                return std::nullopt;
            }
            at += found->NextEntryOffset;
        }
    }

    /** Adds what one call gave; false where it must end. */
    static bool take(std::span<const char> room, Listing& listing, const CancelToken& cancel)
    {
        for (size_t at = 0;;) {
            const auto* found = reinterpret_cast<const FILE_FULL_DIR_INFO*>(room.data() + at);
            if (cancel.isCancelled() || listing.children.size() >= maxNames) {
                return false;
            }
            const auto length = static_cast<qsizetype>(found->FileNameLength / sizeof(wchar_t));
            const QByteArray name =
                toWtf8(QStringView(reinterpret_cast<const char16_t*>(found->FileName), length));
            if (name != "." && name != "..") {
                // Of a link, Windows gives the tag where it else gives the size of extended attributes.
                listing.children.push_back({name, kindOf(found->FileAttributes, found->EaSize)});
            }
            if (found->NextEntryOffset == 0) {
                return true;
            }
            at += found->NextEntryOffset;
        }
    }

    Owned m_folder;
    mutable std::atomic<int> m_isNtfs = -1; ///< -1: not asked yet
};

constexpr ACCESS_MASK folderAccess = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES;

Result<FolderPointer> asFolder(Owned opened, const QByteArray& path)
{
    if (!opened) {
        return readError(GetLastError(), path);
    }
    const auto facts = windows::factsOf(opened.get());
    if (!facts || !facts->isFolder()) {
        return readError(facts ? ERROR_DIRECTORY : GetLastError(), path);
    }
    return FolderPointer(std::make_shared<WindowsFolder>(std::move(opened)));
}

} // namespace

Result<FolderPointer> openFolder(const QByteArray& path)
{
    return asFolder(windows::openPath(path, folderAccess), path);
}

Result<FolderPointer> openDeviceRoot(const QString& device)
{
    const std::wstring root = (device + u'\\').toStdWString();
    return asFolder(
        Owned(CreateFileW(root.c_str(), folderAccess, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                          nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr)),
        toWtf8(device));
}

Result<Details> look(const QByteArray& path)
{
    const Owned opened = windows::openPath(path, FILE_READ_ATTRIBUTES);
    const auto facts = opened ? windows::factsOf(opened.get()) : std::nullopt;
    return facts ? Result<Details>(detailsOf(*facts)) : readError(GetLastError(), path);
}

QByteArray canonical(const QByteArray& path)
{
    const Owned opened = windows::openPath(path, FILE_READ_ATTRIBUTES);
    std::wstring room(32'768, L'\0');
    const DWORD length = opened ? GetFinalPathNameByHandleW(opened.get(), room.data(), DWORD(room.size()),
                                                            FILE_NAME_NORMALIZED | VOLUME_NAME_DOS)
                                : 0;
    if (length == 0 || length >= room.size()) {
        return path;
    }
    QString text = QString::fromWCharArray(room.data(), int(length));
    text.replace(u'\\', u'/');
    if (text.startsWith(u"//?/UNC/")) {
        text = u'/' + text.mid(7);
    } else if (text.startsWith(u"//?/")) {
        text = text.mid(4);
    }
    while (text.endsWith(u'/')) {
        text.chop(1);
    }
    return toWtf8(text);
}

QByteArray toNative(const QString& path)
{
    QString text = path;
    text.replace(u'\\', u'/');
    if (text.startsWith(u"//?/UNC/")) {
        text = u'/' + text.mid(7);
    } else if (text.startsWith(u"//?/")) {
        text = text.mid(4);
    }
    return toWtf8(text);
}

QString exampleVolumes()
{
    return QStringLiteral("C=E:\\,D=F:\\"); // C: and D: are this computer's own
}

} // namespace mailmend::native
