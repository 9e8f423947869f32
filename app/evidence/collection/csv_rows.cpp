// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/csv_rows.h"

namespace mailmend {
namespace {

constexpr qsizetype maxRowSize = 64 * 1024;
constexpr qsizetype maxFields = 200;
constexpr qint64 maxCsvRows = 2'000'000;

} // namespace

QByteArray CsvRow::value(const char* column) const
{
    const qsizetype at = m_heading.indexOf(QByteArray(column).toLower());
    return at >= 0 && at < m_fields.size() ? m_fields.at(at) : QByteArray();
}

void CsvReader::add(QByteArrayView piece)
{
    for (const char c : piece) {
        take(c);
    }
}

void CsvReader::take(char c)
{
    if (m_tooLong) {
        if (c == '\n') {
            endRow();
        }
        return;
    }
    if (++m_size > maxRowSize || m_fields.size() > maxFields) {
        m_tooLong = true;
        m_quoted = false;
        m_wasQuote = false;
        return;
    }
    if (m_quoted) {
        if (m_wasQuote) {
            m_wasQuote = false;
            if (c == '"') {
                m_field += c;
                return;
            }
            m_quoted = false; // the quote before was the field's end
        } else if (c == '"') {
            m_wasQuote = true;
            return;
        } else {
            m_field += c;
            return;
        }
    }
    if (c == '"' && m_field.trimmed().isEmpty()) {
        m_field.clear();
        m_quoted = true;
    } else if (c == ',') {
        m_fields.append(std::exchange(m_field, {}));
    } else if (c == '\n') {
        endRow();
    } else if (c != '\r') {
        m_field += c;
    }
}

void CsvReader::endRow()
{
    m_fields.append(std::exchange(m_field, {}));
    QList<QByteArray> fields = std::exchange(m_fields, {});
    const bool tooLong = std::exchange(m_tooLong, false);
    m_size = 0;
    if (!tooLong && fields.size() == 1 && fields.first().trimmed().isEmpty()) {
        return; // an empty line
    }
    if (m_heading.isEmpty()) {
        if (fields.first().startsWith("\xEF\xBB\xBF")) {
            fields.first().remove(0, 3);
            if (fields.first().size() > 1 && fields.first().startsWith('"') && fields.first().endsWith('"')) {
                fields.first() = fields.first().mid(1).chopped(1);
            }
        }
        for (const QByteArray& field : fields) {
            m_heading.append(field.trimmed().toLower());
        }
        m_read.whole = m_read.whole && !tooLong;
        return;
    }
    ++m_read.rows;
    if (tooLong || fields.size() != m_heading.size()) {
        ++m_read.bad;
        return;
    }
    m_each(CsvRow(m_heading, fields));
}

CsvRead CsvReader::finish()
{
    if (m_quoted && !m_wasQuote) {
        m_read.whole = false;
    }
    m_quoted = false;
    if (m_size > 0 || m_tooLong) {
        endRow();
    }
    return m_read;
}

CsvRead readCsv(const Container& container, quint64 member, const CancelToken& cancel,
                const std::function<void(const CsvRow&)>& each)
{
    qint64 rows = 0;
    CsvReader reader([&rows, &each](const CsvRow& row) {
        ++rows;
        each(row);
    });
    auto file = container.open(member);
    bool whole = bool(file);
    QByteArray piece(64 * 1024, Qt::Uninitialized);
    while (whole) {
        const auto got = (*file)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (got && *got == 0) {
            break;
        }
        whole = got && !cancel.isCancelled() && rows < maxCsvRows;
        if (whole) {
            reader.add(QByteArrayView(piece).first(*got));
        }
    }
    CsvRead read = reader.finish();
    read.whole = read.whole && whole;
    return read;
}

} // namespace mailmend
