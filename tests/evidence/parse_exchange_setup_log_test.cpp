// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/exchange_setup_log.h"
#include "support/registration.h"

#include <QStringEncoder>

using namespace mailmend;

namespace {

/** Four runs: installed, a schema update without a mode, an upgrade that failed, and the same once more. */
const char kLog[] =
    "[01/20/2018 16:12:41.0203] [0] **********************************************\r\n"
    "[01/20/2018 16:12:41.0203] [0] Starting Microsoft Exchange Server 2016 Setup\r\n"
    "[01/20/2018 16:12:41.0203] [0] **********************************************\r\n"
    "[01/20/2018 16:12:41.0219] [0] Local time zone: (UTC-05:00) Eastern Time (US & Canada).\r\n"
    "[01/20/2018 16:12:41.0235] [0] Setup version: 15.1.1415.2.\r\n"
    "[01/20/2018 16:12:41.0235] [0] Logged on user: MAPLECU\\Administrator.\r\n"
    "[01/20/2018 16:12:41.0266] [0] Command Line Parameter Name='sourcedir', Value='E:\\'.\r\n"
    "[01/20/2018 16:12:41.0266] [0] Command Line Parameter Name='mode', Value='Install'.\r\n"
    "[01/20/2018 18:31:20.0771] [0] The Exchange Server setup operation completed successfully.\r\n"
    "[07/18/2020 15:01:02.5000] [0] Starting Microsoft Exchange Server 2016 Setup\r\n"
    "[07/18/2020 15:01:02.5100] [0] Setup version: 15.1.2044.4.\r\n"
    "[07/18/2020 15:01:03.0000] [0] Command Line Parameter Name='prepareschema', Value=''.\r\n"
    "[07/18/2020 15:58:07.0114] [0] Starting Microsoft Exchange Server 2016 Setup\r\n"
    "[07/18/2020 15:58:07.0146] [0] Setup version: 15.1.2044.4.\r\n"
    "[07/18/2020 15:58:07.0177] [0] Command Line Parameter Name='mode', Value='Upgrade'.\r\n"
    "[07/18/2020 15:58:11.0902] [0] The locally installed version is 15.1.1415.2.\r\n"
    "[07/18/2020 15:59:11.0902] [1] [ERROR] The following error was generated when \"$error.Clear();\r\n"
    "        Starting Microsoft.Exchange.Management; stop\r\n"
    "    \" was run: \"System.Exception: the text 'Starting Microsoft Exchange Server 2016 Setup' is no "
    "start\"\r\n"
    "[07/18/2020 15:59:12.1000] [1] The Exchange Server setup operation didn't complete.\r\n"
    "[11/18/2026 01:02:03.0004] [0] Starting Microsoft Exchange Server Subscription Edition Setup\r\n"
    "[11/18/2026 01:02:03.0004] [0] Setup version: 15.2.2562.17.\r\n"
    "[11/18/2026 01:02:03.0004] [0] Command Line Parameter Name='mode', Value='Upgrade'.\r\n"
    "[11/18/2026 01:02:05.0004] [0] The locally installed version is .\r\n"
    "[11/18/2026 01:02:05.0004] [0] The backup copy of the previously installed version is '15.1.1415.2'.\r\n"
    "[11/18/2026 02:17:55.0031] [0] The Exchange Server setup operation completed successfully.\r\n"
    "[11/18/2026 02:17:55.0100] [0] End of Setup\r\n";

ExchangeSetupLog read(const QByteArray& bytes, qsizetype piece = 1 << 20)
{
    ExchangeSetupLogReader reader;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        const QByteArray part = bytes.mid(at, piece);
        reader.add(part);
    }
    return reader.finish();
}

/** Everything that was read, as one text to compare. */
QString told(const ExchangeSetupLog& log)
{
    QStringList lines{QStringLiteral("%1 %2 %3").arg(log.lines).arg(log.cutLines).arg(log.tooManyRuns)};
    for (const ExchangeSetupRun& run : log.runs) {
        lines.append(QStringList{run.started.toString(Qt::ISODateWithMs),
                                 run.ended.toString(Qt::ISODateWithMs), QString::number(run.line),
                                 run.product, run.setupVersion, run.mode, run.installedVersion,
                                 run.backupVersion, run.completed ? QStringLiteral("completed") : QString()}
                         .join(u'|'));
    }
    return lines.join(u'\n');
}

