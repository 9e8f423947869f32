// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/hive_writer.h"

#include "builder/hive_cells.h"

#include <QTimeZone>

#include <algorithm>

namespace mailmend::sample {

namespace {

// The layout is Maxim Suhanov's "Windows registry file format specification".
constexpr quint32 kNone = 0xffffffff;
constexpr qsizetype kListRoom = 507, kSegment = 16344;

QByteArray utf16(const QString& text)
{
    QByteArray out;
    for (const QChar unit : text) {
        append(out, unit.unicode());
    }
    return out;
}

bool isLatin1(const QString& name)
{
    return std::all_of(name.cbegin(), name.cend(), [](QChar unit) { return unit.unicode() < 0x100; });
}

QByteArray storedName(const QString& name)
{
    return isLatin1(name) ? name.toLatin1() : utf16(name);
}

/** Upper case unit by unit, as Windows orders keys; never longer than the name. */
QString folded(QString name)
{
    std::transform(name.cbegin(), name.cend(), name.begin(), [](QChar unit) { return unit.toUpper(); });
    return name;
}

quint32 nameHash(const QString& name)
{
    quint32 hash = 0;
    for (const QChar unit : folded(name)) {
        hash = hash * 37 + unit.unicode();
    }
    return hash;
}

/** Self-relative: owner and group Administrators; SYSTEM and Administrators may do all, Users may read. */
QByteArray securityDescriptor()
{
    const QByteArray administrators = QByteArray::fromHex("01020000000000052000000020020000");
    const QByteArray users = QByteArray::fromHex("01020000000000052000000021020000");
    const QByteArray system = QByteArray::fromHex("010100000000000512000000");
    const auto allow = [](quint32 mask, const QByteArray& who) {
        QByteArray entry = QByteArray::fromHex("0002"); // allowed, inherited by subkeys
        append(entry, static_cast<quint16>(8 + who.size()));
        append(entry, mask);
        return entry + who;
    };
    const QByteArray entries =
        allow(0xf003f, system) + allow(0xf003f, administrators) + allow(0x20019, users);
    QByteArray list = QByteArray::fromHex("0200");
    append(list, static_cast<quint16>(8 + entries.size()));
    append(list, quint32{3});
    list += entries;
    QByteArray out = QByteArray::fromHex("01000480"); // revision 1; self-relative, list present
    append(out, static_cast<quint32>(20 + list.size()));
    append(out, static_cast<quint32>(20 + list.size() + administrators.size()));
    append(out, quint32{0});
    append(out, quint32{20});
    return out + list + administrators + administrators;
}

class Writer
{
public:
    explicit Writer(const HiveOptions& options) : m_options(options), m_cells(toFileTime(options.time)) {}

    QByteArray write(const HiveKey& root)
    {
        const quint32 rootCell = addKey(root, kNone);
        m_cells.patch(m_security, 12, m_keys);
        const QByteArray bins = m_cells.finish();
        return baseBlock(rootCell, static_cast<quint32>(bins.size())) + bins;
    }

private:
    quint32 addKey(const HiveKey& key, quint32 parent);
    quint32 addSubkeyLists(const QList<HiveKey>& keys, quint32 parent);
    quint32 addSubkeyList(const QList<const HiveKey*>& keys, const QList<quint32>& cells);
    quint32 addValue(const HiveValue& value);
    quint32 addData(const QByteArray& data);
    quint32 addSecurity();
    QByteArray baseBlock(quint32 rootCell, quint32 size) const;

