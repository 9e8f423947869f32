// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "base/result.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <vector>

namespace mailmend {

/** How a folder's file system is mounted, from /proc/self/mountinfo. */
struct MountFacts
{
    QByteArray type;           ///< "ext4", "ntfs3", "fuseblk", "fuse"
    QByteArray source;         ///< "/dev/sdb2"; what a FUSE driver says
    QList<QByteArray> options; ///< of the mount and of the file system
    bool readOnly = false;
};

/** What hiberfil.sys begins with: Windows zeroes it when it starts again. */
enum class SleepState { Awake, Asleep, Unreadable };

/** What reading the volume's own flags gave. */
enum class DirtyState { NotNtfs, Clean, Dirty, Unreadable };

/** Everything that decides whether a folder may be written. A value, so that each case can be tested. */
struct WriteFacts
{
    MountFacts mount;
    SleepState sleep = SleepState::Awake;
    DirtyState dirty = DirtyState::NotNtfs;
    bool ntfs = false;    ///< the file system has NTFS' own attributes
    bool mayWrite = true; ///< this account may, as far as rights go
    QString shown;        ///< the folder, for words
};

/** None: nothing speaks against writing. Pure. */
std::optional<Error> whyNotWritable(const WriteFacts& facts);

/** The line of mountinfo for a mount's number; none where there is no such line. Pure. */
std::optional<MountFacts> readMountInfo(const QByteArray& mountinfo, quint64 mount);

/** What hiberfil.sys in a volume's open root says. */
SleepState sleepStateOf(const disk::Handle& volumeRoot);

/** Asks the system about an open folder of a target. @param roots of all of its volumes */
Result<WriteFacts> writeFactsOf(const disk::Handle& folder, const std::vector<disk::Handle>& roots,
                                const QString& shown);

/** What undo can't bring back of a file with this record. @param folder nullptr: it can't be opened */
QList<Text> lostBy(const disk::Handle* folder, const FileRecord& record);

} // namespace mailmend
