// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/marvin32.h"
#include "parse_hive_fixture.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;
using sample::HiveKey;

namespace {

/** Three states of one hive; the first was being overwritten when the computer stopped. */
struct Story
{
    QByteArray first;
    QByteArray second;
    QByteArray third;
    quint32 begins = 70; ///< sequence number of the first entry that the primary file lacks
    QStringList secondLines;
    QStringList thirdLines;

    quint32 bins(const QByteArray& hive) const { return static_cast<quint32>(hive.size() - 4096); }
    QByteArray firstEntry() const { return logEntry(begins, bins(second), changedPages(first, second)); }
    QByteArray secondEntry() const { return logEntry(begins + 1, bins(third), changedPages(second, third)); }
    QByteArray header(quint32 sequence) const { return logHeader(first, 6, sequence); }
};

Story story()
{
    HiveKey tree = exampleTree();
    const auto options = exampleOptions();
    Story story;
    story.first = patched(sample::writeHive(tree, options), 4, 71, true); // begun, not ended: dirty
    HiveKey& updates = tree.at(QStringLiteral("Microsoft\\Updates\\Exchange 2016"));
    updates.values = {sample::stringValue(QStringLiteral("first"), QStringLiteral("KB5000871"))};
    story.second = sample::writeHive(tree, options);
    story.secondLines = expectedLines(tree, options);
    HiveKey& more = tree.at(QStringLiteral("Microsoft\\Updates\\Exchange 2016\\more"));
    more.values = {sample::binaryValue(QStringLiteral("grown"), QByteArray(30000, 'g'))};
    story.third = sample::writeHive(tree, options);
    story.thirdLines = expectedLines(tree, options);
    return story;
}

} // namespace

class ParseHiveLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marvin32Vectors();
    void replaysOneLog();
    void replaysTwoLogsInTheirOrder();
    void secondLogAlone();
    void leavesOldEntriesOut();
    void ignoresLogsOfACleanHive();
    void tornLastEntry();
    void wrongChecksums();
    void wrongSequence();
    void gapBetweenTheLogs();
    void noLogsAndForeignLogs();
    void damagedBaseBlockComesFromTheLog();
    void growsOnlyAsFarAsTheLogReaches();
    void everyCutAndFlipOfALog();
    void oldForm();
    void oldFormOfAnotherMoment();
    void everyCutAndFlipOfAnOldLog();
};

void ParseHiveLogTest::marvin32Vectors()
{
    // From the tests of dotnet/runtime (MarvinTests.cs), which publish vectors for this seed.
    const quint64 seed = 0x004fb61a001bdbcc;
    QCOMPARE(marvin32({}, seed), 0x30ed35c100cd3c7dULL);
    QCOMPARE(marvin32(QByteArray::fromHex("af"), seed), 0x48e73fc77d75ddc1ULL);
    QCOMPARE(marvin32(QByteArray::fromHex("e70f"), seed), 0xb5f6e1fc485dbff8ULL);
    QCOMPARE(marvin32(QByteArray::fromHex("37f495"), seed), 0xf0b07c789b8cf7e8ULL);
    QCOMPARE(marvin32(QByteArray::fromHex("8642dc59"), seed), 0x7008f2e87e9cf556ULL);
}

void ParseHiveLogTest::replaysOneLog()
{
    const Story s = story();
    const auto hive = Hive::open(s.first, {s.header(70) + s.firstEntry() + s.secondEntry()});
    QVERIFY(hive);
    QCOMPARE(readAll(*hive).lines, s.thirdLines);
    QVERIFY(readAll(*hive).whole);
    QVERIFY(hive->replay().needed);
    QCOMPARE(hive->replay().entries, 2);
    QCOMPARE(hive->replay().pages,
             changedPages(s.first, s.second).size() + changedPages(s.second, s.third).size());
    QCOMPARE(hive->sequence(), 72U);
}

void ParseHiveLogTest::replaysTwoLogsInTheirOrder()
{
    const Story s = story();
    const QByteArray one = s.header(70) + s.firstEntry();
    const QByteArray two = s.header(71) + s.secondEntry();
    for (const auto& logs : {QList<QByteArray>{one, two}, QList<QByteArray>{two, one}}) {
        const auto hive = Hive::open(s.first, logs);
        QVERIFY(hive);
        QVERIFY(readAll(*hive).whole);
        QCOMPARE(readAll(*hive).lines, s.thirdLines);
    }
}

