// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>

#include <optional>
#include <string>
#include <utility>

#include <windows.h>

/**
 * Windows' calls on files, as evidence and actions need them: by an open folder and one raw name (WTF-8) in
 * it, so that nothing can be put in between, and links are opened and never followed. Only sources in folders
 * named windows/ include this.
 */
namespace mailmend::windows {

/** Codes of GetLastError() that not every compiler's headers name. Source: Microsoft Learn, system error
 * codes. */
namespace code {
inline constexpr DWORD VirusInfected = 225, VirusDeleted = 226, StoppedOnLink = 681, ElevationRequired = 740,
                       QuotaExceeded = 1295;
}

/** A handle with its owner. Moved, never copied. */
class Owned
{
public:
    explicit Owned(HANDLE handle = INVALID_HANDLE_VALUE) : m_handle(handle) {}
    ~Owned() { reset(); }
    Owned(Owned&& other) noexcept : m_handle(other.release()) {}
    Owned& operator=(Owned&& other) noexcept
    {
        if (this != &other) {
            reset();
            m_handle = other.release();
        }
        return *this;
    }

    HANDLE get() const { return m_handle; }
    HANDLE release() { return std::exchange(m_handle, INVALID_HANDLE_VALUE); }
    explicit operator bool() const { return m_handle != INVALID_HANDLE_VALUE; }

private:
    void reset();

    HANDLE m_handle;
};

enum class Links {
    AreOpened,
    AreReadThrough
}; ///< the latter for files that a filter keeps, as deduplication does
enum class Kinds { Any, OnlyFolders, NoFolders };

/** How a name is opened. */
struct Opening
{
    ACCESS_MASK access = FILE_READ_ATTRIBUTES;
    ULONG share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    Kinds kinds = Kinds::Any;
    Links links = Links::AreOpened;
    bool isNew = false; ///< it must not be there yet
};

/** An empty name opens the folder once more. @return none, with GetLastError() */
Owned openIn(HANDLE folder, const QByteArray& name, const Opening& opening);
/** The same with rights for whoever may enter what is made. */
Owned makeIn(HANDLE folder, const QByteArray& name, const Opening& opening, PSECURITY_DESCRIPTOR rights);

/** A raw path as CreateFileW takes it at any length: "\\\\?\\C:\\a". "." and ".." are resolved. */
std::wstring longPath(const QByteArray& path);
/** A folder or file by a person's raw path, links followed. @return none, with GetLastError() */
Owned openPath(const QByteArray& path, ACCESS_MASK access);

/**
 * Gives an open file (DELETE) another name: one in an open folder, or without a folder a path as longPath()
 * gives it, on the same disk. False, with GetLastError(): ERROR_ALREADY_EXISTS where the name is taken.
 */
bool renameOpen(HANDLE file, HANDLE folder, const QString& name, bool overAnother);

/** What an open file or folder is. */
struct Facts
{
    DWORD attributes = 0;
    DWORD tag = 0; ///< of a reparse point; 0: it is none
    qint64 size = 0;
    DWORD links = 1;
    LARGE_INTEGER created, accessed, written, changed; ///< 100 ns since 1601

    bool isLink() const { return tag != 0 && IsReparseTagNameSurrogate(tag); }
    bool isFolder() const { return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0; }
};
std::optional<Facts> factsOf(HANDLE file);

/** The short name of an open file, "PAGE~1.ASP"; empty: it has none. */
QByteArray shortNameOf(HANDLE file);

/** UTC; invalid for 0, which some file systems give for what they don't keep. */
QDateTime toTime(const LARGE_INTEGER& ticks);

/** A code of GetLastError() with Windows' own words, in its language: for the log, never for a person's text.
 */
QString codeInWords(DWORD code);

/** A name in a folder, never a path and never a stream of a file. */
bool isName(const QByteArray& name);

} // namespace mailmend::windows
