// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "base/windows_path.h"
#include "findings/coverage.h"
#include "findings/finding.h"

#include <QDateTime>

#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace mailmend {

/** Bits of FileEntry::attributes, Windows' own numbers; 0 where the source does not keep them. */
namespace file_attribute {
inline constexpr quint32 ReadOnly = 0x1, Hidden = 0x2, System = 0x4;
}

/** One file as a source lists it. A value; opening it goes through Files::open. */
struct FileEntry
{
    WindowsPath path;
    qint64 size = 0;
    QDateTime modified; ///< UTC; invalid: not known
    QDateTime created;
    TimeSource timeSource = TimeSource::Unknown;
    quint32 attributes = 0;
    bool hasAttributes = false;
    bool isOfFolder = false; ///< a stream that a folder holds: "aspnet_client:evil"
    quint64 locator = 0;     ///< the source's own: zip member index, row of an in-memory table
};

/** Reads one file from its start to its end, in pieces. One thread at a time. */
class FileReader
{
public:
    virtual ~FileReader() = default;
    /** Fills up to `room.size()` bytes; 0 at the end. */
    virtual Result<qint64> read(std::span<char> room) = 0;
};

/** Whose a file is and who may do what with it, as NTFS keeps it. */
struct FileOwnership
{
    QByteArray descriptor; ///< [MS-DTYP] 2.4.6, self-relative; parse/security_descriptor.h reads it
    QByteArray shortName;  ///< the second name, "PAGE~1.ASP", raw; empty: it has none
};

/** What a copy of a disk, such as a shadow copy, has of a file that could not be opened where it lies. */
struct CopiedContent
{
    std::unique_ptr<FileReader> reader;
    QDateTime made; ///< UTC: when the copy was made
    /** The copy is older than this look, and what that means; none: it was made for this look. */
    std::optional<Error> older;
};

/** What can be said of a folder: only `Read` supports "not present". */
struct FolderState
{
    ReadState state = ReadState::NotCollected;
    Text reason;
};

/** The folders directly in another one, by raw name. */
struct FolderNames
{
    QList<QByteArray> names;
    FolderState state; ///< Read: all those that were asked for are among them
};

/** Not collected: what is hidden beside a file's content can't be seen in this copy. */
FolderState streamsNotShown();

/** Of "page.aspx:evil" in a folder, "page.aspx"; none where the last name can't be that of a stream. */
std::optional<WindowsPath> holderOfStream(const WindowsPath& path);

/**
 * One folder to walk. Links give a folder several names; it is walked under one of them, and that decides who
 * gets to see it. Passes are walked one after the other, lower ones first.
 */
struct WalkRoot
{
    WindowsPath folder;
    bool recursive = true;
    /**
     * Below `firstNamed` every file is wanted: what one of these passes walked, none walks under another
     * name. From there on only some files are, of other names in each pass: a pass leaves out what it walked
     * itself, and paths within a root of an earlier pass.
     */
    int pass = 0;

    static constexpr int firstNamed = 2;
};

/** What became of one root, or of a folder below it that could not be listed. */
struct WalkedFolder
{
    WindowsPath folder;
    FolderState state;
};

using FolderListed = std::function<void(const WindowsPath& folder, const WindowsPath& visitedAs)>;

/**
 * The files of a target, read-only. Immutable and thread-safe. Names are raw; look-ups are without case and
 * return every match. Links and junctions are resolved inside the evidence only.
 */
class Files
{
public:
    virtual ~Files() = default;

    /** Every file at this path (not folders). Two archive members of one name are two entries. */
    virtual QList<FileEntry> find(const WindowsPath& path) const = 0;

    /**
     * What an absent file in this folder means: Read only where files named like each of `names` were asked
     * for and the folder was listed without a recorded error. `names` are examples ("a.aspx", "a.config").
     */
    virtual FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names) const = 0;

    /**
     * Set where this source has what lies in a folder only under another name, that of a link or of where it
     * leads: then single files that are not found by this name are not gone. The sentence says so.
     */
    virtual std::optional<Text> hasOtherName(const WindowsPath& /*folder*/) const { return std::nullopt; }

    /**
     * Whether this source shows what files and folders hide beside their content (alternate data streams,
     * "page.aspx:evil", which are visited and found like files). Read: it shows all of them.
     */
    virtual FolderState streams() const { return streamsNotShown(); }

    /** What it means that find() has no such stream, in a folder that was read: only Read says that it is
     * not there. */
    virtual FolderState streamState(const WindowsPath& /*stream*/) const { return streams(); }

    /**
     * The folders directly in this one, links left out; of a collection, those of which it holds a file.
     * Read: every folder that has a file called `holding` directly in it is among them, or there is no such
     * folder.
     */
    virtual FolderNames foldersIn(const WindowsPath& folder, const QByteArray& holding) const = 0;

    /** The path as this source lists it, where Windows' short names ("PROGRA~1") stand in it. What nothing
     * tells stays as it is. */
    virtual WindowsPath withLongNames(const WindowsPath& path) const { return path; }

    /**
     * Visits every file below the roots once, even where roots overlap: in archive order, or folder by
     * folder. `visit` returns false to stop. Folders that could not be listed are added to `troubles`.
     */
    virtual void walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
                      const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const = 0;

    /**
     * walk() that also names every folder that was listed to its end, empty ones too, and further names of
     * such a folder that were met, without what is below.
     *
     * @param listed the name, and the one under which its files were visited: mostly the same
     * @return false: this source doesn't know, and named none
     */
    virtual bool walkListing(std::span<const WalkRoot> roots, const CancelToken& cancel,
                             const std::function<bool(FileEntry&&)>& visit, const FolderListed& listed,
                             QList<WalkedFolder>& troubles) const
    {
        Q_UNUSED(listed)
        walk(roots, cancel, visit, troubles);
        return false;
    }

    /** The file as it is. */
    virtual Result<std::unique_ptr<FileReader>> open(const FileEntry& entry) const = 0;

    /**
     * The file as a copy of its disk has it, where open() refused. What is older than this look may show that
     * something is there, and never that nothing is.
     *
     * @param why what open() said
     * @return the same, or why no copy helped either
     */
    virtual Result<CopiedContent> openCopy(const FileEntry& /*entry*/, const Error& why) const { return why; }

    /** Asked for single files, never for all. Unsupported where the source does not keep it. */
    virtual Result<FileOwnership> ownership(const FileEntry& entry) const;

    /** Gives back what was made on the computer for reading. To be called where a look ends, also after a
     * cancel; who reads more makes it anew. An error says what is left there. */
    virtual Done giveBack() const { return done(); }
};

/** The whole file, or an error of kind TooLarge beyond `bound` bytes. */
Result<QByteArray> readWhole(const Files& files, const FileEntry& entry, qint64 bound);

} // namespace mailmend
