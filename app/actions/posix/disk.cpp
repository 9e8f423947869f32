// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/disk.h"

#include "actions/posix/file.h"
#include "actions/posix/folder.h"
#include "actions/posix/system_error.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mailmend::disk {
namespace {

Done doneOrError(int result, const QByteArray& shown)
{
    return result == 0 ? done() : Done(systemError(errno, shown));
}

Result<Handle> handleOrError(int number, const QByteArray& shown)
{
    if (number < 0) {
        return systemError(errno, shown);
    }
    return Handle(number);
}

} // namespace

void Handle::close()
{
    if (m_number >= 0) {
        ::close(m_number);
    }
}

Result<Handle> openPlace(const QByteArray& path)
{
    return handleOrError(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), path);
}

Result<Handle> openRoot(const QByteArray& path)
{
    return openFolderAt(AT_FDCWD, path);
}

Result<Handle> openFolder(const Handle& folder, const QByteArray& name)
{
    return openFolderAt(folder.number(), name);
}

Result<Handle> again(const Handle& folder, const QByteArray& shown)
{
    return handleOrError(::fcntl(folder.number(), F_DUPFD_CLOEXEC, 0), shown);
}

bool onSameVolume(const Handle& one, const Handle& other)
{
    struct stat first = {}, second = {};
    return ::fstat(one.number(), &first) == 0 && ::fstat(other.number(), &second) == 0 &&
           first.st_dev == second.st_dev;
}

Result<Handle> openFile(const Handle& folder, const QByteArray& name, Access access, const QByteArray& shown)
{
    const int flags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (access == Access::Read ? O_RDONLY : O_RDWR);
    return handleOrError(::openat(folder.number(), name.constData(), flags), shown);
}

Result<Handle> createFile(const Handle& folder, const QByteArray& name, const QByteArray& shown,
                          Keeper /*keeper*/)
{
    return handleOrError(
        ::openat(folder.number(), name.constData(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600),
        shown);
}

Result<std::optional<qint64>> sizeOf(const Handle& file, const QByteArray& shown)
{
    struct stat found = {};
    if (::fstat(file.number(), &found) != 0) {
        return systemError(errno, shown);
    }
    return S_ISREG(found.st_mode) ? std::optional<qint64>(found.st_size) : std::nullopt;
}

Result<qint64> readAt(const Handle& file, qint64 position, std::span<char> room, const QByteArray& shown)
{
    return mailmend::readAt(file.number(), position, room, shown);
}

Done writeAt(const Handle& file, qint64 position, QByteArrayView data, const QByteArray& shown)
{
    return mailmend::writeAt(file.number(), position, data, shown);
}

Done reserve(const Handle& file, qint64 size, const QByteArray& shown)
{
    if (::fallocate(file.number(), 0, 0, size) == 0) {
        return done();
    }
    if (errno != EOPNOTSUPP && errno != ENOSYS) {
        return systemError(errno, shown);
    }
    return writeAt(file, 0, QByteArray(size, '\0'), shown); // where the file system can't set room aside
}

Done flush(const Handle& fileOrFolder, const QByteArray& shown)
{
    return doneOrError(::fsync(fileOrFolder.number()), shown);
}

Done flushContent(const Handle& file, const QByteArray& shown)
{
    return doneOrError(::fdatasync(file.number()), shown);
}

Result<bool> lock(const Handle& file, const QByteArray& shown)
{
    if (::flock(file.number(), LOCK_EX | LOCK_NB) == 0) {
        return true;
    }
    return errno == EWOULDBLOCK ? Result<bool>(false) : systemError(errno, shown);
}

Result<bool> exists(const Handle& folder, const QByteArray& name, const QByteArray& shown)
{
    if (::faccessat(folder.number(), name.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return true;
    }
    return errno == ENOENT ? Result<bool>(false) : systemError(errno, shown);
}

Done makeFolder(const Handle& folder, const QByteArray& name, const QByteArray& shown, Keeper /*keeper*/)
{
    return ::mkdirat(folder.number(), name.constData(), 0700) == 0 || errno == EEXIST
               ? done()
               : Done(systemError(errno, shown));
}

Done closeToOthers(const Handle& folder, const QByteArray& shown)
{
    return doneOrError(::fchmod(folder.number(), 0700), shown);
}

Result<bool> isClosedToOthers(const Handle& fileOrFolder, const QByteArray& shown, Keeper /*keeper*/)
{
    struct stat found = {};
    if (::fstat(fileOrFolder.number(), &found) != 0) {
        return systemError(errno, shown);
    }
    return found.st_uid == ::geteuid() && (found.st_mode & 077U) == 0;
}

Done rename(const Handle& folder, const QByteArray& from, const QByteArray& to, const QByteArray& shown)
{
    const int code = renameInto(folder.number(), from, to);
    return code == 0 ? done() : Done(systemError(code, shown));
}

Done replace(const Handle& folder, const QByteArray& from, const QByteArray& to, const QByteArray& shown)
{
    return doneOrError(::renameat(folder.number(), from.constData(), folder.number(), to.constData()), shown);
}

Done remove(const Handle& folder, const QByteArray& name, const QByteArray& shown)
{
    return doneOrError(::unlinkat(folder.number(), name.constData(), 0), shown);
}

Keeper keeperOfOurs()
{
    return Keeper::ThisAccount;
}

std::unique_ptr<MachineFolder> machineFolder(Handle folder, Keeper /*keeper*/)
{
    return std::make_unique<PosixFolder>(std::move(folder));
}

Error notThere(const QByteArray& shown)
{
    return systemError(ENOENT, shown);
}

} // namespace mailmend::disk
