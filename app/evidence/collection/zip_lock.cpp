// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_lock.h"

#include "evidence/volume/native.h"

#include <memory>

#include <zip.h>

namespace mailmend {
namespace {

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Zip openFile(const QString& path)
{
    const QByteArray raw = native::toNative(path);
    const auto details = native::look(raw);
    int code = 0;
    const bool isFile = details && details->kind == native::Kind::File;
    return {isFile ? zip_open(raw.constData(), ZIP_RDONLY, &code) : nullptr, zip_discard};
}

/** The first member that needs a passphrase; negative: none does. */
zip_int64_t firstLocked(zip_t* zip)
{
    const zip_int64_t members = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; i < members; ++i) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat) == 0 &&
            (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
            return i;
        }
    }
    return -1;
}

} // namespace

bool isLockedZip(const QString& path)
{
    const Zip zip = openFile(path);
    return zip && firstLocked(zip.get()) >= 0;
}

Done checkPassphrase(const QString& path, const Secret& passphrase)
{
    const Zip zip = passphrase.isEmpty() ? Zip{nullptr, zip_discard} : openFile(path);
    const zip_int64_t locked = zip ? firstLocked(zip.get()) : -1;
    if (locked < 0) {
        return done();
    }
    zip_file_t* file =
        zip_fopen_index_encrypted(zip.get(), static_cast<zip_uint64_t>(locked), 0, passphrase.bytes().data());
    if (file != nullptr) {
        zip_fclose(file);
        return done();
    }
    if (zip_error_code_zip(zip_get_error(zip.get())) != ZIP_ER_WRONGPASSWD) {
        return done();
    }
    return Error{
        ErrorKind::Denied,
        say(MAILMEND_TEXT("evidence", "This is not the passphrase of {path}."), {{"path", place(path)}}),
        say(MAILMEND_TEXT("evidence", "Look at capital letters and spaces, and try again.")),
        {},
        {}};
}

} // namespace mailmend