void ParseHiveLogTest::secondLogAlone()
{
    const Story s = story();
    const QByteArray log = s.header(70) + s.firstEntry() + s.secondEntry();
    for (const auto& logs :
         {QList<QByteArray>{QByteArray(), log}, QList<QByteArray>{QByteArray(8192, '\0'), log}}) {
        const auto hive = Hive::open(s.first, logs);
        QVERIFY(hive);
        QVERIFY(readAll(*hive).whole);
        QCOMPARE(readAll(*hive).lines, s.thirdLines);
    }
}

void ParseHiveLogTest::leavesOldEntriesOut()
{
    const Story s = story();
    // Entries that are in the primary file already, and what an earlier use of the log left behind the
    // newest.
    const QByteArray stale = logEntry(60, s.bins(s.first), {{0, QByteArray(4096, 'z')}});
    const QByteArray old = s.header(60) + stale;
    const QByteArray used = s.header(70) + s.firstEntry() + s.secondEntry() + stale;
    const auto hive = Hive::open(s.first, {old, used});
    QVERIFY(hive);
    QVERIFY(readAll(*hive).whole);
    QCOMPARE(readAll(*hive).lines, s.thirdLines);
    QCOMPARE(hive->replay().entries, 2);
}

void ParseHiveLogTest::ignoresLogsOfACleanHive()
{
    const Story s = story();
    const auto hive = Hive::open(s.second, {s.header(70) + s.firstEntry() + s.secondEntry()});
    QVERIFY(hive);
    QVERIFY(!hive->replay().needed);
    QVERIFY(readAll(*hive).whole);
    QCOMPARE(readAll(*hive).lines, s.secondLines);
}

void ParseHiveLogTest::tornLastEntry()
{
    const Story s = story();
    const QByteArray log = s.header(70) + s.firstEntry() + s.secondEntry().chopped(512);
    const auto hive = Hive::open(s.first, {log});
    QVERIFY(hive);
    QCOMPARE(hive->state(), ReadState::Partly);
    QVERIFY(!hive->reason().isEmpty());
    QCOMPARE(hive->replay().entries, 1);
    QCOMPARE(readAll(*hive).lines, s.secondLines);
}

void ParseHiveLogTest::wrongChecksums()
{
    const Story s = story();
    for (const qsizetype at : {qsizetype{24}, qsizetype{32}, qsizetype{41}, s.secondEntry().size() - 1}) {
        QByteArray entry = s.secondEntry();
        entry[at] = static_cast<char>(entry.at(at) ^ 1);
        const auto hive = Hive::open(s.first, {s.header(70) + s.firstEntry() + entry});
        QVERIFY(hive);
        QCOMPARE(hive->state(), ReadState::Partly);
        QCOMPARE(readAll(*hive).lines, s.secondLines);
    }
}

void ParseHiveLogTest::wrongSequence()
{
    const Story s = story();
    // An entry that jumps ahead: what came between is lost.
    const QByteArray ahead = logEntry(75, s.bins(s.third), changedPages(s.second, s.third));
    const auto hive = Hive::open(s.first, {s.header(70) + s.firstEntry() + ahead});
    QVERIFY(hive);
    QCOMPARE(hive->state(), ReadState::Partly);
    QCOMPARE(readAll(*hive).lines, s.secondLines);
    // A log from before the hive was last written.
    const auto stale =
        Hive::open(s.first, {s.header(50) + logEntry(50, s.bins(s.second), changedPages(s.first, s.second))});
    QVERIFY(stale);
    QCOMPARE(stale->state(), ReadState::Partly);
    QCOMPARE(stale->replay().entries, 0);
}

void ParseHiveLogTest::gapBetweenTheLogs()
{
    const Story s = story();
    const QByteArray later = logEntry(80, s.bins(s.third), changedPages(s.second, s.third));
    const auto hive = Hive::open(s.first, {s.header(70) + s.firstEntry(), s.header(80) + later});
    QVERIFY(hive);
    QCOMPARE(hive->state(), ReadState::Partly);
    QCOMPARE(readAll(*hive).lines, s.secondLines);
}

void ParseHiveLogTest::noLogsAndForeignLogs()
{
    const Story s = story();
    for (const auto& logs :
         {QList<QByteArray>{}, QList<QByteArray>{QByteArray(), QByteArray()},
          QList<QByteArray>{QByteArray("no log at all")}, QList<QByteArray>{s.header(70)},
          QList<QByteArray>{patched(s.header(70), 508, 0) + s.firstEntry()}, QList<QByteArray>{s.second}}) {
        const auto hive = Hive::open(s.first, logs);
        QVERIFY(hive);
        QCOMPARE(hive->state(), ReadState::Partly);
        QVERIFY(!hive->reason().isEmpty());
        QCOMPARE(hive->replay().pages, 0);
    }
}

