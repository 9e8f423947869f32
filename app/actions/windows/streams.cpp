// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/streams.h"

#include "actions/windows/file.h"
#include "actions/windows/system_error.h"
#include "base/escape.h"
#include "base/windows/open_stream.h"
#include "base/wtf8.h"

#include <QtEndian>

namespace mailmend {
namespace {

constexpr qsizetype kMostBytes = 4 * 1024 * 1024;
constexpr QByteArrayView kMark("user.");

/** True where the file system keeps streams at all. */
bool keepsStreams(HANDLE file)
{
    DWORD flags = 0;
    return GetVolumeInformationByHandleW(file, nullptr, 0, nullptr, nullptr, &flags, nullptr, 0) != 0 &&
           (flags & FILE_NAMED_STREAMS) != 0;
}

/** None, with GetLastError(). */
std::optional<QByteArray> answerFor(HANDLE file)
{
    for (qsizetype size = 64 * 1024; size <= kMostBytes; size *= 4) {
        QByteArray room(size, '\0');
        if (GetFileInformationByHandleEx(file, FileStreamInfo, room.data(), DWORD(size)) != 0) {
            return room;
        }
        const DWORD code = GetLastError();
        if (code == ERROR_HANDLE_EOF) {
            return QByteArray(); // not even a content's name
        }
        if (code != ERROR_MORE_DATA && code != ERROR_INSUFFICIENT_BUFFER) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

Result<QByteArray> contentOf(HANDLE file, const QByteArray& stream, const QByteArray& name)
{
    const windows::Owned opened = windows::openStream(file, stream, FILE_READ_DATA, FILE_OPEN);
    if (!opened) {
        return cannotKeep(name, stream, GetLastError());
    }
    QByteArray content(kMostBytes + 1, Qt::Uninitialized);
    qint64 have = 0;
    while (have < content.size()) {
        const auto got =
            readAt(opened.get(), have,
                   std::span(content.data() + have, static_cast<size_t>(content.size() - have)), name);
        if (!got) {
            return cannotKeep(name, stream, ERROR_READ_FAULT);
        }
        if (*got == 0) {
            break;
        }
        have += *got;
    }
    content.truncate(have);
    content.squeeze();
    return content;
}

} // namespace

Error cannotKeep(const QByteArray& file, const QByteArray& part, DWORD code)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT(
                    "actions",
                    "{name} has a hidden part, {part}, that can't be read. Moving the file would lose it."),
                {{"name", place(displayBytes(file))}, {"part", place(displayBytes(part))}}),
            say(MAILMEND_TEXT("actions", "Do this step by hand, after you made an image of the disk.")),
            windows::codeInWords(code),
            {}};
}

std::optional<QList<QByteArray>> streamNames(std::span<const char> answer)
{
    // Source: [MS-FSCC] 2.4.49, FileStreamInformation: next, name's length, size, allocated, name.
    constexpr size_t head = 24;
    QList<QByteArray> names;
    for (size_t at = 0; !answer.empty();) {
        if (answer.size() - at < head) {
            return std::nullopt;
        }
        const auto next = qFromLittleEndian<quint32>(answer.data() + at);
        const size_t length = qFromLittleEndian<quint32>(answer.data() + at + 4);
        if (length % 2 != 0 || length > answer.size() - at - head) {
            return std::nullopt;
        }
        QString whole; // ":NAME:$DATA"
        for (size_t i = 0; i < length; i += 2) {
            whole += QChar(qFromLittleEndian<quint16>(answer.data() + at + head + i));
        }
        const qsizetype end = whole.lastIndexOf(u':');
        if (!whole.startsWith(u':') || end < 1) {
            return std::nullopt;
        }
        if (whole.mid(end) != QStringLiteral(":$DATA")) {
            return std::nullopt; // of a kind that can't be kept
        }
        if (end > 1) {
            names.append(toWtf8(QStringView(whole).mid(1, end - 1)));
        }
        if (next == 0) {
            break;
        }
        if (next < head || next > answer.size() - at) {
            return std::nullopt;
        }
        at += next;
    }
    return names;
}

Done addStreams(HANDLE file, const QByteArray& name, FileRecord& record)
{
    if (!keepsStreams(file)) {
        return done();
    }
    const auto answer = answerFor(file);
    if (!answer) {
        return cannotKeep(name, "?", GetLastError());
    }
    const auto names =
        streamNames(std::span<const char>(answer->constData(), static_cast<size_t>(answer->size())));
    if (!names) {
        return cannotKeep(name, "?", ERROR_INVALID_DATA);
    }
    qsizetype total = 0;
    for (const QByteArray& stream : *names) {
        auto content = contentOf(file, stream, name);
        if (!content) {
            return content.error();
        }
        total += content->size();
        if (total > kMostBytes) {
            return cannotKeep(name, stream, ERROR_FILE_TOO_LARGE);
        }
        record.attributes.append({kMark.toByteArray() + stream, std::move(*content)});
    }
    return done();
}

Done writeStreams(HANDLE file, const QByteArray& name, const FileRecord& record)
{
    for (const auto& [attribute, value] : record.attributes) {
        if (!attribute.startsWith(kMark)) {
            continue;
        }
        const windows::Owned stream =
            windows::openStream(file, attribute.mid(kMark.size()), FILE_WRITE_DATA, FILE_OVERWRITE_IF);
        if (!stream) {
            continue; // the record of what was written tells that it is missing
        }
        if (const Done written = writeAt(stream.get(), 0, value, name);
            !written && written.error().kind != ErrorKind::Denied) {
            return written;
        }
        if (FlushFileBuffers(stream.get()) == 0 && GetLastError() == ERROR_DISK_FULL) {
            return systemError(ERROR_DISK_FULL, name);
        }
    }
    return done();
}

} // namespace mailmend
