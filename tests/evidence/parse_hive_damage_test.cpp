// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "parse_hive_fixture.h"
#include "support/registration.h"

#include <cstdlib>
#include <set>

using namespace mailmend;
using namespace mailmend::testing;
using sample::HiveKey;
using sample::SubkeyList;

namespace {

constexpr qsizetype kBase = 4096;

/** What a byte is changed with: each of its bits, some of them, all of them. */
constexpr int kFlips[] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x5a, 0xff};

QByteArray flipped(QByteArray bytes, qsizetype at, int bits)
{
    bytes[at] = static_cast<char>(bytes.at(at) ^ bits);
    return bytes;
}

/** A hive of few keys whose data holds nothing that looks like a cell. */
QByteArray smallHive(SubkeyList lists, int more = 0, qsizetype large = 16345)
{
    HiveKey root{QStringLiteral("ROOT"), {}, QStringLiteral("class"), {}, {}};
    root.values = {sample::stringValue(QStringLiteral("path"), QStringLiteral("C:\\Windows")),
                   sample::numberValue(QStringLiteral("number"), 7),
                   sample::binaryValue(QStringLiteral("large"), QByteArray(large, 'x'))};
    for (int i = 0; i < 5; ++i) {
        HiveKey& key = root.at(QStringLiteral("Key%1\\below").arg(i));
        key.values = {sample::stringValue(QStringLiteral("v"), QStringLiteral("text %1").arg(i))};
    }
    for (int i = 0; i < more; ++i) {
        root.subkeys.append({QStringLiteral("many%1").arg(i), {}, {}, {}, {}});
    }
    return sample::writeHive(root, exampleOptions(lists));
}

/** Positions in the file of every cell size and of every list of keys, values and data segments. */
std::set<qsizetype> sizesAndLists(const QByteArray& hive)
{
    std::set<qsizetype> out;
    const auto mark = [&out](qsizetype at, qsizetype size) {
        for (qsizetype i = 0; i < size; ++i) {
            out.insert(at + i);
        }
    };
    for (qsizetype bin = kBase; bin < hive.size(); bin += numberAt(hive, bin + 8)) {
        mark(bin, 12);
        const qsizetype end = bin + numberAt(hive, bin + 8);
        for (qsizetype at = bin + 32; at < end; at += std::abs(static_cast<qint32>(numberAt(hive, at)))) {
            mark(at, 4);
            const QByteArray kind = hive.mid(at + 4, 2);
            const qsizetype count = numberAt(hive, at + 4) >> 16;
            if (kind == "lh" || kind == "lf" || kind == "li" || kind == "ri") {
                mark(at + 4, 4 + count * (kind == "lh" || kind == "lf" ? 8 : 4));
            } else if (kind == "db") {
                mark(at + 4, 8);
                mark(kBase + numberAt(hive, at + 8) + 4, 4 * count);
            } else if (kind == "nk" && numberAt(hive, at + 4 + 36) > 0) {
                mark(kBase + numberAt(hive, at + 4 + 40) + 4, 4 * qsizetype{numberAt(hive, at + 4 + 36)});
            }
        }
    }
    return out;
}

/** True where damage is told, or where nothing that can be read has changed. */
bool clear(const QByteArray& damaged, const Reading& whole)
{
    const auto hive = Hive::open(damaged);
    if (!hive) {
        return !hive.error().text.isEmpty();
    }
    if (hive->state() != ReadState::Read) {
        return !hive->reason().isEmpty();
    }
    const Reading reading = readAll(*hive);
    return !reading.whole || reading == whole;
}

} // namespace

class ParseHiveDamageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLength();
    void everyFlipInHeader();
    void everyFlipInSizesAndLists_data();
    void everyFlipInSizesAndLists();
    void everyOtherFlip();
    void everyNumber();
    void damagedListHidesNothing();
    void namesWhatWasLost();
    void twoKeysCannotShareAValue();
    void circlesEnd();
    void longListsOfNothing();
    void readsPastDamagedBins();
};

void ParseHiveDamageTest::everyLength()
{
    const QByteArray hive = smallHive(SubkeyList::Hashes);
    for (qsizetype size = 0; size < hive.size(); ++size) {
        const auto cut = Hive::open(hive.first(size));
        QVERIFY2(!cut || cut->state() == ReadState::Partly, qPrintable(QString::number(size)));
        if (cut && size % 64 == 0) {
            readAll(*cut);
        }
    }
}

