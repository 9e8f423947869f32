// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_bins.h"

#include "evidence/parse/hive_base_block.h"
#include "evidence/parse/little_endian.h"

#include <algorithm>
#include <cstdlib>

namespace mailmend {

namespace {
constexpr quint32 kPage = 4096, kBinHeader = 32, kCellUnit = 8;
} // namespace

HiveBins::HiveBins(QByteArray file, quint32 binsSize) : m_file(std::move(file))
{
    const qint64 present = std::max<qint64>(0, m_file.size() - kHiveBaseBlockSize);
    m_size = std::min<qint64>(present, binsSize);
    m_missing = binsSize - m_size;
    m_cellStarts.resize(static_cast<size_t>(m_size / kCellUnit + 1));
    m_binOfPage.reserve(static_cast<size_t>(m_size / kPage + 1));
    findBins(binsSize);
}

QByteArrayView HiveBins::bytes() const
{
    return m_size == 0 ? QByteArrayView() : QByteArrayView(m_file).sliced(kHiveBaseBlockSize, m_size);
}

void HiveBins::findBins(quint32 binsSize)
{
    const QByteArrayView data = bytes();
    const auto headerAt = [&](quint32 at) -> quint32 {
        const auto size = littleEndian<quint32>(data, at + 8);
        const bool good = data.sliced(at).startsWith("hbin") && littleEndian<quint32>(data, at + 4) == at &&
                          size >= kPage && size % kPage == 0 && size <= binsSize - at;
        return good ? size : 0;
    };
    const auto end = static_cast<quint32>(m_size);
    quint32 at = 0;
    while (at < end) {
        const quint32 begin = at;
        if (const quint32 size = headerAt(at)) {
            at = std::min(at + size, end);
            addBin({begin, at, begin + size <= end});
            continue;
        }
        // Everything up to the next header that fits belongs to a bin whose own header is lost.
        do {
            at = std::min(at + kPage, end);
        } while (at < end && headerAt(at) == 0);
        addBin({begin, at, false});
    }
}

void HiveBins::addBin(Bin bin)
{
    bin.whole = markCells(bin) && bin.whole;
    m_damagedBins += bin.whole ? 0 : 1;
    const auto index = static_cast<quint32>(m_bins.size());
    for (quint32 page = bin.begin; page < bin.end; page += kPage) {
        m_binOfPage.push_back(index);
    }
    m_bins.push_back(bin);
}

bool HiveBins::markCells(const Bin& bin)
{
    const QByteArrayView data = bytes();
    quint32 at = bin.begin + kBinHeader;
    while (at < bin.end) {
        const qint64 size = std::abs(qint64{littleEndian<qint32>(data, at)});
        if (size < kCellUnit || size % kCellUnit != 0 || size > bin.end - at) {
            return false;
        }
        m_cellStarts[at / kCellUnit] = true;
        at += static_cast<quint32>(size);
    }
    return at == bin.end;
}

HiveBins::Cell HiveBins::cell(quint32 offset) const
{
    if (offset % kCellUnit != 0 || offset / kPage >= m_binOfPage.size()) {
        return {};
    }
    const Bin& bin = m_bins[m_binOfPage[offset / kPage]];
    if (offset < bin.begin + kBinHeader || (bin.whole && !m_cellStarts[offset / kCellUnit])) {
        return {};
    }
    const QByteArrayView data = bytes();
    const qint64 size = -qint64{littleEndian<qint32>(data, offset)}; // negative in the file: in use
    if (size < kCellUnit || size > qint64{bin.end} - offset) {
        return {};
    }
    return {data.sliced(offset + 4, size - 4), !bin.whole};
}

quint64 HiveBins::firstBinTime() const
{
    return bytes().startsWith("hbin") ? littleEndian<quint64>(bytes(), 20) : 0;
}

} // namespace mailmend