void ParseHiveLogTest::damagedBaseBlockComesFromTheLog()
{
    const Story s = story();
    const QByteArray stale = s.header(60) + logEntry(60, s.bins(s.first), {{0, QByteArray(4096, 'z')}});
    QByteArray torn = s.first;
    torn.replace(4, 300, QByteArray(300, '\x5a'));
    const auto hive = Hive::open(torn, {s.header(70) + s.firstEntry() + s.secondEntry(), stale});
    QVERIFY(hive);
    QVERIFY(readAll(*hive).whole);
    QCOMPARE(readAll(*hive).lines, s.thirdLines);
    QVERIFY(!Hive::open(torn, {}));
}

void ParseHiveLogTest::growsOnlyAsFarAsTheLogReaches()
{
    const Story s = story();
    const QByteArray far = logEntry(70, 0x7ffff000, {{0x7fffe000, QByteArray(4096, 'f')}});
    const auto hive = Hive::open(s.first, {s.header(70) + far});
    QVERIFY(hive);
    QCOMPARE(hive->state(), ReadState::Partly);
    QCOMPARE(hive->replay().pages, 0);
    QVERIFY(hive->describe(RegistryHive::Software).bytes <= s.first.size());
}

void ParseHiveLogTest::everyCutAndFlipOfALog()
{
    const Story s = story();
    const QByteArray log = s.header(70) + s.firstEntry() + s.secondEntry();
    const auto judge = [&s](const QByteArray& damaged) {
        const auto hive = Hive::open(s.first, {damaged});
        if (!hive) {
            return true;
        }
        const Reading reading = readAll(*hive);
        return !reading.whole || reading.lines == s.thirdLines;
    };
    const qsizetype ends = 512 + s.firstEntry().size(); // cut exactly here, a log just has one entry
    for (qsizetype size = 0; size < log.size(); size += size < 1600 || size > log.size() - 40 ? 1 : 97) {
        QVERIFY2(size == ends || judge(log.first(size)), qPrintable(QString::number(size)));
    }
    for (qsizetype at = 0; at < log.size(); at += at < 1600 || (at > ends && at < ends + 200) ? 1 : 53) {
        for (const int bits : {0x01, 0x10, 0x80, 0xff}) {
            QByteArray damaged = log;
            damaged[at] = static_cast<char>(damaged.at(at) ^ bits);
            QVERIFY2(judge(damaged), qPrintable(QString::number(at)));
        }
    }
}

void ParseHiveLogTest::oldForm()
{
    const Story s = story();
    const QByteArray log = sectorLog(s.first, s.third);
    for (const auto& logs : {QList<QByteArray>{log}, QList<QByteArray>{QByteArray(), log}}) {
        const auto hive = Hive::open(s.first, logs);
        QVERIFY(hive);
        QVERIFY(readAll(*hive).whole);
        QCOMPARE(readAll(*hive).lines, s.thirdLines);
        QVERIFY(hive->replay().pages > 10);
    }
}

void ParseHiveLogTest::oldFormOfAnotherMoment()
{
    const Story s = story();
    const QByteArray log = sectorLog(s.first, s.third);
    for (const QByteArray& wrong : {patched(log, 12, 5, true), patched(log, 8, 12, true), log.chopped(512),
                                    patched(log, 40, 0x7ffff000, true)}) {
        const auto hive = Hive::open(s.first, {wrong});
        QVERIFY(hive);
        QCOMPARE(hive->state(), ReadState::Partly);
        QCOMPARE(hive->replay().pages, 0);
    }
}

void ParseHiveLogTest::everyCutAndFlipOfAnOldLog()
{
    const Story s = story();
    const QByteArray log = sectorLog(s.first, s.third);
    for (qsizetype size = 0; size < log.size(); size += 61) {
        const auto hive = Hive::open(s.first, {log.first(size)});
        QVERIFY(!hive || hive->state() == ReadState::Partly);
    }
    for (qsizetype at = 0; at < 1024; ++at) {
        QByteArray damaged = log;
        damaged[at] = static_cast<char>(damaged.at(at) ^ 0x11);
        const auto hive =
            Hive::open(s.first, {damaged}); // the old form has no checksum: only the header can tell
        QVERIFY(at >= 512 || !hive || !readAll(*hive).whole);
    }
}

MAILMEND_TEST_CLASS(ParseHiveLogTest)
#include "parse_hive_log_test.moc"
