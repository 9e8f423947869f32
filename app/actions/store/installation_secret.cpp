// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/installation_secret.h"

#include "actions/disk.h"
#include "base/escape.h"
#include "evidence/volume/native.h"

#include <QDir>
#include <QUuid>

#include <openssl/rand.h>

#include <array>

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

/** Written beside it and renamed without replacing: two programs that start together agree on the first's. */
Done make(const disk::Handle& folder, const QByteArray& path, disk::Keeper keeper)
{
    QByteArray secret(kSecretSize, Qt::Uninitialized);
    if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(secret.data()), int(secret.size())) != 1) {
        return unusable(path, "no random bytes");
    }
    const QByteArray unfinished = "new-" + QUuid::createUuid().toByteArray(QUuid::Id128) + ".secret";
    Done made = done();
    {
        const auto file = disk::createFile(folder, unfinished, path, keeper);
        if (!file) {
            return file.error();
        }
        made = disk::writeAt(*file, 0, secret, path);
        made = made ? disk::flush(*file, path) : made;
    }
    made = made ? disk::rename(folder, unfinished, kName, path) : made;
    if (!made) {
        [[maybe_unused]] const Done gone = disk::remove(folder, unfinished, path);
        made = made.error().kind == ErrorKind::Conflict ? done() : made;
    }
    return made ? disk::flush(folder, path) : made;
}

Result<disk::Handle> openSecret(const disk::Handle& folder, const QByteArray& shown)
{
    return disk::openFile(folder, kName, disk::Access::Read, shown);
}

/** The folder, made and closed to all others where it is missing. */
Result<disk::Handle> openOwn(const QString& folder)
{
    const QByteArray path = native::toNative(folder);
    const bool missing = !QDir(folder).exists();
    if (missing && !QDir().mkpath(folder)) {
        return unusable(path + '/' + kName, "its folder can't be made");
    }
    auto opened = disk::openPlace(path);
    if (opened && missing) {
        if (const Done closed = disk::closeToOthers(*opened, path); !closed) {
            return closed.error();
        }
    }
    return opened;
}

} // namespace

Result<QByteArray> installationSecret(const QString& folder, disk::Keeper keeper)
{
    const QByteArray shown = native::toNative(folder) + '/' + kName;
    const auto opened = openOwn(folder);
    if (!opened) {
        return opened.error();
    }
    auto file = openSecret(*opened, shown);
    if (!file && file.error().kind == ErrorKind::NotFound) {
        if (const Done made = make(*opened, shown, keeper); !made) {
            return made.error();
        }
        file = openSecret(*opened, shown);
    }
    if (!file) {
        return file.error();
    }
    const auto size = disk::sizeOf(*file, shown);
    if (!size || *size != kSecretSize) {
        return unusable(shown, "no file of 32 bytes");
    }
    const auto ours = disk::isClosedToOthers(*file, shown, keeper);
    if (!ours || !*ours) {
        return unusable(shown, "others may read it");
    }
    std::array<char, kSecretSize> bytes = {};
    const auto got = disk::readAt(*file, 0, bytes, shown);
    if (!got || *got != kSecretSize) {
        return got ? unusable(shown, "it can't be read in full") : got.error();
    }
    return QByteArray(bytes.data(), kSecretSize);
}

} // namespace mailmend
