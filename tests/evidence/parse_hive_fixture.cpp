// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "parse_hive_fixture.h"

#include "builder/hive_cells.h"
#include "evidence/parse/hive_base_block.h"
#include "evidence/parse/marvin32.h"

#include <algorithm>

namespace mailmend::testing {

using sample::HiveKey;
using sample::HiveValue;

namespace {

QString valueLine(const QString& name, quint32 type, const QByteArray& data)
{
    return QStringLiteral("  %1 %2 %3").arg(name).arg(type).arg(QString::fromLatin1(data.toHex()));
}

QString keyLine(const QString& path, const QDateTime& time, const QString& className)
{
    return QStringLiteral("%1 %2 [%3]")
        .arg(path.isEmpty() ? QStringLiteral(".") : path, time.toString(Qt::ISODateWithMs), className);
}

void addExpected(const HiveKey& key, const QString& path, const QDateTime& time, QStringList& lines)
{
    lines += keyLine(path, key.time.isValid() ? key.time : time, key.className);
    for (const HiveValue& value : key.values) {
        lines += valueLine(value.name, value.type, value.data);
    }
    QList<const HiveKey*> sorted;
    for (const HiveKey& below : key.subkeys) {
        sorted.append(&below);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const HiveKey* left, const HiveKey* right) {
        return left->name.toUpper() < right->name.toUpper();
    });
    for (const HiveKey* below : sorted) {
        addExpected(*below, path + QLatin1Char('\\') + below->name, time, lines);
    }
}

void addRead(const Hive& hive, const QString& path, int depth, Reading& reading)
{
    const RegistryAnswer answer = hive.key(path);
    if (answer.state != RegistryAnswer::State::Found || depth > 20) {
        reading.lines += path + QStringLiteral(" not found");
        reading.whole = false;
        return;
    }
    reading.whole = reading.whole && answer.key.complete;
    reading.lines += keyLine(path, answer.key.lastWrite, answer.key.className);
    for (const RegistryValue& value : answer.key.values) {
        reading.lines += valueLine(value.name, value.type, value.data);
    }
    for (const QString& name : answer.key.subkeys) {
        addRead(hive, path + QLatin1Char('\\') + name, depth + 1, reading);
    }
}

constexpr qsizetype kBase = 4096, kSector = 512, kPage = 4096;

} // namespace

HiveKey exampleTree()
{
    HiveKey root{QStringLiteral("ROOT"), {}, {}, {}, {}};
    HiveKey& setup = root.at(QStringLiteral("Microsoft\\ExchangeServer\\v15\\Setup"));
    setup.time = QDateTime(QDate(2020, 9, 15), QTime(6, 7, 8, 123), Qt::UTC);
    setup.className = QStringLiteral("shape \u00e4\u0416");
    setup.values = {
        sample::stringValue(QStringLiteral("MsiInstallPath"), QStringLiteral("C:\\Exchange\\V15\\")),
        sample::numberValue(QStringLiteral("MsiProductMajor"), 15),
        sample::bigNumberValue(QStringLiteral("Size"), 0x123456789abcdefULL),
        sample::listValue(QStringLiteral("Roles"), {QStringLiteral("Mailbox"), QStringLiteral("Tools")}),
        sample::expandValue(QStringLiteral("Logs"), QStringLiteral("%SystemDrive%\\Logs")),
        sample::binaryValue(QStringLiteral("Empty"), {}),
        sample::binaryValue(QStringLiteral("Large"), QByteArray(40000, 'x') + "end"),
        sample::binaryValue(QStringLiteral("Just one segment"), QByteArray(16344, 'y')),
        sample::stringValue({}, QStringLiteral("the default value"))};
    HiveKey& names = root.at(QStringLiteral("Names"));
    names.subkeys = {
        {QStringLiteral("\u00c4rger"), {}, {}, {}, {}},
        {QStringLiteral("\u0416\u4e2d"), {}, {}, {sample::numberValue(QStringLiteral("\u0416"), 1)}, {}},
        {QString(QChar(0xd800)) + QStringLiteral("unpaired"), {}, {}, {}, {}}};
    for (int i = 0; i < 12; ++i) {
        root.at(QStringLiteral("List\\key%1").arg(i)).values = {
            sample::numberValue(QStringLiteral("n"), static_cast<quint32>(i))};
    }
    return root;
}

