// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/installation_secret.h"

#include "actions/posix/descriptor.h"
#include "actions/posix/file.h"
#include "actions/posix/system_error.h"
#include "base/escape.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>

namespace mailmend {
namespace {

constexpr qsizetype kSecretSize = 32;
constexpr char kName[] = "changes.secret";

Error unusable(const QByteArray& path, const char* detail)
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("actions", "{file}, by which Mailmend knows its own journals, can't be used."),
            {{"file", place(displayBytes(path))}}),
        say(MAILMEND_TEXT("actions", "See whether it belongs to you and nobody else may read it. Keep it: "
                                     "without it Mailmend can't undo what it did.")),
        QString::fromLatin1(detail),
        {}};
}

/** Written beside it and linked without replacing: two programs that start together agree on the first's. */
Done make(int folder, const QByteArray& path)
{
    QByteArray secret(kSecretSize, Qt::Uninitialized);
    if (::getrandom(secret.data(), static_cast<size_t>(secret.size()), 0) != secret.size()) {
        return systemError(errno, path);
    }
    const QByteArray unfinished = "new-" + QUuid::createUuid().toByteArray(QUuid::Id128) + ".secret";
    Done made = done();
    {
        const Descriptor file(::openat(folder, unfinished.constData(),
                                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file) {
            return systemError(errno, path);
        }
        made = writeAt(file.number(), 0, secret, path);
        if (made && ::fsync(file.number()) != 0) {
            made = systemError(errno, path);
        }
    }
    if (made && ::linkat(folder, unfinished.constData(), folder, kName, 0) != 0 && errno != EEXIST) {
        made = systemError(errno, path);
    }
    ::unlinkat(folder, unfinished.constData(), 0);
    if (made && ::fsync(folder) != 0) {
        made = systemError(errno, path);
    }
    return made;
}

Descriptor openSecret(int folder)
{
    return Descriptor(::openat(folder, kName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

} // namespace

Result<QByteArray> installationSecret(const QString& folder)
{
    const QByteArray path = QFile::encodeName(folder);
    const QByteArray shown = path + '/' + kName;
    if (!QDir(folder).exists()) {
        if (!QDir().mkpath(folder)) {
            return unusable(shown, "its folder can't be made");
        }
        ::chmod(path.constData(), 0700);
    }
    const Descriptor opened(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) {
        return systemError(errno, path);
    }
    Descriptor file = openSecret(opened.number());
    if (!file && errno == ENOENT) {
        if (const Done made = make(opened.number(), shown); !made) {
            return made.error();
        }
        file = openSecret(opened.number());
    }
    if (!file) {
        return systemError(errno, shown);
    }
    struct stat found = {};
    if (::fstat(file.number(), &found) != 0 || !S_ISREG(found.st_mode) || found.st_size != kSecretSize) {
        return unusable(shown, "no file of 32 bytes");
    }
    if (found.st_uid != ::geteuid() || (found.st_mode & 077U) != 0) {
        return unusable(shown, "others may read it");
    }
    std::array<char, kSecretSize> bytes = {};
    const auto got = readAt(file.number(), 0, bytes, shown);
    if (!got || *got != kSecretSize) {
        return got ? unusable(shown, "it can't be read in full") : got.error();
    }
    return QByteArray(bytes.data(), kSecretSize);
}

} // namespace mailmend
