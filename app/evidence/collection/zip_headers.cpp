// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_headers.h"

#include "evidence/collection/zip_file.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

namespace mailmend {
namespace {

constexpr qint64 kEndSize = 22;
constexpr qint64 kLargestComment = 0xffff;
constexpr qint64 kEntrySize = 46;
constexpr qint64 kHeaderSize = 30;
constexpr quint32 kInZip64 = 0xffffffff;

template<typename Number>
Number at(const QByteArray& bytes, qsizetype place)
{
    return qFromLittleEndian<Number>(bytes.constData() + place);
}

/** The file below libzip: read at any place, a block at a time. */
class RawFile
{
public:
    explicit RawFile(const QByteArray& path) : m_source(zipFileSource(path, nullptr))
    {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (m_source != nullptr && zip_source_stat(m_source, &stat) == 0 && zip_source_open(m_source) == 0) {
            m_open = true;
            m_size = static_cast<qint64>(stat.size);
        }
    }
    ~RawFile()
    {
        if (m_open) {
            zip_source_close(m_source);
        }
        zip_source_free(m_source);
    }
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;

    qint64 size() const { return m_size; }

    /** Exactly `count` bytes from `place` on; empty where the file does not have them. */
    QByteArray read(qint64 place, qint64 count, qint64 block) const
    {
        if (!m_open || place < 0 || count <= 0 || count > m_size || place > m_size - count) {
            return {};
        }
        if (place < m_from || place + count > m_from + m_block.size()) {
            const qint64 wanted = std::min(std::max(count, block), m_size - place);
            m_block.resize(wanted);
            m_from = place;
            if (zip_source_seek(m_source, place, SEEK_SET) != 0 ||
                zip_source_read(m_source, m_block.data(), static_cast<zip_uint64_t>(wanted)) != wanted) {
                m_block.clear();
                return {};
            }
        }
        return m_block.mid(place - m_from, count);
    }

private:
    zip_source_t* m_source;
    bool m_open = false;
    qint64 m_size = 0;
    mutable QByteArray m_block;
    mutable qint64 m_from = 0;
};

struct Directory
{
    qint64 offset = 0;
    qint64 size = 0;
};

/** Where the list of files is, by the last end record in the file. */
std::optional<Directory> directoryOf(const RawFile& file)
{
    const qint64 tailSize = std::min(file.size(), kEndSize + kLargestComment);
    const QByteArray tail = file.read(file.size() - tailSize, tailSize, tailSize);
    const qsizetype found = tail.lastIndexOf("PK\5\6", tail.size() - kEndSize);
    if (found < 0) {
        return std::nullopt;
    }
    Directory directory{at<quint32>(tail, found + 16), at<quint32>(tail, found + 12)};
    const qint64 end = file.size() - tailSize + found;
    const QByteArray locator = file.read(end - 20, 20, 20);
    if (locator.startsWith("PK\6\7")) {
        const QByteArray wide = file.read(at<qint64>(locator, 8), 56, 56);
        if (!wide.startsWith("PK\6\6")) {
            return std::nullopt;
        }
        directory = {at<qint64>(wide, 48), at<qint64>(wide, 40)};
    }
    return directory;
}

/** One entry of the list, with its name and extra fields after the fixed part. */
struct Entry
{
    QByteArray fixed, name, extra;
    qint64 size = 0; ///< of the whole entry

    quint16 flags() const { return at<quint16>(fixed, 8); }
    quint16 method() const { return at<quint16>(fixed, 10); }

    /** Where the file's own header is; -1: not told. */
    qint64 headerOffset() const
    {
        const auto offset = at<quint32>(fixed, 42);
        if (offset != kInZip64) {
            return offset;
        }
        for (qsizetype place = 0; place + 4 <= extra.size(); place += 4 + at<quint16>(extra, place + 2)) {
            if (at<quint16>(extra, place) == 1) {
                const qsizetype skipped = 8 * (qsizetype{at<quint32>(fixed, 24) == kInZip64} +
                                               (at<quint32>(fixed, 20) == kInZip64));
                const bool whole =
                    at<quint16>(extra, place + 2) >= skipped + 8 && place + 4 + skipped + 8 <= extra.size();
                return whole ? at<qint64>(extra, place + 4 + skipped) : -1;
            }
        }
        return -1;
    }
};

std::optional<Entry> entryAt(const RawFile& file, qint64 place)
{
    constexpr qint64 block = qint64{256} << 10;
    Entry entry;
    entry.fixed = file.read(place, kEntrySize, block);
    if (!entry.fixed.startsWith("PK\1\2")) {
        return std::nullopt;
    }
    const qint64 name = at<quint16>(entry.fixed, 28);
    const qint64 extra = at<quint16>(entry.fixed, 30);
    entry.name = file.read(place + kEntrySize, name, block);
    entry.extra = file.read(place + kEntrySize + name, extra, block);
    entry.size = kEntrySize + name + extra + at<quint16>(entry.fixed, 32);
    return entry;
}

bool headerAgrees(const RawFile& file, const Entry& entry)
{
    const qint64 place = entry.headerOffset();
    const QByteArray header =
        file.read(place, kHeaderSize + entry.name.size(), kHeaderSize + entry.name.size());
    if (!header.startsWith("PK\3\4") || at<quint16>(header, 26) != entry.name.size() ||
        header.mid(kHeaderSize) != entry.name || at<quint16>(header, 8) != entry.method()) {
        return false;
    }
    constexpr quint16 locked = 1;
    constexpr quint16 sizesFollow = 8;
    const auto flags = at<quint16>(header, 6);
    if (((flags ^ entry.flags()) & locked) != 0) {
        return false;
    }
    if (((flags | entry.flags()) & sizesFollow) != 0) {
        return true;
    }
    const auto same = [&](qsizetype inHeader, qsizetype inEntry) {
        const auto left = at<quint32>(header, inHeader);
        const auto right = at<quint32>(entry.fixed, inEntry);
        return left == right || left == kInZip64 || right == kInZip64;
    };
    return at<quint32>(header, 14) == at<quint32>(entry.fixed, 16) && same(18, 20) && same(22, 24);
}

} // namespace

bool zipHeadersAgree(const QByteArray& path, zip_t* zip, qint64 members, const CancelToken& cancel)
{
    const RawFile list(path);
    const RawFile headers(path); // its own block: the list is read in large ones
    const std::optional<Directory> directory = directoryOf(list);
    if (!directory) {
        return false;
    }
    qint64 place = directory->offset;
    for (qint64 i = 0; i < members; ++i) {
        const std::optional<Entry> entry = entryAt(list, place);
        const char* name = zip_get_name(zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        // A name with a zero in it is cut there by libzip, and so never the same.
        if (cancel.isCancelled() || !entry || name == nullptr || entry->name != QByteArrayView(name) ||
            !headerAgrees(headers, *entry)) {
            return false;
        }
        place += entry->size;
    }
    return place == directory->offset + directory->size;
}

} // namespace mailmend
