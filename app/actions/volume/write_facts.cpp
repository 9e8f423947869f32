// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/file.h"
#include "actions/posix/folder.h"
#include "actions/posix/system_error.h"
#include "actions/volume/writability.h"
#include "base/windows_path.h"
#include "evidence/parse/ntfs_volume.h"

#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

#ifndef STATX_MNT_ID
#define STATX_MNT_ID 0x00001000U
#endif

namespace mailmend {
namespace {

/** All of a piece of a device or file; shorter where it ends there. */
std::optional<QByteArray> pieceOf(int file, qint64 position, qint64 size)
{
    QByteArray piece(size, '\0');
    qint64 have = 0;
    while (have < size) {
        const auto got = readAt(file, position + have,
                                std::span(piece.data() + have, static_cast<size_t>(size - have)), {});
        if (!got) {
            return std::nullopt;
        }
        if (*got == 0) {
            break;
        }
        have += *got;
    }
    piece.truncate(have);
    return piece;
}

} // namespace

Result<MountFacts> mountOf(int folder)
{
    struct statx found = {};
    struct statvfs system = {};
    if (::statx(folder, "", AT_EMPTY_PATH, STATX_MNT_ID, &found) != 0 || ::fstatvfs(folder, &system) != 0) {
        return systemError(errno, "/proc/self/mountinfo");
    }
    QFile table(QStringLiteral("/proc/self/mountinfo"));
    auto facts =
        table.open(QIODevice::ReadOnly) ? readMountInfo(table.readAll(), found.stx_mnt_id) : std::nullopt;
    if (!facts || (found.stx_mask & STATX_MNT_ID) == 0) {
        return systemError(ENOENT, "/proc/self/mountinfo");
    }
    facts->readOnly = facts->readOnly || (system.f_flag & ST_RDONLY) != 0;
    return *facts;
}

SleepState sleepStateOf(int volumeRoot)
{
    const PosixFolder root{Descriptor(::fcntl(volumeRoot, F_DUPFD_CLOEXEC, 0))};
    const auto names = root.names();
    if (!names) {
        return SleepState::Unreadable;
    }
    for (const QByteArray& name : *names) {
        if (foldName(name) != "hiberfil.sys") {
            continue;
        }
        const auto file = root.open(name);
        char head[4] = {};
        if (!file || !(*file)->read(0, head)) {
            return SleepState::Unreadable;
        }
        if (QByteArrayView(head, 4) != QByteArrayView("\0\0\0\0", 4)) {
            return SleepState::Asleep;
        }
    }
    return SleepState::Awake;
}

DirtyState dirtyStateOf(const QByteArray& source)
{
    const Descriptor disk(
        source.startsWith('/') ? ::open(source.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1);
    struct stat found = {};
    if (!disk || ::fstat(disk.number(), &found) != 0 ||
        (!S_ISBLK(found.st_mode) && !S_ISREG(found.st_mode))) {
        return DirtyState::Unreadable;
    }
    const auto sector = pieceOf(disk.number(), 0, 512);
    if (!sector) {
        return DirtyState::Unreadable;
    }
    const auto geometry = readNtfsBootSector(*sector);
    if (!geometry) {
        return geometry.error().kind == ErrorKind::Unsupported ? DirtyState::NotNtfs : DirtyState::Unreadable;
    }
    const auto record = pieceOf(disk.number(), geometry->volumeRecord, geometry->recordSize);
    const auto flags = record ? readNtfsVolumeFlags(*record) : Result<quint16>(Error{});
    if (!flags) {
        return DirtyState::Unreadable;
    }
    return (*flags & kNtfsDirty) != 0 ? DirtyState::Dirty : DirtyState::Clean;
}

bool hasNtfsAttributes(int folder)
{
    return ::fgetxattr(folder, "system.ntfs_attrib", nullptr, 0) > 0;
}

} // namespace mailmend
