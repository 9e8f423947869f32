// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/native.h"

/**
 * What the drivers of mounted NTFS disks tell beside what every file system does. Paths are of what is no
 * link. Sources: ntfs-3g(8), ntfs-3g's wiki on extended attributes; Linux, fs/ntfs3/xattr.c.
 */
namespace mailmend::native {

/** Attributes, and the creation time where statx did not give it. */
void addWhatNtfsKeeps(const QByteArray& path, Details& details);

/** "PROGRA~1"; empty: it has none, or the driver is not ntfs-3g. */
QByteArray shortNameAt(const QByteArray& path);

/**
 * How what files and folders hide beside their content is shown. Only ntfs-3g does, as its option
 * streams_interface says: by names, "page.aspx:evil", or as extended attributes, "user.evil".
 */
enum class StreamsShown { No, ByName, AsAttributes };

/** @param folder open, on a disk that ntfs-3g has mounted */
StreamsShown streamsShown(int folder);

/** Names in an answer of the driver. */
struct StreamNames
{
    std::vector<QByteArray> names; ///< of attributes with what Linux puts before them: "user.evil"
    bool whole = true;             ///< false: some can't be asked for
};

/**
 * The names in a list of them, each with a NUL behind it. The list comes from the disk, which may be made to
 * trick us: a name with a slash would lead out of its folder, and one without letters names something else.
 */
StreamNames streamNamesIn(const QByteArray& list, StreamsShown shown);

/**
 * Streams of what lies at `path`; InPart where not each of them can be asked for.
 * @param byName what a stream's name is added to, to ask for its size: the path itself, or another of the
 * same
 */
Streams streamsAt(const QByteArray& path, const QByteArray& byName, StreamsShown shown);

/** The content of a stream that is an attribute. Unsupported where it is longer than Linux gives. */
Result<std::unique_ptr<FileReader>> openStreamAttribute(const QByteArray& path, const QByteArray& stream,
                                                        const QByteArray& shownName);

} // namespace mailmend::native
