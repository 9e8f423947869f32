// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_records.h"

#include "evidence/parse/little_endian.h"

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype kNodeSize = 76, kListHeader = 4;
constexpr quint16 kNarrowKeyName = 0x20;
constexpr int kBadLists = 16; ///< of one key; then the rest is given up

bool isLeaf(QByteArrayView list)
{
    return list.startsWith("lh") || list.startsWith("lf") || list.startsWith("li");
}

} // namespace

QString HiveName::toString() const
{
    if (narrow) {
        return QString::fromLatin1(raw.data(), raw.size());
    }
    QString text(raw.size() / 2, Qt::Uninitialized);
    for (qsizetype i = 0; i < text.size(); ++i) {
        text[i] = QChar(littleEndian<quint16>(raw, 2 * i));
    }
    return text;
}

bool HiveName::equals(QStringView name) const
{
    if (name.size() != (narrow ? raw.size() : raw.size() / 2)) {
        return false;
    }
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar mine = narrow ? QChar(QLatin1Char(raw.at(i))) : QChar(littleEndian<quint16>(raw, 2 * i));
        if (mine != name.at(i) && mine.toUpper() != name.at(i).toUpper()) {
            return false;
        }
    }
    return true;
}

bool HiveName::canBeReached() const
{
    return !raw.isEmpty() && (narrow ? !raw.contains('\\') : !toString().contains(u'\\'));
}

std::optional<HiveNode> HiveRecords::node(quint32 cell) const
{
    const auto [bytes, doubtful] = m_bins.cell(cell);
    if (bytes.size() < kNodeSize || !bytes.startsWith("nk")) {
        return std::nullopt;
    }
    const bool narrow = (littleEndian<quint16>(bytes, 2) & kNarrowKeyName) != 0;
    const auto nameSize = littleEndian<quint16>(bytes, 72);
    if (!holds(bytes, kNodeSize, nameSize) || (!narrow && nameSize % 2 != 0)) {
        return std::nullopt;
    }
    HiveNode node;
    node.cell = cell;
    node.time = littleEndian<quint64>(bytes, 4);
    node.parent = littleEndian<quint32>(bytes, 16);
    node.subkeyCount = littleEndian<quint32>(bytes, 20);
    node.subkeyList = littleEndian<quint32>(bytes, 28);
    node.valueCount = littleEndian<quint32>(bytes, 36);
    node.valueList = littleEndian<quint32>(bytes, 40);
    node.classCell = littleEndian<quint32>(bytes, 48);
    node.classLength = littleEndian<quint16>(bytes, 74);
    node.name = {bytes.sliced(kNodeSize, nameSize), narrow};
    node.doubtful = doubtful;
    return node;
}

/** Appends the cells of one "lf", "lh" or "li" list; false where it is none or would lead beyond `expected`.
 */
bool HiveRecords::addLeaf(QByteArrayView list, quint32 expected, QList<quint32>& out) const
{
    if (list.size() < kListHeader || !isLeaf(list)) {
        return false;
    }
    const qsizetype step = list.at(1) == 'i' ? 4 : 8;
    const qsizetype count = littleEndian<quint16>(list, 2);
    const qsizetype there = std::min(count, (list.size() - kListHeader) / step);
    const qsizetype room = std::min(there, qsizetype{expected} - out.size());
    for (qsizetype i = 0; i < room; ++i) {
        out.append(littleEndian<quint32>(list, kListHeader + i * step));
    }
    return room == count;
}