const QString kTold = QStringLiteral(
    "27 0 0\n"
    "2018-01-20T16:12:41.020Z|2018-01-20T18:31:20.077Z|2|2016|15.1.1415.2|Install|||completed\n"
    "2020-07-18T15:01:02.500Z|2020-07-18T15:01:03.000Z|10|2016|15.1.2044.4||||\n"
    "2020-07-18T15:58:07.011Z|2020-07-18T15:59:12.100Z|13|2016|15.1.2044.4|Upgrade|15.1.1415.2||\n"
    "2026-11-18T01:02:03.000Z|2026-11-18T02:17:55.010Z|21|Subscription "
    "Edition|15.2.2562.17|Upgrade||15.1.1415.2|completed");

} // namespace

class ParseExchangeSetupLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsRuns();
    void piecesOfAnySize();
    void encodings();
    void lineEnds();
    void unreadableTimes_data();
    void unreadableTimes();
    void starsBelongToTheNextRun();
    void firstSaidCounts();
    void onlyPlausibleValues();
    void longLines();
    void manyRuns();
    void binaryLines();
    void everyTruncation();
    void everyByte();
};

void ParseExchangeSetupLogTest::readsRuns()
{
    QCOMPARE(told(read(kLog)), kTold);
    QCOMPARE(told(read({})), QStringLiteral("0 0 0"));
}

void ParseExchangeSetupLogTest::piecesOfAnySize()
{
    for (qsizetype piece = 1; piece < 300; ++piece) {
        QCOMPARE(told(read(kLog, piece)), kTold);
    }
}

void ParseExchangeSetupLogTest::encodings()
{
    const QByteArray log = QByteArray(kLog).replace("MAPLECU\\", "M\u00c4PLE\u65e5\U0001f600\\");
    const QString text = QString::fromUtf8(log);
    const QByteArray little =
        QByteArray::fromHex("fffe") + QByteArray(QStringEncoder(QStringEncoder::Utf16LE)(text));
    const QByteArray big =
        QByteArray::fromHex("feff") + QByteArray(QStringEncoder(QStringEncoder::Utf16BE)(text));
    for (const QByteArray& bytes : {log, QByteArray::fromHex("efbbbf") + log, little, big}) {
        for (const qsizetype piece : {1, 2, 3, 5, 1 << 20}) {
            QCOMPARE(told(read(bytes, piece)), kTold);
        }
    }
    // A mark without a text behind it.
    QCOMPARE(told(read(QByteArray::fromHex("fffe"))), QStringLiteral("0 0 0"));
    QCOMPARE(told(read(QByteArray::fromHex("efbbbf"))), QStringLiteral("0 0 0"));
}

void ParseExchangeSetupLogTest::lineEnds()
{
    QCOMPARE(told(read(QByteArray(kLog).replace("\r\n", "\n"))), kTold);
    QCOMPARE(told(read(QByteArray(kLog).chopped(2))), kTold);
    QCOMPARE(read("\n\n\n").lines, 3);
}