void ParseHiveDamageTest::everyFlipInHeader()
{
    const QByteArray hive = smallHive(SubkeyList::Hashes);
    for (qsizetype at = 0; at < 512; ++at) {
        for (const int bits : kFlips) {
            const auto read = Hive::open(flipped(hive, at, bits));
            QVERIFY2(!read || read->state() == ReadState::Partly, qPrintable(QString::number(at)));
        }
    }
}

void ParseHiveDamageTest::everyFlipInSizesAndLists_data()
{
    QTest::addColumn<QByteArray>("hive");
    QTest::addColumn<bool>("everyByte");
    QTest::newRow("lh, every other byte in every place") << smallHive(SubkeyList::Hashes, 0, 10) << true;
    QTest::newRow("lh") << smallHive(SubkeyList::Hashes) << false;
    QTest::newRow("lf") << smallHive(SubkeyList::Hints) << false;
    QTest::newRow("li") << smallHive(SubkeyList::Plain) << false;
}

void ParseHiveDamageTest::everyFlipInSizesAndLists()
{
    QFETCH(QByteArray, hive);
    QFETCH(bool, everyByte);
    const Reading whole = readAll(*Hive::open(hive));
    QVERIFY(whole.whole);
    const std::set<qsizetype> places = sizesAndLists(hive);
    QVERIFY(places.size() > 250);
    for (const qsizetype at : places) {
        for (int bits = 1; bits < 256; ++bits) {
            if (everyByte || std::find(std::begin(kFlips), std::end(kFlips), bits) != std::end(kFlips)) {
                QVERIFY2(clear(flipped(hive, at, bits), whole),
                         qPrintable(QStringLiteral("%1 ^ %2").arg(at).arg(bits)));
            }
        }
    }
}

void ParseHiveDamageTest::everyOtherFlip()
{
    const QByteArray hive = smallHive(SubkeyList::Hashes, 0, 400);
    for (qsizetype at = 512; at < hive.size(); ++at) {
        for (const int bits : kFlips) {
            const auto read = Hive::open(flipped(hive, at, bits));
            QVERIFY2(!read || readAll(*read).lines.size() < 100, qPrintable(QString::number(at)));
        }
    }
}

void ParseHiveDamageTest::everyNumber()
{
    const QByteArray hive = smallHive(SubkeyList::Hashes, 0, 400);
    for (qsizetype at = kBase; at + 4 <= hive.size(); at += 4) {
        for (const quint32 number : {0U, 1U, 0x20U, 0x7fffffffU, 0x80000000U, 0xfffffff0U, 0xffffffffU}) {
            const auto read = Hive::open(patched(hive, at, number));
            QVERIFY(!read || readAll(*read).lines.size() < 100);
        }
    }
}

void ParseHiveDamageTest::damagedListHidesNothing()
{
    // 525 keys: two lists below an "ri" list. Each list is spoilt in turn.
    const QByteArray hive = smallHive(SubkeyList::Hashes, 520);
    const Reading whole = readAll(*Hive::open(hive));
    QVERIFY(whole.whole);
    int spoilt = 0;
    for (qsizetype at = kBase; at < hive.size(); at += 8) {
        const QByteArray kind = hive.mid(at + 4, 2);
        if ((kind != "lh" && kind != "ri") || numberAt(hive, at) < 0x80000000U) {
            continue;
        }
        const auto count = numberAt(hive, at + 4) >> 16;
        for (const quint32 change : {0xffffU, count - 1, count + 1}) {
            const auto read =
                Hive::open(patched(hive, at + 4, (numberAt(hive, at + 4) & 0xffff) | change << 16));
            QVERIFY(read);
            QCOMPARE(read->state(), ReadState::Partly);
            QVERIFY(!readAll(*read).whole);
            QCOMPARE(read->key(u"No such key").state, RegistryAnswer::State::CouldNotRead);
            ++spoilt;
        }
    }
    QVERIFY(spoilt >= 3 * 8);
}