    HiveOptions m_options;
    HiveCells m_cells;
    quint32 m_security = kNone;
    quint32 m_keys = 0;
};

quint32 Writer::addSecurity()
{
    const QByteArray descriptor = securityDescriptor();
    QByteArray record("sk\0\0", 4);
    append(record, quint32{0});
    append(record, quint32{0});
    append(record, quint32{0});
    append(record, static_cast<quint32>(descriptor.size()));
    const quint32 cell = m_cells.add(record + descriptor);
    m_cells.patch(cell, 4, cell); // the only entry of a ring
    m_cells.patch(cell, 8, cell);
    return cell;
}

quint32 Writer::addKey(const HiveKey& key, quint32 parent)
{
    const bool root = parent == kNone;
    const QByteArray name = storedName(key.name);
    const QByteArray className = utf16(key.className);
    quint32 subkeyName = 0, subkeyClass = 0, valueName = 0, valueData = 0;
    for (const HiveKey& below : key.subkeys) {
        subkeyName = std::max(subkeyName, static_cast<quint32>(below.name.size() * 2));
        subkeyClass = std::max(subkeyClass, static_cast<quint32>(below.className.size() * 2));
    }
    for (const HiveValue& value : key.values) {
        valueName = std::max(valueName, static_cast<quint32>(value.name.size() * 2));
        valueData = std::max(valueData, static_cast<quint32>(value.data.size()));
    }
    QByteArray record("nk");
    append(record, static_cast<quint16>((root ? 0x0c : 0) | (isLatin1(key.name) ? 0x20 : 0)));
    append(record, toFileTime(key.time.isValid() ? key.time : m_options.time));
    append(record, quint32{0});
    append(record, root ? quint32{0} : parent);
    append(record, static_cast<quint32>(key.subkeys.size()));
    append(record, quint32{0});
    append(record, kNone); // 28: list of subkeys
    append(record, kNone);
    append(record, static_cast<quint32>(key.values.size()));
    append(record, kNone); // 40: list of values
    append(record, kNone); // 44: security
    append(record, kNone); // 48: class name
    append(record, subkeyName);
    append(record, subkeyClass);
    append(record, valueName);
    append(record, valueData);
    append(record, quint32{0});
    append(record, static_cast<quint16>(name.size()));
    append(record, static_cast<quint16>(className.size()));
    const quint32 cell = m_cells.add(record + name);
    ++m_keys;
    if (m_security == kNone) {
        m_security = addSecurity();
    }
    m_cells.patch(cell, 44, m_security);
    if (!className.isEmpty()) {
        m_cells.patch(cell, 48, m_cells.add(className));
    }
    if (!key.values.isEmpty()) {
        QByteArray list;
        for (const HiveValue& value : key.values) {
            append(list, addValue(value));
        }
        m_cells.patch(cell, 40, m_cells.add(list));
    }
    if (!key.subkeys.isEmpty()) {
        m_cells.patch(cell, 28, addSubkeyLists(key.subkeys, cell));
    }
    return cell;
}

quint32 Writer::addSubkeyLists(const QList<HiveKey>& keys, quint32 parent)
{
    QList<const HiveKey*> sorted;
    for (const HiveKey& key : keys) {
        sorted.append(&key);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const HiveKey* left, const HiveKey* right) {
        return folded(left->name) < folded(right->name);
    });
    QList<quint32> lists;
    for (qsizetype from = 0; from < sorted.size(); from += kListRoom) {
        const QList<const HiveKey*> part = sorted.mid(from, kListRoom);
        QList<quint32> cells;
        for (const HiveKey* key : part) {
            cells.append(addKey(*key, parent));
        }
        lists.append(addSubkeyList(part, cells));
    }
    if (lists.size() == 1) {
        return lists.first();
    }
    QByteArray record("ri");
    append(record, static_cast<quint16>(lists.size()));
    for (const quint32 list : lists) {
        append(record, list);
    }
    return m_cells.add(record);
}

quint32 Writer::addSubkeyList(const QList<const HiveKey*>& keys, const QList<quint32>& cells)
{
    const SubkeyList form = m_options.lists;
    QByteArray record(form == SubkeyList::Hashes ? "lh" : form == SubkeyList::Hints ? "lf" : "li");
    append(record, static_cast<quint16>(cells.size()));
    for (qsizetype i = 0; i < cells.size(); ++i) {
        append(record, cells.at(i));
        if (form == SubkeyList::Hashes) {
            append(record, nameHash(keys.at(i)->name));
        } else if (form == SubkeyList::Hints) {
            const bool latin1 = isLatin1(keys.at(i)->name);
            record += (latin1 ? keys.at(i)->name.toLatin1() : QByteArray()).leftJustified(4, '\0', true);
        }
    }
    return m_cells.add(record);
}

quint32 Writer::addValue(const HiveValue& value)
{
    const QByteArray name = storedName(value.name);
    QByteArray record("vk");
    append(record, static_cast<quint16>(name.size()));
    if (value.data.size() <= 4) {
        append(record, static_cast<quint32>(value.data.size()) | 0x80000000U);
        record += value.data.leftJustified(4, '\0');
    } else {
        append(record, static_cast<quint32>(value.data.size()));
        append(record, addData(value.data));
    }
    append(record, value.type);
    append(record, static_cast<quint16>(isLatin1(value.name) ? 1 : 0));
    append(record, quint16{0});
    return m_cells.add(record + name);
}

quint32 Writer::addData(const QByteArray& data)
{
    if (data.size() <= kSegment || m_options.minorVersion < 4) {
        return m_cells.add(data);
    }
    QByteArray segments;
    quint16 count = 0;
    for (qsizetype from = 0; from < data.size(); from += kSegment, ++count) {
        // Four bytes behind each segment stay unused, as in the cells that Windows makes; hivex relies on it.
        append(segments, m_cells.add(data.mid(from, kSegment) + QByteArray(4, '\0')));
    }
    QByteArray record("db");
    append(record, count);
    append(record, m_cells.add(segments));
    return m_cells.add(record);
}

QByteArray Writer::baseBlock(quint32 rootCell, quint32 size) const
{
    QByteArray block("regf");
    append(block, m_options.sequence);
    append(block, m_options.sequence);
    append(block, toFileTime(m_options.time));
    append(block, quint32{1});
    append(block, m_options.minorVersion);
    append(block, quint32{0});
    append(block, quint32{1});
    append(block, rootCell);
    append(block, size);
    append(block, quint32{1});
    block += utf16(m_options.fileName.right(31)).leftJustified(64, '\0');
    block = block.leftJustified(4096, '\0');
    quint32 checksum = 0;
    for (qsizetype i = 0; i < 508; ++i) {
        checksum ^= static_cast<quint32>(static_cast<quint8>(block.at(i))) << (8 * (i % 4));
    }
    overwrite(block, 508, checksum == 0 ? 1 : checksum == kNone ? kNone - 1 : checksum);
    return block;
}

HiveValue textValue(const QString& name, quint32 type, const QString& text)
{
    return {name, type, utf16(text + QChar(u'\0'))};
}

} // namespace

