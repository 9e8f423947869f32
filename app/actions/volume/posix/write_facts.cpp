// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume/posix/write_facts.h"

#include "actions/posix/file.h"
#include "actions/posix/system_error.h"
#include "evidence/parse/ntfs_volume.h"

#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

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

bool hasNtfsAttributes(int folder)
{
    return ::fgetxattr(folder, "system.ntfs_attrib", nullptr, 0) > 0;
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

DirtyState dirtyStateOf(const QByteArray& source)
{
    const disk::Handle device(
        source.startsWith('/') ? ::open(source.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1);
    struct stat found = {};
    if (!device || ::fstat(device.number(), &found) != 0 ||
        (!S_ISBLK(found.st_mode) && !S_ISREG(found.st_mode))) {
        return DirtyState::Unreadable;
    }
    const auto sector = pieceOf(device.number(), 0, 512);
    if (!sector) {
        return DirtyState::Unreadable;
    }
    const auto geometry = readNtfsBootSector(*sector);
    if (!geometry) {
        return geometry.error().kind == ErrorKind::Unsupported ? DirtyState::NotNtfs : DirtyState::Unreadable;
    }
    const auto record = pieceOf(device.number(), geometry->volumeRecord, geometry->recordSize);
    const auto flags = record ? readNtfsVolumeFlags(*record) : Result<quint16>(Error{});
    if (!flags) {
        return DirtyState::Unreadable;
    }
    return (*flags & kNtfsDirty) != 0 ? DirtyState::Dirty : DirtyState::Clean;
}

Result<WriteFacts> writeFactsOf(const disk::Handle& folder, const std::vector<disk::Handle>& roots,
                                const QString& shown)
{
    WriteFacts facts;
    facts.shown = shown;
    auto mount = mountOf(folder.number());
    if (!mount) {
        return mount.error();
    }
    facts.mount = std::move(*mount);
    // A Windows that sleeps has all of its disks in memory, not only the one that holds hiberfil.sys.
    for (const disk::Handle& root : roots) {
        const SleepState state = sleepStateOf(root);
        facts.sleep = state == SleepState::Awake ? facts.sleep : state;
    }
    facts.ntfs = hasNtfsAttributes(folder.number());
    if (facts.mount.type.startsWith("fuse")) {
        facts.dirty = dirtyStateOf(facts.mount.source);
    }
    facts.mayWrite = ::faccessat(folder.number(), ".", W_OK | X_OK, AT_EACCESS) == 0 || errno == EROFS;
    return facts;
}

QList<Text> lostBy(const disk::Handle* folder, const FileRecord& record)
{
    QList<Text> out;
    const auto mount = folder != nullptr ? mountOf(folder->number()) : Result<MountFacts>(Error{});
    const bool ntfs3 = mount && (mount->type == "ntfs3" || mount->type == "ntfs");
    if (record.attribute("system.ntfs_times") == nullptr) {
        out.append(say(MAILMEND_TEXT(
            "actions", "The time at which the file was made: this disk doesn't let us set it.")));
    }
    if (record.attribute("system.ntfs_dos_name") != nullptr) {
        out.append(say(MAILMEND_TEXT("actions", "The short name that the file has beside its long one.")));
    }
    if (ntfs3) {
        out.append(say(MAILMEND_TEXT(
            "actions", "Hidden parts of the file (streams), if it has any: the driver ntfs3 doesn't "
                       "show them. If they matter, connect the disk with ntfs-3g.")));
    }
    if (record.links > 1) {
        out.append(
            say(MAILMEND_TEXT(
                    "actions",
                    "That this name shares its content with {count} other {count|name|names}: after undo it "
                    "is a file of its own."),
                {{"count", count(static_cast<qint64>(record.links) - 1)}}));
    }
    if (::geteuid() != 0 && record.owner != ::geteuid()) {
        out.append(
            say(MAILMEND_TEXT("actions", "The file's owner: this account can only make files of its own.")));
    }
    return out;
}

} // namespace mailmend
