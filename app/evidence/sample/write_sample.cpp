// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"

#include "evidence/collection/escaped_name.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <zip.h>

namespace mailmend {

namespace {

Error zipFault(zip_error_t* error)
{
    const QString detail = QString::fromUtf8(zip_error_strerror(error));
    zip_error_fini(error);
    return {ErrorKind::Fault,
            say(MAILMEND_TEXT("sample", "The sample's zip file could not be made.")),
            {},
            detail,
            {}};
}

Error cannotWrite(const QString& path, const QString& detail)
{
    return {ErrorKind::Denied,
            say(MAILMEND_TEXT("sample", "{path} could not be written."), {{"path", place(path)}}),
            say(MAILMEND_TEXT("sample", "Choose another place, or make room there.")),
            detail,
            {}};
}

Error alreadyThere(const QString& path)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("sample", "There is already something at {path}."), {{"path", place(path)}}),
            say(MAILMEND_TEXT("sample", "Choose a name that is not used yet.")),
            {},
            {}};
}

/** DOS time in UTC and the exact time in an extended-timestamp field, as Go's zip writer makes them. */
bool setTime(zip_t* zip, zip_uint64_t index, const QDateTime& utc)
{
    const QDate date = utc.date();
    const QTime time = utc.time();
    const auto dosDate =
        static_cast<zip_uint16_t>((date.year() - 1980) << 9 | date.month() << 5 | date.day());
    const auto dosTime =
        static_cast<zip_uint16_t>(time.hour() << 11 | time.minute() << 5 | time.second() / 2);
    const auto seconds = static_cast<quint32>(utc.toSecsSinceEpoch());
    const zip_uint8_t exact[5] = {
        1, static_cast<zip_uint8_t>(seconds), static_cast<zip_uint8_t>(seconds >> 8),
        static_cast<zip_uint8_t>(seconds >> 16), static_cast<zip_uint8_t>(seconds >> 24)};
    constexpr zip_uint16_t kExtendedTimestamp = 0x5455;
    return zip_file_set_dostime(zip, index, dosTime, dosDate, 0) == 0 &&
           zip_file_extra_field_set(zip, index, kExtendedTimestamp, ZIP_EXTRA_FIELD_NEW, exact, sizeof exact,
                                    ZIP_FL_CENTRAL | ZIP_FL_LOCAL) == 0;
}

bool addMember(zip_t* zip, const MemoryMember& member)
{
    zip_source_t* source = zip_source_buffer(zip, member.content.constData(),
                                             static_cast<zip_uint64_t>(member.content.size()), 0);
    if (source == nullptr) {
        return false;
    }
    const zip_int64_t index = zip_file_add(zip, member.name.constData(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return setTime(zip, static_cast<zip_uint64_t>(index), member.modified);
}

Done writeFile(const QString& path, const QByteArray& content, const QDateTime& modified)
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
        file.write(content) != content.size() || !file.flush() ||
        !file.setFileTime(modified, QFileDevice::FileModificationTime)) {
        return cannotWrite(path, file.errorString());
    }
    return done();
}

/** The members' files as they lay on the disk: "uploads/auto/C%3A/%2ENET v4.5" becomes "C/.NET v4.5". */
Done writeFolder(const QString& folder, const QList<MemoryMember>& members)
{
    const QByteArray above = "uploads/auto/C%3A/";
    for (const MemoryMember& member : members) {
        if (member.name.startsWith(above)) {
            QString name;
            for (const QByteArray& part : member.name.mid(above.size()).split('/')) {
                name += u'/' + QString::fromUtf8(unescapeComponent(part));
            }
            Done written = writeFile(folder + QStringLiteral("/C") + name, member.content, member.modified);
            if (!written) {
                return written;
            }
        }
    }
    return done();
}

} // namespace

Result<QByteArray> sampleZip(bool repaired)
{
    const Result<QList<MemoryMember>> members = sampleCollection(repaired);
    if (!members) {
        return members.error();
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* zip = target == nullptr ? nullptr : zip_open_from_source(target, ZIP_TRUNCATE, &error);
    if (zip == nullptr) {
        zip_source_free(target);
        return zipFault(&error);
    }
    zip_source_keep(target); // closing the archive would free what it was written into
    bool good = true;
    for (const MemoryMember& member : *members) {
        good = good && addMember(zip, member);
    }
    if (!good || zip_close(zip) != 0) {
        zip_error_set(&error, zip_error_code_zip(zip_get_error(zip)), 0);
        zip_discard(zip);
        zip_source_free(target);
        return zipFault(&error);
    }
    QByteArray bytes;
    zip_stat_t size;
    if (zip_source_stat(target, &size) == 0 && zip_source_open(target) == 0) {
        bytes.resize(static_cast<qsizetype>(size.size));
        good = zip_source_read(target, bytes.data(), size.size) == static_cast<zip_int64_t>(size.size);
        zip_source_close(target);
    }
    zip_source_free(target);
    if (!good || bytes.isEmpty()) {
        zip_error_set(&error, ZIP_ER_READ, 0);
        return zipFault(&error);
    }
    return bytes;
}

Done writeSample(const QString& folderOrZip, bool repaired)
{
    const QFileInfo there(folderOrZip);
    const bool asZip = folderOrZip.endsWith(QStringLiteral(".zip"), Qt::CaseInsensitive);
    if (there.exists() && (asZip || !there.isDir() || !QDir(folderOrZip).isEmpty())) {
        return alreadyThere(folderOrZip);
    }
    if (!asZip) {
        const Result<QList<MemoryMember>> members = sampleCollection(repaired);
        return members ? writeFolder(folderOrZip, *members) : Done(members.error());
    }
    const Result<QByteArray> zip = sampleZip(repaired);
    return zip ? writeFile(folderOrZip, *zip, sampleClock()()) : Done(zip.error());
}

} // namespace mailmend