void ParseExchangeSetupLogTest::unreadableTimes_data()
{
    QTest::addColumn<QByteArray>("stamp");
    QTest::addColumn<QString>("expected");
    QTest::newRow("whole") << QByteArray("[02/29/2020 23:59:59.9999] [0] ")
                           << QStringLiteral("2020-02-29T23:59:59.999Z");
    QTest::newRow("one digit") << QByteArray("[02/29/2020 23:59:59.5] [0] ")
                               << QStringLiteral("2020-02-29T23:59:59.500Z");
    QTest::newRow("German marks") << QByteArray("[02.29.2020 23:59:59.0000] [0] ")
                                  << QStringLiteral("2020-02-29T23:59:59.000Z");
    QTest::newRow("Czech marks") << QByteArray("[2. 29. 2020 3:59:59,0000] [0] ")
                                 << QStringLiteral("2020-02-29T03:59:59.000Z");
    QTest::newRow("long number") << QByteArray("[02/29/99999999999999999999 23:59:59.0000] [0] ")
                                 << QString();
    QTest::newRow("no such day") << QByteArray("[02/30/2020 23:59:59.0000] [0] ") << QString();
    QTest::newRow("day first") << QByteArray("[29/02/2020 23:59:59.0000] [0] ") << QString();
    QTest::newRow("no such hour") << QByteArray("[02/29/2020 25:59:59.0000] [0] ") << QString();
    QTest::newRow("letters") << QByteArray("[aa/bb/cccc dd:ee:ff.gggg] [0] ") << QString();
    QTest::newRow("minus") << QByteArray("[-1/-1/2020 23:59:59.0000] [0] ") << QString();
    QTest::newRow("short") << QByteArray("[02/29/2020] [0] ") << QString();
    QTest::newRow("open") << QByteArray("[] [0] ") << QString();
    QTest::newRow("none") << QByteArray() << QString();
}

void ParseExchangeSetupLogTest::unreadableTimes()
{
    QFETCH(QByteArray, stamp);
    QFETCH(QString, expected);
    const ExchangeSetupLog log = read(stamp + "Starting Microsoft Exchange Server 2019 Setup\r\n");
    QCOMPARE(log.runs.size(), 1);
    QCOMPARE(log.runs[0].started.toString(Qt::ISODateWithMs), expected);
    QCOMPARE(log.runs[0].product, QStringLiteral("2019"));
    QCOMPARE(log.runs[0].ended, log.runs[0].started);
}

void ParseExchangeSetupLogTest::starsBelongToTheNextRun()
{
    const ExchangeSetupLog log =
        read("[01/20/2018 16:12:41.0203] [0] Starting Microsoft Exchange Server 2016 Setup\n"
             "[01/20/2018 18:31:20.0771] [0] The work is done.\n"
             "[07/18/2020 15:58:07.0114] [0] **********************************************\n"
             "[07/18/2020 15:58:07.0114] [0] Starting Microsoft Exchange Server 2016 Setup\n");
    QCOMPARE(log.runs.size(), 2);
    QCOMPARE(log.runs[0].ended.date(), QDate(2018, 1, 20));
    QCOMPARE(log.runs[1].started.date(), QDate(2020, 7, 18));
}

void ParseExchangeSetupLogTest::firstSaidCounts()
{
    const ExchangeSetupLog log = read("Setup version: 15.1.1.1.\n" // before any start: nobody's
                                      "Starting Microsoft Exchange Server Setup\n"
                                      "Setup version: 15.1.2.2.\nSetup version: 15.1.3.3.\n");
    QCOMPARE(log.runs.size(), 1);
    QCOMPARE(log.runs[0].product, QString());
    QCOMPARE(log.runs[0].setupVersion, QStringLiteral("15.1.2.2"));
    const ExchangeSetupLog mode = read(
        "Starting Microsoft Exchange Server 2016 Setup\nThe installation mode is set to: 'Uninstall'.\n");
    QCOMPARE(mode.runs[0].mode, QStringLiteral("Uninstall"));
}

void ParseExchangeSetupLogTest::onlyPlausibleValues()
{
    const ExchangeSetupLog log = read("Starting Microsoft Exchange Server 2016 Setup\n"
                                      "Setup version: <b>15.1.2.2</b>.\n"
                                      "The locally installed version is unknown.\n"
                                      "Command Line Parameter Name='mode', Value='Up grade\x1b[31m'.\n"
                                      "Command Line Parameter Name='mode', Value='Upgrade.\n"
                                      "The backup copy of the previously installed version is '" +
                                      QByteArray(5000, '1') + "'.\n");
    QCOMPARE(log.runs.size(), 1);
    const ExchangeSetupRun& run = log.runs[0];
    QCOMPARE(run.setupVersion + run.installedVersion + run.mode + run.backupVersion, QString());
    QVERIFY(read("Starting Microsoft Exchange Server " + QByteArray(5000, 'x') + " Setup\n").runs.isEmpty());
}

