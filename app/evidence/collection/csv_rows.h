// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/container.h"

namespace mailmend {

/** What reading a comma-separated table gave. */
struct CsvRead
{
    qint64 rows = 0;   ///< below the heading
    qint64 bad = 0;    ///< with more or fewer fields than the heading, or longer than the bound
    bool whole = true; ///< false: an error, a bound, an open quote or a cancelled scan ended it early
};

/** One row of a table, by the names in its heading. Valid during the call only. */
class CsvRow
{
public:
    CsvRow(const QList<QByteArray>& heading, const QList<QByteArray>& fields)
        : m_heading(heading), m_fields(fields)
    {}
    /** The field below this name (without case); empty: there is none. */
    QByteArray value(const char* column) const;

private:
    const QList<QByteArray>& m_heading; ///< lower case
    const QList<QByteArray>& m_fields;
};

/**
 * Reads pieces of a table with quoted fields ("" is a quote in one) and calls `each` for every row below the
 * heading. A mark of UTF-8 at the start is dropped. A row may have 64 KB and 200 fields; after a longer one
 * it goes on at the next line.
 */
class CsvReader
{
public:
    explicit CsvReader(std::function<void(const CsvRow&)> each) : m_each(std::move(each)) {}

    void add(QByteArrayView piece);
    CsvRead finish();

private:
    void take(char c);
    void endRow();

    std::function<void(const CsvRow&)> m_each;
    QList<QByteArray> m_heading;
    QList<QByteArray> m_fields;
    QByteArray m_field;
    qsizetype m_size = 0; ///< of the row so far
    bool m_quoted = false;
    bool m_wasQuote = false; ///< the last byte was a quote in a quoted field: its end, or the first of two
    bool m_tooLong = false;
    CsvRead m_read;
};

/** A member that is such a table; at most 2,000,000 rows. */
CsvRead readCsv(const Container& container, quint64 member, const CancelToken& cancel,
                const std::function<void(const CsvRow&)>& each);

} // namespace mailmend