QList<quint32> HiveRecords::subkeyCells(const HiveNode& node, HiveLosses& losses) const
{
    QList<quint32> out;
    if (node.subkeyCount == 0) {
        losses.subkeyList = losses.subkeyList || !m_bins.cell(node.subkeyList).isNull();
        return out;
    }
    // A hive can't hold more keys than nodes fit into it: a larger count is damage, not a reason to work.
    const auto fits = static_cast<quint32>(m_bins.size() / kNodeSize);
    const quint32 expected = std::min(node.subkeyCount, fits);
    const auto [list, doubtful] = m_bins.cell(node.subkeyList);
    losses.damagedPart = losses.damagedPart || doubtful;
    bool good = true;
    if (list.size() >= kListHeader && list.startsWith("ri")) {
        const qsizetype count = littleEndian<quint16>(list, 2);
        good = holds(list, kListHeader, 4 * count);
        int bad = 0;
        for (qsizetype i = 0; i < count && out.size() < expected && bad < kBadLists; ++i) {
            const auto [leaf, doubtfulLeaf] = m_bins.cell(littleEndian<quint32>(list, kListHeader + 4 * i));
            losses.damagedPart = losses.damagedPart || doubtfulLeaf;
            const qsizetype before = out.size();
            good = addLeaf(leaf, expected, out) && good;
            bad += out.size() == before ? 1 : 0;
        }
    } else {
        good = addLeaf(list, expected, out);
    }
    losses.subkeyList = losses.subkeyList || !good || out.size() != qint64{node.subkeyCount};
    return out;
}

QList<HiveNode> HiveRecords::subkeys(const HiveNode& node, HiveLosses& losses) const
{
    const QList<quint32> cells = subkeyCells(node, losses);
    QList<quint32> sorted = cells;
    std::sort(sorted.begin(), sorted.end());
    const bool repeats = std::adjacent_find(sorted.cbegin(), sorted.cend()) != sorted.cend();
    QList<HiveNode> out;
    out.reserve(cells.size());
    std::vector<bool> seen(repeats ? static_cast<size_t>(sorted.size()) : 0);
    for (const quint32 cell : cells) {
        if (repeats) {
            const auto index = std::lower_bound(sorted.cbegin(), sorted.cend(), cell) - sorted.cbegin();
            if (seen[static_cast<size_t>(index)]) {
                ++losses.subkeys;
                continue;
            }
            seen[static_cast<size_t>(index)] = true;
        }
        const auto below = this->node(cell);
        if (below && below->parent == node.cell && below->name.canBeReached()) {
            losses.damagedPart = losses.damagedPart || below->doubtful;
            out.append(*below);
        } else {
            ++losses.subkeys;
        }
    }
    return out;
}

std::optional<HiveNode> HiveRecords::subkey(const HiveNode& node, QStringView name, HiveLosses& losses) const
{
    for (const HiveNode& below : subkeys(node, losses)) {
        if (below.name.equals(name)) {
            return below;
        }
    }
    losses.damagedPart = losses.damagedPart || node.doubtful;
    return std::nullopt;
}

QString HiveRecords::className(const HiveNode& node, HiveLosses& losses) const
{
    if (node.classLength == 0) {
        return {};
    }
    const auto [bytes, doubtful] = m_bins.cell(node.classCell);
    losses.damagedPart = losses.damagedPart || doubtful;
    if (node.classLength % 2 != 0 || bytes.size() < node.classLength) {
        losses.className = true;
        return {};
    }
    return HiveName{bytes.first(node.classLength), false}.toString();
}

void HiveRecords::claim(const HiveNode& node, HiveClaims& claims, HiveLosses& losses) const
{
    losses.damagedPart = losses.damagedPart || !claims.take(node.cell);
    className(node, losses);
    losses.className = losses.className || (node.classLength != 0 && !claims.take(node.classCell));
    losses.valueList = losses.valueList || (node.valueCount != 0 && !claims.take(node.valueList));
    if (node.subkeyCount == 0) {
        return;
    }
    bool free = claims.take(node.subkeyList);
    const QByteArrayView list = m_bins.cell(node.subkeyList).content;
    if (free && list.size() >= kListHeader && list.startsWith("ri")) {
        const qsizetype count = std::min(qsizetype{littleEndian<quint16>(list, 2)}, list.size() / 4 - 1);
        for (qsizetype i = 0; i < count && free; ++i) {
            free = claims.take(littleEndian<quint32>(list, kListHeader + 4 * i));
        }
    }
    losses.subkeyList = losses.subkeyList || !free;
}

} // namespace mailmend
