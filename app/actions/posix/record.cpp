// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/file.h"
#include "actions/posix/system_error.h"
#include "base/escape.h"
#include "base/posix/extended_attribute.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace mailmend {
namespace {

constexpr qsizetype kMostAttributeBytes = 4 * 1024 * 1024;

/**
 * What the NTFS drivers keep and don't list. Sources: ntfs-3g's manual page and its wiki on extended
 * attributes; Linux, fs/ntfs3/xattr.c. The times stand last: setting the others changes them.
 */
constexpr std::array<const char*, 6> kUnlisted{"system.ntfs_attrib",   "system.ntfs_acl",
                                               "system.ntfs_security", "system.ntfs_object_id",
                                               "system.ntfs_dos_name", "system.ntfs_times"};
constexpr const char* kAcl = "system.posix_acl_access";
constexpr const char* kTimes = "system.ntfs_times";
constexpr const char* kShortName = "system.ntfs_dos_name"; // belongs to the name, not to the content

FileTime toTime(const statx_timestamp& stamp)
{
    return {stamp.tv_sec, static_cast<qint32>(stamp.tv_nsec)};
}

Error cannotKeep(const QByteArray& file, const QByteArray& attribute, int code)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT(
                    "actions",
                    "{name} has a hidden part, {part}, that can't be read. Moving the file would lose it."),
                {{"name", place(displayBytes(file))}, {"part", place(displayBytes(attribute))}}),
            say(MAILMEND_TEXT("actions", "Do this step by hand, after you made an image of the disk.")),
            QStringLiteral("errno %1").arg(code),
            {}};
}

/** @return false with errno where it can't be read */
bool readAttribute(int file, const QByteArray& name, QByteArray& value)
{
    auto found = posix::extendedAttribute(file, name.constData());
    value = std::move(found).value_or(QByteArray());
    return found.has_value();
}

Done addAttributes(int file, const QByteArray& name, FileRecord& record)
{
    QByteArray list(65536, Qt::Uninitialized);
    const ssize_t length = ::flistxattr(file, list.data(), static_cast<size_t>(list.size()));
    if (length < 0 && errno != EOPNOTSUPP) {
        return cannotKeep(name, "?", errno);
    }
    list.truncate(std::max<qsizetype>(length, 0));
    qsizetype total = 0;
    QByteArray value;
    for (const QByteArray& attribute : list.split('\0')) {
        if (attribute.isEmpty()) {
            continue;
        }
        if (!readAttribute(file, attribute, value)) {
            if (errno == ENODATA) {
                continue; // it went away, or the driver only lists it
            }
            return cannotKeep(name, attribute, errno);
        }
        total += value.size();
        if (total > kMostAttributeBytes) {
            return cannotKeep(name, attribute, E2BIG);
        }
        record.attributes.append({attribute, value});
    }
    for (const char* attribute : kUnlisted) {
        if (record.attribute(attribute) == nullptr && readAttribute(file, attribute, value) &&
            !value.isEmpty()) {
            record.attributes.append({attribute, value});
        }
    }
    std::sort(record.attributes.begin(), record.attributes.end());
    return done();
}

bool isBroken(int code)
{
    return code == ENOSPC || code == EDQUOT || code == EIO || code == EROFS;
}

timespec toSpec(const FileTime& time)
{
    return {static_cast<time_t>(time.seconds), time.nanoseconds};
}

} // namespace

Result<FileRecord> recordOf(int file, const QByteArray& name)
{
    struct statx found = {};
    if (::statx(file, "", AT_EMPTY_PATH | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) {
        return systemError(errno, name);
    }
    FileRecord record;
    record.size = static_cast<qint64>(found.stx_size);
    record.modified = toTime(found.stx_mtime);
    record.accessed = toTime(found.stx_atime);
    record.changed = toTime(found.stx_ctime);
    if ((found.stx_mask & STATX_BTIME) != 0) {
        record.born = toTime(found.stx_btime);
    }
    record.mode = found.stx_mode & 07777U;
    record.owner = found.stx_uid;
    record.group = found.stx_gid;
    record.links = found.stx_nlink;
    record.device = (quint64(found.stx_dev_major) << 32) | found.stx_dev_minor;
    record.inode = found.stx_ino;
    if (const Done added = addAttributes(file, name, record); !added) {
        return added.error();
    }
    return record;
}

Done applyRecord(int file, const FileRecord& record, const QByteArray& name)
{
    struct stat present = {};
    if (::fstat(file, &present) != 0) {
        return systemError(errno, name);
    }
    // The owner first: changing it clears set-id bits and capabilities.
    if ((present.st_uid != record.owner || present.st_gid != record.group) &&
        ::fchown(file, record.owner, record.group) != 0 && isBroken(errno)) {
        return systemError(errno, name);
    }
    if (::fchmod(file, record.mode) != 0 && isBroken(errno)) {
        return systemError(errno, name);
    }
    // A folder may give what is made in it an ACL of its own.
    if (record.attribute(kAcl) == nullptr && ::fremovexattr(file, kAcl) != 0 && isBroken(errno)) {
        return systemError(errno, name);
    }
    for (const auto& [attribute, value] : record.attributes) {
        if (attribute != kTimes && attribute != kShortName &&
            ::fsetxattr(file, attribute.constData(), value.constData(), static_cast<size_t>(value.size()),
                        0) != 0 &&
            isBroken(errno)) {
            return systemError(errno, name);
        }
    }
    const timespec times[2] = {toSpec(record.accessed), toSpec(record.modified)};
    if (::futimens(file, times) != 0 && isBroken(errno)) {
        return systemError(errno, name);
    }
    if (const QByteArray* ntfs = record.attribute(kTimes);
        ntfs != nullptr &&
        ::fsetxattr(file, kTimes, ntfs->constData(), static_cast<size_t>(ntfs->size()), 0) != 0 &&
        isBroken(errno)) {
        return systemError(errno, name);
    }
    return done();
}

} // namespace mailmend