void ParseExchangeSetupLogTest::longLines()
{
    // An endless line is cut; what stands at its beginning and what follows it is read.
    const QByteArray tail(20 << 20, 'x');
    const ExchangeSetupLog log = read("[01/20/2018 16:12:41.0203] [0] Starting Microsoft Exchange Server "
                                      "2016 Setup\nSetup version: 15.1.2.2." +
                                      QByteArray(ExchangeSetupLogReader::kLineBound * 3, ' ') + "\n" + tail +
                                      "\n" + "Command Line Parameter Name='mode', Value='Upgrade'.\n" + tail);
    QCOMPARE(log.runs.size(), 1);
    QCOMPARE(log.runs[0].setupVersion, QStringLiteral("15.1.2.2"));
    QCOMPARE(log.runs[0].mode, QStringLiteral("Upgrade"));
    QCOMPARE(log.lines, 5);
    QCOMPARE(log.cutLines, 3);
}

void ParseExchangeSetupLogTest::manyRuns()
{
    const QByteArray start("Starting Microsoft Exchange Server 2016 Setup\n");
    const ExchangeSetupLog full = read(start.repeated(ExchangeSetupLogReader::kRunBound));
    QCOMPARE(full.runs.size(), ExchangeSetupLogReader::kRunBound);
    QVERIFY(!full.tooManyRuns);
    const ExchangeSetupLog over =
        read(start.repeated(ExchangeSetupLogReader::kRunBound + 5) +
             "The Exchange Server setup operation completed successfully.\nSetup version: 15.1.2.2.\n");
    QCOMPARE(over.runs.size(), ExchangeSetupLogReader::kRunBound);
    QVERIFY(over.tooManyRuns);
    QVERIFY(!over.runs.last().completed); // said of a run that was left out
    QVERIFY(over.runs.last().setupVersion.isEmpty());
}

void ParseExchangeSetupLogTest::binaryLines()
{
    QByteArray binary;
    for (int index = 0; index < 100'000; ++index) {
        binary.append(static_cast<char>(index * 2654435761U >> 13));
    }
    binary.replace("\xff\xfe", "ab");
    const ExchangeSetupLog log = read(binary + "\n" + kLog + binary, 777);
    QCOMPARE(log.runs.size(), 4);
    QCOMPARE(log.runs[3].setupVersion, QStringLiteral("15.2.2562.17"));
    QVERIFY(read(QByteArray(1 << 20, '\0')).runs.isEmpty());
    QVERIFY(read("[" + QByteArray(1 << 20, '[')).runs.isEmpty());
}

void ParseExchangeSetupLogTest::everyTruncation()
{
    const QByteArray log(kLog);
    qsizetype runs = 0;
    const qsizetype firstEnd = log.indexOf("successfully.\r\n") + 15,
                    lastStart = log.lastIndexOf("Starting ");
    const qsizetype lastEnd = log.lastIndexOf("successfully.\r\n") + 15;
    for (qsizetype size = 0; size <= log.size(); ++size) {
        const ExchangeSetupLog part = read(QByteArray(log.constData(), size));
        const bool inALine = size > 0 && log.at(size - 1) != '\n';
        QCOMPARE(part.lineOpen, inALine);
        if (inALine || (size > lastStart && size < lastEnd)) {
            QVERIFY(part.endIsMissing());
        } else if (size == firstEnd || size >= lastEnd) {
            QVERIFY(!part.endIsMissing());
        }
        QVERIFY(part.runs.size() == runs || part.runs.size() == runs + 1);
        runs = part.runs.size();
    }
    QCOMPARE(runs, 4);
}

void ParseExchangeSetupLogTest::everyByte()
{
    const QByteArray log(kLog);
    for (qsizetype at = 0; at < log.size(); ++at) {
        for (const int change : {0xff, 0x80, 0x01}) {
            QByteArray changed = log;
            changed[at] = static_cast<char>(changed[at] ^ change);
            const ExchangeSetupLog part = read(changed);
            QVERIFY(part.runs.size() == 4 || part.runs.size() == 3);
        }
    }
}

MAILMEND_TEST_CLASS(ParseExchangeSetupLogTest)
#include "parse_exchange_setup_log_test.moc"
