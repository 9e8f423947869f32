// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/folder.h"

#include "actions/windows/file.h"
#include "actions/windows/holders.h"
#include "actions/windows/system_error.h"
#include "base/escape.h"
#include "base/wtf8.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

constexpr qsizetype kMostNames = 2'000'000;

Error noOrdinaryFile(const QByteArray& name)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("actions", "{name} is not an ordinary file, so we leave it alone."),
                {{"name", place(displayBytes(name))}}),
            say(MAILMEND_TEXT("actions", "See what it is, and do this step by hand.")),
            {},
            {}};
}

Error noName(const QByteArray& name)
{
    return {ErrorKind::BadCall,
            say(MAILMEND_TEXT("actions", "{name} can't be the name of a file."),
                {{"name", place(displayBytes(name))}}),
            {},
            {},
            {}};
}

Error heldOpen(const QByteArray& name, const QStringList& programs)
{
    const Error plain = systemError(ERROR_SHARING_VIOLATION, name);
    if (programs.isEmpty()) {
        return plain;
    }
    return {plain.kind,
            say(MAILMEND_TEXT("actions", "{programs} holds {name} open and lets nobody change it."),
                {{"programs", names(programs)}, {"name", place(displayBytes(name))}}),
            plain.hint, plain.detail, plain.cause};
}

/**
 * Whether a program runs or has loaded this file. Windows then lets it be renamed, never removed, and says
 * "access denied"; what tells it apart is that nobody may open it to write.
 * Source: Microsoft, MmFlushImageSection (ntifs.h) with MmFlushForWrite.
 */
std::optional<QStringList> programsThatLoaded(HANDLE folder, const QByteArray& name)
{
    windows::Opening writing;
    writing.access = FILE_WRITE_DATA;
    if (windows::openIn(folder, name, writing) || GetLastError() != ERROR_SHARING_VIOLATION) {
        return std::nullopt;
    }
    windows::Opening reading;
    reading.access = FILE_READ_DATA | FILE_READ_ATTRIBUTES;
    const windows::Owned file = windows::openIn(folder, name, reading);
    if (!file) {
        return std::nullopt;
    }
    const QStringList programs = programsThatHold(file.get());
    std::array<char, 2> head = {};
    const auto got = readAt(file.get(), 0, head, name);
    const bool isProgram = got && *got == 2 && head[0] == 'M' && head[1] == 'Z';
    return isProgram ? std::optional(programs) : std::nullopt;
}

/** What a filter keeps elsewhere, as deduplication does, would not come back as it was: it is no File here.
 */
NameKind kindOf(const windows::Facts& facts)
{
    if (facts.isLink()) {
        return NameKind::Link;
    }
    return facts.isFolder() ? NameKind::Folder : facts.tag != 0 ? NameKind::Other : NameKind::File;
}

/** Adds the names of one answer; false above the bound. */
bool take(std::span<const char> room, QList<QByteArray>& names)
{
    for (size_t at = 0;;) {
        const auto* found = reinterpret_cast<const FILE_FULL_DIR_INFO*>(room.data() + at);
        const auto length = static_cast<qsizetype>(found->FileNameLength / sizeof(wchar_t));
        const QByteArray name =
            toWtf8(QStringView(reinterpret_cast<const char16_t*>(found->FileName), length));
        if (name != "." && name != "..") {
            names.append(name);
        }
        if (names.size() > kMostNames) {
            return false;
        }
        if (found->NextEntryOffset == 0) {
            return true;
        }
        at += found->NextEntryOffset;
    }
}

} // namespace

FileTime toFileTime(const LARGE_INTEGER& ticks)
{
    constexpr qint64 until1970 = 116'444'736'000'000'000, second = 10'000'000;
    const qint64 since = ticks.QuadPart - until1970;
    const qint64 part = ((since % second) + second) % second;
    return {(since - part) / second, static_cast<qint32>(part * 100)};
}

