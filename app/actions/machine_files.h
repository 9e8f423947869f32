// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/file_record.h"
#include "base/result.h"
#include "base/windows_path.h"

#include <memory>
#include <span>

namespace mailmend {

/** What stands under a name. */
enum class NameKind { Nothing, File, Folder, Link, Other };

/** A file that is open for reading. It stays the same file whatever happens to its name. */
class OpenFile
{
public:
    virtual ~OpenFile() = default;
    /** As it is now, asked of the open file. Unsupported where a part of it can't be read to be kept. */
    virtual Result<FileRecord> record() const = 0;
    /** Fills up to room.size() bytes from a byte position; 0 at the end. */
    virtual Result<qint64> read(qint64 position, std::span<char> room) const = 0;
};

/** A file that was made here and is still being written. Readable only by its owner until apply(). */
class NewFile : public OpenFile
{
public:
    virtual Done write(QByteArrayView data) = 0; ///< at the end
    /** Mode, owner, attributes and, last, times. What can't be set shows in record(); full disks are errors.
     */
    virtual Done apply(const FileRecord& record) = 0;
    /** On return it is on the disk, and what is read next comes from there. */
    virtual Done flush() = 0;
};

/** A folder that is open, reached without following a link. All names are raw and stand directly in it. */
class MachineFolder
{
public:
    virtual ~MachineFolder() = default;
    virtual Result<QList<QByteArray>> names() const = 0; ///< sorted; TooLarge above 2,000,000
    virtual Result<NameKind> kind(const QByteArray& name) const = 0;
    virtual Result<FileTime> modified() const = 0;
    /**
     * An error where this file can't be renamed and removed as things are now: Conflict where another program
     * holds it open, Denied. Changes nothing; an hour later it may be otherwise.
     */
    virtual Done mayBeTaken(const QByteArray& name) const = 0;
    /** Only ordinary files, never through a link. NotFound; Unsupported for links, devices, pipes, folders.
     */
    virtual Result<std::unique_ptr<OpenFile>> open(const QByteArray& name) const = 0;
    /** Conflict where the name is taken. */
    virtual Result<std::unique_ptr<NewFile>> create(const QByteArray& name) = 0;
    /**
     * Conflict where `to` is taken: nothing is ever replaced. Where a file system can't do that in one step
     * it may be interrupted with both names on the same file.
     */
    virtual Done rename(const QByteArray& from, const QByteArray& to) = 0;
    virtual Done remove(const QByteArray& name) = 0; ///< one name of a file; folders are refused
    virtual Done flush() = 0; ///< on return the folder's names are on the disk as they are now
};

/** One match of a look-up. */
struct FoundName
{
    WindowsPath real; ///< where it lies without any link on the way: drive and raw names, exact
    NameKind kind = NameKind::Other;
};

/** The files of a target that may be changed. One thread at a time. */
class MachineFiles
{
public:
    virtual ~MachineFiles() = default;

    /**
     * Everything at this path without case, by fresh listings; links in folders are followed inside the
     * target only. Nothing found: the error says why, Unsupported where a link leads out.
     */
    virtual Result<QList<FoundName>> find(const WindowsPath& path) const = 0;
    /** Opens a folder by its exact raw names, one after the other, following no link. */
    virtual Result<std::unique_ptr<MachineFolder>> folder(const WindowsPath& real) const = 0;
    /** An error where this folder must not be written: read-only, hibernated, dirty, no rights. */
    virtual Done mayWrite(const WindowsPath& realFolder) const = 0;
    /** What removing and restoring a file with this record can't bring back there, and why. */
    virtual QList<Text> cannotComeBack(const WindowsPath& realFolder, const FileRecord& record) const = 0;
};

} // namespace mailmend
