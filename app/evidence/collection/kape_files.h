// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/kape.h"

namespace mailmend::kape {

/** The files of a collection while they are put together, found by their paths. */
class Gathered
{
public:
    FileTable files;
    std::unique_ptr<Notes> notes = std::make_unique<Notes>();
    std::vector<bool> listed; ///< of these, whether a copy log names them
    bool hasCopyLog = false;
    bool logsCut = false; ///< a copy or skip log could not be read to its end
    QDateTime firstCopy;  ///< UTC
    qint64 badRows = 0;   ///< rows of the logs that make no sense
    qint64 otherSize = 0; ///< files that are not as long as the log says

    void add(const CollectedFile& file);
    /** A file that the logs name and that is not stored, unless there is one at this path. */
    void addUnread(const WindowsPath& path, qint64 size, Text why);
    /** The folder holds files that were seen and not copied, or not whole. */
    void noteFolder(const WindowsPath& file);
    /** The first file at this path. */
    std::optional<size_t> rowAt(const WindowsPath& path) const;

private:
    QMultiHash<quint64, quint32> m_byPath;
};

/** "VSS3": files of an older snapshot of the disk. */
bool isSnapshotFolder(const QByteArray& name);
/** Where files lie whose paths were too long for a container. */
bool isLongNames(const QByteArray& name);

/** What a log writes as a path. */
std::optional<WindowsPath> pathOf(const QByteArray& text);

/** Adds what the copy, skip and console logs say: times, what was left out and what failed. */
void joinLogs(const Outline& outline, const QList<Run>& runs, Gathered& gathered, const CancelToken& cancel);

/**
 * Files below LongFileNames: each has another name, and a text of the like name holds its whole path.
 * @return how many have no path
 */
qint64 takeLongNames(const Outline& outline, const QMap<QByteArray, Member>& members, const QList<Run>& runs,
                     Gathered& gathered, const CancelToken& cancel);

} // namespace mailmend::kape
