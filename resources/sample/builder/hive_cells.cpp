// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/hive_cells.h"

#include <algorithm>

namespace mailmend::sample {

namespace {
constexpr qsizetype kPage = 4096, kBinHeader = 32;

qsizetype roundedUp(qsizetype size, qsizetype unit)
{
    return (size + unit - 1) / unit * unit;
}
} // namespace

void overwrite(QByteArray& out, qsizetype position, quint32 number)
{
    for (int i = 0; i < 4; ++i) {
        out[position + i] = static_cast<char>(number >> (8 * i) & 0xff);
    }
}

void HiveCells::openBin(qsizetype room)
{
    const qsizetype size = roundedUp(kBinHeader + room, kPage);
    const qsizetype start = m_bytes.size();
    m_bytes.append("hbin");
    append(m_bytes, static_cast<quint32>(start));
    append(m_bytes, static_cast<quint32>(size));
    append(m_bytes, quint64{0});
    append(m_bytes, start == 0 ? m_fileTime : quint64{0});
    append(m_bytes, quint32{0});
    m_binEnd = start + size;
}

void HiveCells::closeBin()
{
    const qsizetype left = m_binEnd - m_bytes.size();
    if (left > 0) {
        append(m_bytes, static_cast<quint32>(left));
        m_bytes.append(left - 4, '\0');
    }
}

quint32 HiveCells::add(QByteArrayView content)
{
    const qsizetype size = roundedUp(content.size() + 4, 8);
    if (m_bytes.size() + size > m_binEnd) {
        closeBin();
        openBin(size);
    }
    const auto offset = static_cast<quint32>(m_bytes.size());
    append(m_bytes, ~static_cast<quint32>(size) + 1); // negative: allocated
    m_bytes.append(content);
    m_bytes.append(size - 4 - content.size(), '\0');
    return offset;
}

void HiveCells::patch(quint32 cell, qsizetype position, quint32 number)
{
    overwrite(m_bytes, cell + 4 + position, number);
}

QByteArray HiveCells::finish()
{
    closeBin();
    return m_bytes;
}

} // namespace mailmend::sample
