// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/pack_files.h"

#include <zip.h>

#include <memory>

namespace mailmend {
namespace {

constexpr qsizetype kLargestPack = 32 << 20;
constexpr zip_int64_t kMostFiles = 500;
constexpr zip_uint64_t kLargestFile = 8 << 20;
constexpr zip_uint64_t kLargestTotal = 32 << 20;

struct DiscardArchive
{
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile
{
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

bool isPlainName(const QByteArray& name)
{
    if (name.isEmpty() || name.size() > 200 || name.startsWith('/') || name.contains('\\') ||
        name.contains(':') || name.contains('\0')) {
        return false;
    }
    for (const QByteArray& part : name.split('/')) {
        if (part.isEmpty() || part == "." || part == "..") {
            return false;
        }
    }
    return true;
}

Result<QByteArray> readMember(zip_t* archive, zip_uint64_t index, const zip_stat_t& status)
{
    const QByteArray name(status.name);
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, 0));
    if (!file) {
        return packError(name, QString::fromUtf8(zip_strerror(archive)));
    }
    QByteArray content(static_cast<qsizetype>(status.size), Qt::Uninitialized);
    qsizetype have = 0;
    while (have < content.size()) {
        const zip_int64_t got =
            zip_fread(file.get(), content.data() + have, static_cast<zip_uint64_t>(content.size() - have));
        if (got <= 0) {
            return packError(name, QString::fromUtf8(zip_file_strerror(file.get())));
        }
        have += static_cast<qsizetype>(got);
    }
    // One read more: the end is where libzip compares the checksum.
    char beyond = 0;
    if (zip_fread(file.get(), &beyond, 1) != 0) {
        return packError(name, QStringLiteral("longer than it says, or its checksum is wrong"));
    }
    return content;
}

} // namespace

Error packError(const QByteArray& file, const QString& what)
{
    const QString name = QString::fromUtf8(file);
    return Error{ErrorKind::Damaged,
                 file.isEmpty()
                     ? say(MAILMEND_TEXT("knowledge", "The knowledge pack cannot be used: {what}."),
                           {{"what", words(what)}})
                     : say(MAILMEND_TEXT("knowledge", "The knowledge pack cannot be used: {file}: {what}."),
                           {{"file", words(name)}, {"what", words(what)}}),
                 say(MAILMEND_TEXT("knowledge", "Get the pack again from where it came from.")),
                 file.isEmpty() ? what : name + QStringLiteral(": ") + what,
                 {}};
}

Result<PackFiles> readPackFiles(const QByteArray& pack)
{
    if (pack.size() > kLargestPack) {
        return packError({}, QStringLiteral("larger than 32 MB"));
    }
    zip_error_t error;
    zip_error_init(&error);
    const auto failed = [&error] {
        const QString why = QString::fromUtf8(zip_error_strerror(&error));
        zip_error_fini(&error);
        return packError({}, why);
    };
    zip_source_t* source =
        zip_source_buffer_create(pack.constData(), static_cast<zip_uint64_t>(pack.size()), 0, &error);
    if (!source) {
        return failed();
    }
    const std::unique_ptr<zip_t, DiscardArchive> archive(
        zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!archive) {
        zip_source_free(source);
        return failed();
    }
    zip_error_fini(&error);

    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count < 0 || count > kMostFiles) {
        return packError({}, QStringLiteral("more than 500 files"));
    }
    PackFiles files;
    zip_uint64_t total = 0;
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(count); ++index) {
        zip_stat_t status;
        if (zip_stat_index(archive.get(), index, 0, &status) != 0 || !(status.valid & ZIP_STAT_SIZE) ||
            !(status.valid & ZIP_STAT_NAME)) {
            return packError({}, QStringLiteral("a file without name or size"));
        }
        const QByteArray name(status.name);
        if (name.endsWith('/')) {
            continue;
        }
        if (!isPlainName(name) || files.contains(name)) {
            return packError({}, QStringLiteral("a file name that climbs or stands twice"));
        }
        total += status.size;
        if (status.size > kLargestFile || total > kLargestTotal) {
            return packError(name, QStringLiteral("larger than a pack's files may be"));
        }
        Result<QByteArray> content = readMember(archive.get(), index, status);
        if (!content) {
            return content.error();
        }
        files.insert(name, *content);
    }
    return files;
}

} // namespace mailmend
