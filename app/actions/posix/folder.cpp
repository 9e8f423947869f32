// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/folder.h"

#include "actions/posix/file.h"
#include "actions/posix/system_error.h"
#include "base/escape.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace mailmend {
namespace {

constexpr qsizetype kMostNames = 2'000'000;

Done doneOrError(int result, const QByteArray& name)
{
    return result == 0 ? done() : Done(systemError(errno, name));
}

Error noOrdinaryFile(const QByteArray& name)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("actions", "{name} is not an ordinary file, so we leave it alone."),
                {{"name", place(displayBytes(name))}}),
            say(MAILMEND_TEXT("actions", "See what it is, and do this step by hand.")),
            {},
            {}};
}

/** A name in a folder, never a path: what would lead elsewhere is refused before the system sees it. */
bool isName(const QByteArray& name)
{
    return !name.isEmpty() && name != "." && name != ".." && !name.contains('/') && !name.contains('\0');
}

Error noName(const QByteArray& name)
{
    return {ErrorKind::BadCall,
            say(MAILMEND_TEXT("actions", "{name} can't be the name of a file."),
                {{"name", place(displayBytes(name))}}),
            {},
            {},
            {}};
}

/** True where the file system can't do it, rather than that it failed. */
bool isNotOffered(int code)
{
    return code == EINVAL || code == ENOSYS || code == EOPNOTSUPP || code == ENOTTY;
}

} // namespace

Result<QList<QByteArray>> PosixFolder::names() const
{
    const int copy = ::openat(number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* stream = copy < 0 ? nullptr : ::fdopendir(copy);
    if (stream == nullptr) {
        return systemError(errno, ".");
    }
    QList<QByteArray> names;
    errno = 0;
    while (const dirent* found = ::readdir(stream)) {
        const QByteArray name(found->d_name);
        if (name != "." && name != "..") {
            names.append(name);
        }
        if (names.size() > kMostNames) {
            errno = EOVERFLOW;
            break;
        }
        errno = 0;
    }
    const int code = errno;
    ::closedir(stream);
    if (code != 0) {
        return systemError(code, ".");
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<NameKind> PosixFolder::kind(const QByteArray& name) const
{
    if (!isName(name)) {
        return noName(name);
    }
    struct stat found = {};
    if (::fstatat(number(), name.constData(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? Result<NameKind>(NameKind::Nothing) : systemError(errno, name);
    }
    return S_ISREG(found.st_mode)   ? NameKind::File
           : S_ISDIR(found.st_mode) ? NameKind::Folder
           : S_ISLNK(found.st_mode) ? NameKind::Link
                                    : NameKind::Other;
}

Result<FileTime> PosixFolder::modified() const
{
    struct stat found = {};
    if (::fstat(number(), &found) != 0) {
        return systemError(errno, ".");
    }
    return FileTime{found.st_mtim.tv_sec, static_cast<qint32>(found.st_mtim.tv_nsec)};
}

Result<std::unique_ptr<OpenFile>> PosixFolder::open(const QByteArray& name) const
{
    // Looked at first, so that a pipe doesn't block and a device is not touched; and again once it is open.
    const auto before = kind(name);
    if (!before) {
        return before.error();
    }
    if (*before == NameKind::Nothing) {
        return systemError(ENOENT, name);
    }
    if (*before != NameKind::File) {
        return noOrdinaryFile(name);
    }
    const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    disk::Handle file(::openat(number(), name.constData(), flags | O_NOATIME));
    if (!file && errno == EPERM) {
        file = disk::Handle(::openat(number(), name.constData(), flags));
    }
    if (!file) {
        return systemError(errno, name);
    }
    struct stat opened = {};
    if (::fstat(file.number(), &opened) != 0 || !S_ISREG(opened.st_mode)) {
        return noOrdinaryFile(name);
    }
    return std::unique_ptr<OpenFile>(std::make_unique<PosixFile>(std::move(file), name));
}

Result<std::unique_ptr<NewFile>> PosixFolder::create(const QByteArray& name)
{
    if (!isName(name)) {
        return noName(name);
    }
    disk::Handle file(::openat(number(), name.constData(),
                               O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOATIME | O_CLOEXEC, 0600));
    if (!file) {
        return systemError(errno, name);
    }
    return std::unique_ptr<NewFile>(std::make_unique<PosixNewFile>(std::move(file), name));
}

int renameInto(int folder, const QByteArray& from, const QByteArray& to)
{
    const auto codeOf = [](int result) { return result == 0 ? 0 : errno; };
    if (::renameat2(folder, from.constData(), folder, to.constData(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (!isNotOffered(errno)) {
        return errno;
    }
    // FUSE drivers such as ntfs-3g have no such flag. A second name can't replace anything either.
    if (::linkat(folder, from.constData(), folder, to.constData(), 0) == 0) {
        return codeOf(::unlinkat(folder, from.constData(), 0));
    }
    if (errno != EPERM && errno != EMLINK && !isNotOffered(errno)) {
        return errno;
    }
    // No second names either (exFAT): only another program that makes this name right now could lose by it.
    struct stat found = {};
    if (::fstatat(folder, to.constData(), &found, AT_SYMLINK_NOFOLLOW) == 0) {
        return EEXIST;
    }
    return errno != ENOENT ? errno : codeOf(::renameat(folder, from.constData(), folder, to.constData()));
}

Done PosixFolder::rename(const QByteArray& from, const QByteArray& to)
{
    if (!isName(from) || !isName(to)) {
        return noName(isName(from) ? to : from);
    }
    const int code = renameInto(number(), from, to);
    return code == 0 ? done() : Done(systemError(code, code == ENOENT ? from : to));
}

Done PosixFolder::remove(const QByteArray& name)
{
    return isName(name) ? doneOrError(::unlinkat(number(), name.constData(), 0), name) : noName(name);
}

Done PosixFolder::flush()
{
    return doneOrError(::fsync(number()), ".");
}

Result<disk::Handle> openFolderAt(int folder, const QByteArray& name)
{
    disk::Handle opened(::openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) {
        return systemError(errno, name);
    }
    return opened;
}

} // namespace mailmend
