// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/windows/named_streams.h"

#include "base/wtf8.h"

#include <QtEndian>

namespace mailmend::native {
namespace {

// Source: [MS-FSCC] 2.4.49, FileStreamInformation: where the next one is, length of the name, size, room,
// name.
constexpr size_t streamSizeAt = 8;
constexpr size_t streamNameAt = 24;
constexpr qsizetype streamListBound = 4 * 1024 * 1024;

bool showsNoStreams(DWORD code)
{
    return code == ERROR_INVALID_PARAMETER || code == ERROR_NOT_SUPPORTED || code == ERROR_INVALID_FUNCTION ||
           code == ERROR_CALL_NOT_IMPLEMENTED || code == ERROR_INVALID_LEVEL;
}

/** "evil" of ":evil:$DATA"; empty for the content itself, and for what is no data. */
QString nameIn(const QString& written)
{
    const qsizetype end = written.indexOf(u':', 1);
    return written.startsWith(u':') && end > 0 &&
                   written.mid(end + 1).compare(u"$DATA", Qt::CaseInsensitive) == 0
               ? written.mid(1, end - 1)
               : QString();
}

} // namespace

std::optional<std::vector<Stream>> readStreamList(std::span<const char> data)
{
    std::vector<Stream> streams;
    for (size_t at = 0;;) {
        if (data.size() - at < streamNameAt) {
            return data.empty() ? std::optional(streams) : std::nullopt;
        }
        const char* const row = data.data() + at;
        const auto next = qFromLittleEndian<quint32>(row);
        const auto length = qFromLittleEndian<quint32>(row + 4);
        if (length % 2 != 0 || length > data.size() - at - streamNameAt) {
            return std::nullopt;
        }
        QString name;
        for (size_t i = 0; i < length; i += 2) {
            name += QChar(qFromLittleEndian<quint16>(row + streamNameAt + i));
        }
        if (name = nameIn(name); !name.isEmpty()) {
            streams.push_back({toWtf8(name), qFromLittleEndian<qint64>(row + streamSizeAt)});
        }
        if (next == 0) {
            return streams;
        }
        if (next < streamNameAt || next > data.size() - at) {
            return std::nullopt;
        }
        at += next;
    }
}

Streams namedStreams(HANDLE file)
{
    for (qsizetype size = 4 * 1024; size <= streamListBound; size *= 32) {
        QByteArray room(size, '\0');
        if (GetFileInformationByHandleEx(file, FileStreamInfo, room.data(), DWORD(size)) != 0) {
            auto streams = readStreamList({room.constData(), static_cast<size_t>(room.size())});
            return streams ? Streams{std::move(*streams), StreamsTold::All}
                           : Streams{{}, StreamsTold::InPart};
        }
        const DWORD code = GetLastError();
        if (code == ERROR_HANDLE_EOF) { // of a folder that has none
            return {{}, StreamsTold::All};
        }
        if (showsNoStreams(code)) {
            return {{}, StreamsTold::No};
        }
        if (code != ERROR_MORE_DATA && code != ERROR_INSUFFICIENT_BUFFER) {
            break;
        }
    }
    return {{}, StreamsTold::InPart};
}

} // namespace mailmend::native
