// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/sparse.h"

#include "evidence/collection/lenient_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mailmend {
namespace {

constexpr qsizetype maxRanges = 500'000;
constexpr qint64 smallSparse = qint64(256) << 20;

Error damagedList(const char* what)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("evidence", "The list of this file's stored pieces is damaged.")),
            {},
            QString::fromLatin1(what),
            {}};
}

std::optional<SparseRange> rangeOf(const QJsonObject& json)
{
    // Zero fields are left out. file_length is what was stored, length what it stands for.
    const qint64 original = lenientNumber(json.value(QLatin1String("original_offset"))).value_or(0);
    const qint64 stored = lenientNumber(json.value(QLatin1String("file_length"))).value_or(0);
    const qint64 length = lenientNumber(json.value(QLatin1String("length"))).value_or(stored);
    constexpr qint64 most = qint64(1) << 50;
    if (original < 0 || length < 0 || stored < 0 || original > most || length > most || stored > length) {
        return std::nullopt;
    }
    return SparseRange{original, length, stored};
}

/** Copies stored pieces and fills up with zeros as it goes; holds no more than what is asked for. */
class SparseReader : public FileReader
{
public:
    SparseReader(std::unique_ptr<FileReader> stored, QList<SparseRange> ranges)
        : m_stored(std::move(stored)), m_ranges(std::move(ranges))
    {}

    Result<qint64> read(std::span<char> room) override
    {
        while (m_next < m_ranges.size() && m_inRange == m_ranges.at(m_next).length) {
            ++m_next;
            m_inRange = 0;
        }
        if (m_next == m_ranges.size() || room.empty()) {
            return qint64(0);
        }
        const SparseRange& range = m_ranges.at(m_next);
        const bool isStored = m_inRange < range.stored;
        const qint64 left = (isStored ? range.stored : range.length) - m_inRange;
        const auto size = static_cast<size_t>(std::min<qint64>(left, static_cast<qint64>(room.size())));
        if (!isStored) {
            std::fill_n(room.data(), size, '\0');
            m_inRange += static_cast<qint64>(size);
            return static_cast<qint64>(size);
        }
        const auto got = m_stored->read(room.first(size));
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return damagedList("stored pieces end early");
        }
        m_inRange += *got;
        return *got;
    }

private:
    std::unique_ptr<FileReader> m_stored;
    QList<SparseRange> m_ranges;
    qsizetype m_next = 0;
    qint64 m_inRange = 0;
};

} // namespace

Result<QList<SparseRange>> readSparseIndex(const QByteArray& index)
{
    QList<QJsonObject> objects;
    const QJsonDocument whole = QJsonDocument::fromJson(index);
    if (whole.isObject() && whole.object().contains(QLatin1String("ranges"))) {
        for (const QJsonValue& value : whole.object().value(QLatin1String("ranges")).toArray()) {
            objects.append(value.toObject());
            if (objects.size() > maxRanges) {
                return damagedList("too many ranges");
            }
        }
    } else {
        for (const QByteArray& line : index.split('\n')) {
            if (line.trimmed().isEmpty()) {
                continue;
            }
            const QJsonDocument document = QJsonDocument::fromJson(line);
            if (!document.isObject() || objects.size() >= maxRanges) {
                return damagedList("no range");
            }
            objects.append(document.object());
        }
    }
    QList<SparseRange> ranges;
    qint64 end = 0;
    qint64 stored = 0;
    for (const QJsonObject& object : objects) {
        const auto range = rangeOf(object);
        if (!range || range->original < end) {
            return damagedList("ranges overlap");
        }
        if (range->original > end) {
            ranges.append({end, range->original - end, 0});
        }
        ranges.append(*range);
        end = range->original + range->length;
        stored += range->stored;
    }
    if (end > smallSparse && end / 2 > stored) {
        return Error{ErrorKind::TooLarge,
                     say(MAILMEND_TEXT("evidence", "This file is mostly empty and would grow from {stored} "
                                                   "to {size}, so it was not opened."),
                         {{"stored", bytes(stored)}, {"size", bytes(end)}}),
                     {},
                     {},
                     {}};
    }
    return ranges;
}

Result<std::unique_ptr<FileReader>> expandSparse(std::unique_ptr<FileReader> stored, const QByteArray& index)
{
    auto ranges = readSparseIndex(index);
    if (!ranges) {
        return ranges.error();
    }
    return std::unique_ptr<FileReader>(std::make_unique<SparseReader>(std::move(stored), std::move(*ranges)));
}

} // namespace mailmend
