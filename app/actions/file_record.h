// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <optional>
#include <utility>

namespace mailmend {

/** A moment as file systems keep it: seconds since 1970 UTC, and nanoseconds, which QDateTime can't hold. */
struct FileTime
{
    qint64 seconds = 0;
    qint32 nanoseconds = 0; ///< 0 to 999,999,999
    bool operator==(const FileTime&) const = default;
};

/** What a file system keeps about one file beside its content. A value; names and values are raw. */
struct FileRecord
{
    qint64 size = 0;
    FileTime modified;
    FileTime accessed;
    FileTime changed;             ///< the record's own time; nothing can set it
    std::optional<FileTime> born; ///< none: the file system doesn't tell
    quint32 mode = 0;             ///< permission bits, with set-id and sticky
    quint32 owner = 0;
    quint32 group = 0;
    quint64 links = 1; ///< names that the file has
    quint64 device = 0;
    quint64 inode = 0; ///< with `device`: this very file, for as long as it is open
    /** Extended attributes: ACLs, streams, and NTFS' own as "system.ntfs_…". Sorted by name. */
    QList<std::pair<QByteArray, QByteArray>> attributes;

    const QByteArray* attribute(QByteArrayView name) const; ///< nullptr: none
};

/** Everything of it that undo must bring back, as 32 bytes; with the record's own time, without device. */
QByteArray digestOf(const FileRecord& record);

/** What of `wanted` a restored file lacks, in sentences; size and links are not looked at. */
QList<Text> differences(const FileRecord& wanted, const FileRecord& present);

QJsonObject store(const FileRecord& record);
Result<FileRecord> readFileRecord(const QJsonObject& json);

} // namespace mailmend