Result<QList<QByteArray>> WindowsFolder::names() const
{
    windows::Opening opening;
    opening.access = FILE_LIST_DIRECTORY;
    opening.kinds = windows::Kinds::OnlyFolders;
    const windows::Owned once = windows::openIn(m_folder.number(), {}, opening);
    if (!once) {
        return systemError(GetLastError(), ".");
    }
    QList<QByteArray> names;
    alignas(8) std::array<char, 64 * 1024> room;
    while (GetFileInformationByHandleEx(once.get(), FileFullDirectoryInfo, room.data(), DWORD(room.size())) !=
           0) {
        if (!take(room, names)) {
            return systemError(ERROR_BUFFER_OVERFLOW, ".");
        }
    }
    if (const DWORD code = GetLastError(); code != ERROR_NO_MORE_FILES && code != ERROR_FILE_NOT_FOUND) {
        return systemError(code, ".");
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<NameKind> WindowsFolder::kind(const QByteArray& name) const
{
    if (!windows::isName(name)) {
        return noName(name);
    }
    const windows::Owned opened = windows::openIn(m_folder.number(), name, {});
    const auto facts = opened ? windows::factsOf(opened.get()) : std::nullopt;
    if (!facts) {
        const DWORD code = GetLastError();
        return code == ERROR_FILE_NOT_FOUND ? Result<NameKind>(NameKind::Nothing) : systemError(code, name);
    }
    return kindOf(*facts);
}

Result<FileTime> WindowsFolder::modified() const
{
    const auto facts = windows::factsOf(m_folder.number());
    return facts ? Result<FileTime>(toFileTime(facts->written)) : systemError(GetLastError(), ".");
}

Done WindowsFolder::mayBeTaken(const QByteArray& name) const
{
    if (!windows::isName(name)) {
        return noName(name);
    }
    windows::Opening opening;
    opening.access = DELETE;
    if (windows::openIn(m_folder.number(), name, opening)) {
        const auto loaded = programsThatLoaded(m_folder.number(), name);
        return loaded ? Done(heldOpen(name, *loaded)) : done();
    }
    const DWORD code = GetLastError();
    if (code == ERROR_ACCESS_DENIED) {
        if (const auto loaded = programsThatLoaded(m_folder.number(), name)) {
            return heldOpen(name, *loaded);
        }
    }
    if (code != ERROR_SHARING_VIOLATION) {
        return systemError(code, name);
    }
    const windows::Owned looked = windows::openIn(m_folder.number(), name, {});
    return heldOpen(name, looked ? programsThatHold(looked.get()) : QStringList());
}

Result<std::unique_ptr<OpenFile>> WindowsFolder::open(const QByteArray& name) const
{
    const auto before = kind(name);
    if (!before) {
        return before.error();
    }
    if (*before == NameKind::Nothing) {
        return systemError(ERROR_FILE_NOT_FOUND, name);
    }
    if (*before != NameKind::File) {
        return noOrdinaryFile(name);
    }
    windows::Opening opening;
    opening.access = FILE_READ_DATA | FILE_READ_ATTRIBUTES | FILE_READ_EA | READ_CONTROL;
    opening.kinds = windows::Kinds::NoFolders;
    windows::Owned file = windows::openIn(m_folder.number(), name, opening);
    const auto facts = file ? windows::factsOf(file.get()) : std::nullopt;
    if (!facts) {
        return systemError(GetLastError(), name);
    }
    if (kindOf(*facts) != NameKind::File || GetFileType(file.get()) != FILE_TYPE_DISK) {
        return noOrdinaryFile(name);
    }
    return std::unique_ptr<OpenFile>(std::make_unique<WindowsFile>(std::move(file), name));
}

Result<std::unique_ptr<NewFile>> WindowsFolder::create(const QByteArray& name)
{
    if (!windows::isName(name)) {
        return noName(name);
    }
    windows::Owned file = createIn(m_folder.number(), name, m_keeper);
    if (!file) {
        return systemError(GetLastError(), name);
    }
    return std::unique_ptr<NewFile>(std::make_unique<WindowsNewFile>(std::move(file), name));
}

Done WindowsFolder::rename(const QByteArray& from, const QByteArray& to)
{
    if (!windows::isName(from) || !windows::isName(to)) {
        return noName(windows::isName(from) ? to : from);
    }
    if (renameIn(m_folder.number(), from, to, Taken::IsAnError)) {
        return done();
    }
    const DWORD code = GetLastError();
    return systemError(code, code == ERROR_FILE_NOT_FOUND ? from : to);
}

Done WindowsFolder::remove(const QByteArray& name)
{
    if (!windows::isName(name)) {
        return noName(name);
    }
    if (removeIn(m_folder.number(), name)) {
        return done();
    }
    const DWORD code = GetLastError();
    const auto loaded =
        code == ERROR_ACCESS_DENIED ? programsThatLoaded(m_folder.number(), name) : std::nullopt;
    return loaded ? heldOpen(name, *loaded) : systemError(code, name);
}

Done WindowsFolder::flush()
{
    return doneOrLastError(flushFolder(m_folder.number()), ".");
}

} // namespace mailmend