sample::HiveOptions exampleOptions(sample::SubkeyList lists)
{
    sample::HiveOptions options;
    options.fileName = QStringLiteral("emRoot\\System32\\Config\\SOFTWARE");
    options.time = QDateTime(QDate(2021, 3, 5), QTime(4, 5, 6), Qt::UTC);
    options.sequence = 70;
    options.lists = lists;
    return options;
}

Reading readAll(const Hive& hive)
{
    Reading reading;
    reading.whole = hive.state() == ReadState::Read;
    addRead(hive, {}, 0, reading);
    return reading;
}

QStringList expectedLines(const HiveKey& root, const sample::HiveOptions& options)
{
    QStringList lines;
    addExpected(root, {}, options.time, lines);
    return lines;
}

QByteArray patched(QByteArray hive, qsizetype at, quint32 number, bool fixChecksum)
{
    sample::overwrite(hive, at, number);
    if (fixChecksum) {
        sample::overwrite(hive, 508, hiveChecksum(QByteArrayView(hive).first(kSector)));
    }
    return hive;
}

quint32 numberAt(const QByteArray& bytes, qsizetype at)
{
    return qFromLittleEndian<quint32>(bytes.constData() + at);
}

QList<Page> changedPages(const QByteArray& before, const QByteArray& after)
{
    QList<Page> pages;
    for (qsizetype at = kBase; at < after.size(); at += kPage) {
        if (before.mid(at, kPage) != after.mid(at, kPage)) {
            pages.append({static_cast<quint32>(at - kBase), after.mid(at, kPage)});
        }
    }
    return pages;
}

QByteArray logEntry(quint32 sequence, quint32 binsSize, const QList<Page>& pages)
{
    using sample::append;
    QByteArray body;
    for (const Page& page : pages) {
        append(body, page.offset);
        append(body, static_cast<quint32>(page.bytes.size()));
    }
    for (const Page& page : pages) {
        body += page.bytes;
    }
    body.append((kSector - (body.size() + 40) % kSector) % kSector, '\0');
    QByteArray entry("HvLE");
    append(entry, static_cast<quint32>(body.size() + 40));
    append(entry, quint32{0});
    append(entry, sequence);
    append(entry, binsSize);
    append(entry, static_cast<quint32>(pages.size()));
    append(entry, marvin32(body, kRegistryLogSeed));
    append(entry, marvin32(entry, kRegistryLogSeed));
    return entry + body;
}

QByteArray logHeader(const QByteArray& hive, quint32 type, quint32 sequence)
{
    QByteArray header = patched(hive.first(kSector), 28, type);
    header = patched(header, 4, sequence);
    return patched(header, 8, sequence, true);
}

QByteArray sectorLog(const QByteArray& before, const QByteArray& after)
{
    const qsizetype sectors = (after.size() - kBase) / kSector;
    QByteArray bitmap((sectors + 7) / 8, '\0'), data;
    for (qsizetype i = 0; i < sectors; ++i) {
        const qsizetype at = kBase + i * kSector;
        if (before.mid(at, kSector) != after.mid(at, kSector)) {
            bitmap[i / 8] = static_cast<char>(bitmap.at(i / 8) | 1 << i % 8);
            data += after.mid(at, kSector);
        }
    }
    QByteArray log = logHeader(after, 1, 90) + "DIRT" + bitmap;
    log.append((kSector - log.size() % kSector) % kSector, '\0');
    return log + data;
}

} // namespace mailmend::testing