HiveValue stringValue(const QString& name, const QString& text)
{
    return textValue(name, 1, text);
}

HiveValue expandValue(const QString& name, const QString& text)
{
    return textValue(name, 2, text);
}

HiveValue listValue(const QString& name, const QStringList& texts)
{
    QString joined;
    for (const QString& text : texts) {
        joined += text + QChar(u'\0');
    }
    return textValue(name, 7, joined);
}

HiveValue numberValue(const QString& name, quint32 number)
{
    HiveValue value{name, 4, {}};
    append(value.data, number);
    return value;
}

HiveValue bigNumberValue(const QString& name, quint64 number)
{
    HiveValue value{name, 11, {}};
    append(value.data, number);
    return value;
}

HiveValue binaryValue(const QString& name, const QByteArray& data)
{
    return {name, 3, data};
}

HiveKey& HiveKey::at(const QString& path)
{
    HiveKey* here = this;
    for (const QString& part : path.split(QChar(u'\\'), Qt::SkipEmptyParts)) {
        auto found = std::find_if(here->subkeys.begin(), here->subkeys.end(), [&part](const HiveKey& key) {
            return key.name.compare(part, Qt::CaseInsensitive) == 0;
        });
        if (found == here->subkeys.end()) {
            here->subkeys.append(HiveKey{part, {}, {}, {}, {}});
            found = here->subkeys.end() - 1;
        }
        here = &*found;
    }
    return *here;
}

QByteArray writeHive(const HiveKey& root, const HiveOptions& options)
{
    return Writer(options).write(root);
}

quint64 toFileTime(const QDateTime& utc)
{
    constexpr qint64 kEpochDifference = 11644473600000; // milliseconds from 1601 to 1970
    return utc.isValid() ? static_cast<quint64>(utc.toMSecsSinceEpoch() + kEpochDifference) * 10000 : 0;
}

} // namespace mailmend::sample
