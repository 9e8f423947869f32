// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/posix/descriptor.h"
#include "base/result.h"

#include <QByteArray>
#include <QList>

#include <optional>

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

/** Asks the system about an open folder. */
Result<MountFacts> mountOf(int folder);
SleepState sleepStateOf(int volumeRoot);
DirtyState dirtyStateOf(const QByteArray& source);
bool hasNtfsAttributes(int folder);

} // namespace mailmend