void ParseHiveDamageTest::namesWhatWasLost()
{
    const QByteArray hive = smallHive(SubkeyList::Hashes);
    const qsizetype vk = hive.indexOf("vk", kBase + hive.mid(kBase).indexOf("path") - 20);
    QCOMPARE(hive.mid(vk + 20, 4), QByteArray("path"));
    const auto read = Hive::open(patched(hive, vk + 8, 0x7ffffff0)); // its data lies outside
    QVERIFY(read);
    QCOMPARE(read->state(), ReadState::Partly);
    const auto answer = read->key(u"");
    QCOMPARE(answer.state, RegistryAnswer::State::Found);
    QVERIFY(!answer.key.complete);
    QCOMPARE(answer.key.values.size(), 2);
    const Argument* losses = answer.reason.argument("losses");
    QVERIFY(losses);
    QVERIFY(std::any_of(losses->sentences.cbegin(), losses->sentences.cend(), [](const Text& text) {
        const Argument* names = text.argument("names");
        return names && names->words == QStringList{QStringLiteral("path")};
    }));
    QVERIFY(read->key(u"Key3").key.complete);
}

void ParseHiveDamageTest::twoKeysCannotShareAValue()
{
    const QByteArray hive = smallHive(SubkeyList::Hashes);
    // The value lists of two keys: the second is made to name the first one's value.
    QList<qsizetype> lists;
    for (qsizetype at = hive.indexOf("nk", kBase); at > 0; at = hive.indexOf("nk", at + 2)) {
        if (hive.mid(at + 76, 5) == "below") {
            lists.append(kBase + numberAt(hive, at + 40) + 4);
        }
    }
    QCOMPARE(lists.size(), 5);
    const auto read = Hive::open(patched(hive, lists.at(1), numberAt(hive, lists.at(0))));
    QVERIFY(read);
    QCOMPARE(read->state(), ReadState::Partly);
}

void ParseHiveDamageTest::circlesEnd()
{
    const QByteArray hive = smallHive(SubkeyList::Plain);
    const quint32 root = numberAt(hive, 36);
    const qsizetype rootNode = kBase + root + 4;
    const qsizetype list = kBase + numberAt(hive, rootNode + 28) + 4;
    const quint32 child = numberAt(hive, list + 4);
    // The root names itself as its key and its parent; then a child names the root as its key.
    QByteArray self = patched(patched(hive, list + 4, root), rootNode + 16, root);
    auto read = Hive::open(self);
    QVERIFY(read);
    QCOMPARE(read->state(), ReadState::Partly);
    const qsizetype childList = kBase + numberAt(hive, kBase + child + 4 + 28) + 4;
    QByteArray loop = patched(patched(hive, childList + 4, root), rootNode + 16, child);
    read = Hive::open(loop);
    QVERIFY(read);
    QCOMPARE(read->state(), ReadState::Partly);
    QString path;
    for (int i = 0; i < 2000; ++i) {
        path += QStringLiteral("\\Key0\\ROOT");
    }
    QVERIFY(read->key(path).state != RegistryAnswer::State::Absent);
}

void ParseHiveDamageTest::longListsOfNothing()
{
    // One key claims four thousand million subkeys and values through lists that all lead to the same cells.
    const QByteArray hive = smallHive(SubkeyList::Hashes, 520);
    const qsizetype node = kBase + numberAt(hive, 36) + 4;
    const auto read = Hive::open(patched(patched(hive, node + 20, 0xfffffffe), node + 36, 0xfffffffe));
    QVERIFY(read);
    QCOMPARE(read->state(), ReadState::Partly);
    const auto answer = read->key(u"");
    QVERIFY(!answer.key.complete);
    QVERIFY(answer.key.subkeys.size() <= 525);
    QVERIFY(answer.key.values.size() <= 3);
}

void ParseHiveDamageTest::readsPastDamagedBins()
{
    QByteArray hive = smallHive(SubkeyList::Hashes, 520);
    const qsizetype bins = numberAt(hive, 40) / 4096;
    QVERIFY(bins > 10);
    // A bin in the middle that holds keys only.
    qsizetype bin = kBase + numberAt(hive, kBase + 8);
    while (bin < hive.size() && !hive.mid(bin + 32, 100).contains("many2")) {
        bin += numberAt(hive, bin + 8);
    }
    QVERIFY(bin < hive.size());
    hive.replace(bin, 4, "junk");
    const auto read = Hive::open(hive);
    QVERIFY(read);
    QCOMPARE(read->state(), ReadState::Partly);
    QVERIFY(read->survey().keys >= 530);
    QCOMPARE(read->key(u"Key4\\below").state, RegistryAnswer::State::Found);
    QVERIFY(!read->key(u"").key.complete);
}

MAILMEND_TEST_CLASS(ParseHiveDamageTest)
#include "parse_hive_damage_test.moc"
