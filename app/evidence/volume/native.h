// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "evidence/files.h"

#include <QByteArray>
#include <QDateTime>

#include <memory>
#include <vector>

/**
 * The operating system's calls that read evidence from disk: the only place that makes them. posix/ is Linux,
 * windows/ is Windows; CMake takes one of them. Everything is read-only, by raw name, one component at a
 * time, and never follows a link. Thread-safe. A raw path has slashes; on Windows it is "C:/a" or
 * "//server/share/a" in WTF-8.
 */
namespace mailmend::native {

enum class Kind { File, Folder, Link, Other };

/** One thing in a folder. */
struct Child
{
    QByteArray name; ///< raw
    Kind kind = Kind::Other;
};

/** What a file or folder holds beside its content, under a name of its own: "page.aspx:evil". */
struct Stream
{
    QByteArray name; ///< raw: "evil"
    qint64 size = 0;
};

/** Which of them the system told. No: it keeps none, or doesn't show them. InPart: there may be more. */
enum class StreamsTold { No, InPart, All };

struct Streams
{
    std::vector<Stream> named;
    StreamsTold told = StreamsTold::No;
};

struct Details
{
    Kind kind = Kind::Other;
    qint64 size = 0;
    QDateTime modified;         ///< UTC
    QDateTime created;          ///< UTC; invalid: the file system does not tell
    quint32 attributes = 0;     ///< Windows' numbers
    bool hasAttributes = false; ///< only NTFS keeps them
    Streams streams;            ///< of a file or folder, never of a link
};

struct Listing
{
    std::vector<Child> children; ///< sorted by raw name
    bool whole = true;           ///< false: an error or the bound ended it early
    QString trouble;             ///< for the log, where not whole
};

/** An open folder. */
class Folder
{
public:
    virtual ~Folder() = default;

    /** Everything in it but "." and ".."; an error where it can't be listed at all. Bounded to 2,000,000
     * names. */
    virtual Result<Listing> list(const CancelToken& cancel) const = 0;
    /** An error of kind NotFound, Denied, or BadCall where it is there but is no folder. */
    virtual Result<std::shared_ptr<const Folder>> folder(const QByteArray& name) const = 0;
    virtual Result<Details> details(const QByteArray& name) const = 0;
    virtual Result<QByteArray> linkTarget(const QByteArray& name) const = 0;
    /** What this folder itself holds beside its files: "aspnet_client:evil". */
    virtual Streams streams() const = 0;
    /** The listed name of what has this short name, "PROGRA~1". NotFound: nothing in this folder has it.
     * Unsupported: short names are not shown. */
    virtual Result<QByteArray> longNameOf(const QByteArray& shortName) const;
    /** Windows: "page.aspx:evil" is a stream. Only ordinary files; a pipe or device is Unsupported and is
     * never opened for reading. */
    virtual Result<std::unique_ptr<FileReader>> file(const QByteArray& name) const = 0;
    /** Unsupported where the file system keeps no such thing. */
    virtual Result<FileOwnership> ownership(const QByteArray& name) const;
    /** True where times in it are those of an NTFS volume and not of a copy. */
    virtual bool isNtfs() const = 0;
};
using FolderPointer = std::shared_ptr<const Folder>;

/** Opens a folder that a person named; links on the way there are theirs and are followed. */
Result<FolderPointer> openFolder(const QByteArray& path);

/** What lies at a path that a person named, links followed; NotFound or Denied otherwise. */
Result<Details> look(const QByteArray& path);

/** The path made absolute, with links resolved, for telling targets apart; as it is where that fails. */
QByteArray canonical(const QByteArray& path);

/** A person's words as a raw path. */
QByteArray toNative(const QString& path);

/** A target of two volumes as a person on this system types it, to be shown as an example. */
QString exampleVolumes();

} // namespace mailmend::native
