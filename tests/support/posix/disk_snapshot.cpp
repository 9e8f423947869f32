// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/disk_snapshot.h"

#include "base/sha256.h"

#include <QList>

#include <algorithm>
#include <cerrno>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace mailmend::testing {
namespace {

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

QByteArray attributesOf(const QByteArray& path)
{
    QByteArray list(65536, '\0');
    const ssize_t length = ::llistxattr(path.constData(), list.data(), static_cast<size_t>(list.size()));
    list.truncate(std::max<qsizetype>(length, 0));
    QList<QByteArray> all;
    for (const QByteArray& name : list.split('\0')) {
        QByteArray value(65536, '\0');
        const ssize_t size = name.isEmpty() ? -1
                                            : ::lgetxattr(path.constData(), name.constData(), value.data(),
                                                          static_cast<size_t>(value.size()));
        if (size >= 0) {
            all.append(name + '=' + value.left(size).toHex());
        }
    }
    std::sort(all.begin(), all.end());
    return all.join(',');
}

QByteArray contentOf(const QByteArray& path)
{
    const int file = ::open(path.constData(), O_RDONLY | O_NOATIME | O_CLOEXEC);
    Sha256 hash;
    QByteArray piece(65536, '\0');
    for (ssize_t got = 1; file >= 0 && got > 0;) {
        got = ::read(file, piece.data(), static_cast<size_t>(piece.size()));
        hash.add(piece.left(std::max<qsizetype>(got, 0)));
    }
    if (file >= 0) {
        ::close(file);
    }
    return hash.finish().toHex();
}

QByteArray lineOf(const QByteArray& path, const struct stat& found)
{
    QByteArray line = number(found.st_mode) + ' ' + number(found.st_uid) + ':' + number(found.st_gid) +
                      " links " + number(S_ISDIR(found.st_mode) ? 0 : static_cast<qint64>(found.st_nlink)) +
                      " changed " + number(found.st_mtim.tv_sec) + '.' + number(found.st_mtim.tv_nsec);
    if (S_ISREG(found.st_mode)) {
        line += " read " + number(found.st_atim.tv_sec) + '.' + number(found.st_atim.tv_nsec) + " size " +
                number(found.st_size) + ' ' + contentOf(path);
    } else if (S_ISLNK(found.st_mode)) {
        QByteArray target(4096, '\0');
        target.truncate(std::max<ssize_t>(::readlink(path.constData(), target.data(), 4096), 0));
        line += " to " + target;
    }
    return line + ' ' + attributesOf(path);
}

void walk(const QByteArray& top, const QByteArray& below, DiskSnapshot& out)
{
    DIR* stream =
        ::fdopendir(::open((top + below).constData(), O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC));
    while (const dirent* entry = stream == nullptr ? nullptr : ::readdir(stream)) {
        const QByteArray name(entry->d_name);
        const QByteArray path = below + '/' + name;
        struct stat found = {};
        if (name == "." || name == ".." || ::lstat((top + path).constData(), &found) != 0) {
            continue;
        }
        out.insert(path, lineOf(top + path, found));
        if (S_ISDIR(found.st_mode)) {
            walk(top, path, out);
        }
    }
    if (stream != nullptr) {
        ::closedir(stream);
    }
}

} // namespace

DiskSnapshot snapshotOf(const QByteArray& folder)
{
    DiskSnapshot out;
    walk(folder, {}, out);
    return out;
}

} // namespace mailmend::testing
