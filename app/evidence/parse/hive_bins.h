// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace mailmend {

/**
 * The bins of a hive and where the cells in them begin. Every reference inside a hive is a cell's offset;
 * this is the one place that turns it into bytes. Immutable once made.
 */
class HiveBins
{
public:
    /** What a cell's offset leads to. */
    struct Cell
    {
        QByteArrayView content; ///< without the size in front; null: no cell in use begins there
        bool doubtful = false;  ///< the bin around it is damaged, so nobody vouches that a cell begins there

        bool isNull() const { return content.isNull(); }
    };

    HiveBins() = default;
    /** @param file the whole hive, base block first. @param binsSize as the base block says. */
    HiveBins(QByteArray file, quint32 binsSize);

    Cell cell(quint32 offset) const;
    /** Bytes of bins that are there; no sum of things in a hive can be larger. */
    qint64 size() const { return m_size; }
    qint64 missingBytes() const { return m_missing; }
    int damagedBins() const { return m_damagedBins; }
    quint64 firstBinTime() const; ///< FILETIME; 0: none

private:
    struct Bin
    {
        quint32 begin;
        quint32 end;
        bool whole;
    };

    void findBins(quint32 binsSize);
    bool markCells(const Bin& bin);
    void addBin(Bin bin);
    QByteArrayView bytes() const;

    QByteArray m_file;
    qint64 m_size = 0;
    qint64 m_missing = 0;
    int m_damagedBins = 0;
    std::vector<Bin> m_bins;
    std::vector<quint32> m_binOfPage; ///< index into m_bins for each 4,096 bytes
    std::vector<bool> m_cellStarts;   ///< one bit for each 8 bytes
};

} // namespace mailmend
