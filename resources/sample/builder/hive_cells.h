// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace mailmend::sample {

/** Appends little-endian numbers; the shape of every record in a hive and in a PE file. */
template<typename Number>
void append(QByteArray& out, Number number)
{
    for (size_t i = 0; i < sizeof(Number); ++i) {
        out.append(static_cast<char>(number >> (8 * i) & 0xff));
    }
}

/** Overwrites a little-endian 32-bit number inside `out`. */
void overwrite(QByteArray& out, qsizetype position, quint32 number);

/** The hive bins of a hive that is being written: cells one after another, each inside one bin. */
class HiveCells
{
public:
    explicit HiveCells(quint64 fileTime) : m_fileTime(fileTime) {}

    /** A new cell with this content; its offset from the start of the bins. */
    quint32 add(QByteArrayView content);
    /** Overwrites a number in a cell that was added before. */
    void patch(quint32 cell, qsizetype position, quint32 number);
    /** All bins; the rest of the last one is a free cell. Nothing may be added afterwards. */
    QByteArray finish();

private:
    void closeBin();
    void openBin(qsizetype room);

    QByteArray m_bytes;
    qsizetype m_binEnd = 0;
    quint64 m_fileTime;
};

} // namespace mailmend::sample
