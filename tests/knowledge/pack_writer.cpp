// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "pack_writer.h"

#include "knowledge/knowledge.h"

#include <zip.h>

#include <QFile>

namespace mailmend::testing {

QByteArray builtInPack()
{
    const auto knowledge = loadBuiltInKnowledge(); // makes the resource known
    QFile file(QStringLiteral(":/mailmend/knowledge/pack.zip"));
    return knowledge && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

PackFiles builtInPackFiles()
{
    const auto files = readPackFiles(builtInPack());
    return files ? *files : PackFiles();
}

QByteArray zipOf(const PackFiles& files)
{
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        zip_source_t* source =
            zip_source_buffer(archive, file->constData(), static_cast<zip_uint64_t>(file->size()), 0);
        zip_file_add(archive, file.key().constData(), source, ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
    zip_stat_t status;
    zip_source_stat(target, &status);
    QByteArray bytes(static_cast<qsizetype>(status.size), Qt::Uninitialized);
    zip_source_open(target);
    zip_source_read(target, bytes.data(), status.size);
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

} // namespace mailmend::testing
