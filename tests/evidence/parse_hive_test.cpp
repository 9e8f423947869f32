// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "parse_hive_fixture.h"
#include "support/registration.h"

#include <QTemporaryDir>

#include <hivex.h>

using namespace mailmend;
using namespace mailmend::testing;
using sample::HiveKey;
using sample::SubkeyList;

namespace {

/** What hivex reads below a node, in the lines of readAll; hivex gives names as UTF-8. */
void addHivex(hive_h* hive, hive_node_h node, const QString& path, QStringList& lines)
{
    const qint64 milliseconds = hivex_node_timestamp(hive, node) / 10000 - 11644473600000;
    lines += QStringLiteral("%1 %2").arg(
        path.isEmpty() ? QStringLiteral(".") : path,
        QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODateWithMs));
    hive_value_h* values = hivex_node_values(hive, node);
    for (hive_value_h* value = values; value && *value; ++value) {
        char* name = hivex_value_key(hive, *value);
        hive_type type = hive_t_none;
        size_t size = 0;
        char* data = hivex_value_value(hive, *value, &type, &size);
        lines += QStringLiteral("  %1 %2 %3")
                     .arg(QString::fromUtf8(name))
                     .arg(int(type))
                     .arg(QString::fromLatin1(QByteArray(data, qsizetype(size)).toHex()));
        free(name);
        free(data);
    }
    free(values);
    hive_node_h* below = hivex_node_children(hive, node);
    for (hive_node_h* child = below; child && *child; ++child) {
        char* name = hivex_node_name(hive, *child);
        addHivex(hive, *child, path + QLatin1Char('\\') + QString::fromUtf8(name), lines);
        free(name);
    }
    free(below);
}

QStringList hivexLines(const QByteArray& bytes)
{
    QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("hive"));
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        return {};
    }
    file.close();
    hive_h* hive = hivex_open(QFile::encodeName(name).constData(), 0);
    QStringList lines;
    if (hive) {
        addHivex(hive, hivex_root(hive), {}, lines);
        hivex_close(hive);
    }
    return lines;
}

QStringList withoutClassNames(QStringList lines)
{
    for (QString& line : lines) {
        if (!line.startsWith(QLatin1Char(' '))) {
            line = line.left(line.lastIndexOf(QLatin1String(" [")));
        }
    }
    return lines;
}

} // namespace

class ParseHiveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasWritten_data();
    void readsWhatWasWritten();
    void agreesWithHivex();
    void agreesWithHivexOnManyKeys();
    void looksUpWithoutCase();
    void absentIsNotUnread();
    void refusesWhatIsNoHive_data();
    void refusesWhatIsNoHive();
    void describesItself();
    void longDataInOldHives();
    void stopsWhenCancelled();
};

void ParseHiveTest::readsWhatWasWritten_data()
{
    QTest::addColumn<int>("form");
    QTest::newRow("lh") << int(SubkeyList::Hashes);
    QTest::newRow("lf") << int(SubkeyList::Hints);
    QTest::newRow("li") << int(SubkeyList::Plain);
}

void ParseHiveTest::readsWhatWasWritten()
{
    QFETCH(int, form);
    const auto options = exampleOptions(static_cast<SubkeyList>(form));
    const auto hive = Hive::open(sample::writeHive(exampleTree(), options));
    QVERIFY(hive);
    const Reading reading = readAll(*hive);
    QVERIFY(reading.whole);
    QCOMPARE(reading.lines, expectedLines(exampleTree(), options));
}

void ParseHiveTest::agreesWithHivex()
{
    HiveKey tree = exampleTree();
    auto& names = tree.at(QStringLiteral("Names")).subkeys;
    names.removeLast(); // hivex can't give a name with an unpaired unit
    const QByteArray bytes = sample::writeHive(tree, exampleOptions());
    const auto hive = Hive::open(bytes);
    QVERIFY(hive);
    const QStringList lines = hivexLines(bytes);
    QVERIFY(lines.size() > 30);
    QCOMPARE(withoutClassNames(readAll(*hive).lines), lines);
}

void ParseHiveTest::agreesWithHivexOnManyKeys()
{
    HiveKey tree{QStringLiteral("ROOT"), {}, {}, {}, {}};
    for (int i = 0; i < 1800; ++i) {
        tree.subkeys.append({QStringLiteral("key %1").arg(i * 7919 % 1800), {}, {}, {}, {}});
    }
    for (const SubkeyList form : {SubkeyList::Hashes, SubkeyList::Hints, SubkeyList::Plain}) {
        const QByteArray bytes = sample::writeHive(tree, exampleOptions(form));
        const auto hive = Hive::open(bytes);
        QVERIFY(hive);
        const Reading reading = readAll(*hive);
        QVERIFY(reading.whole);
        QCOMPARE(reading.lines.size(), 1801);
        QCOMPARE(hive->survey().keys, 1801);
        QCOMPARE(withoutClassNames(reading.lines), hivexLines(bytes));
    }
}

void ParseHiveTest::looksUpWithoutCase()
{
    const auto hive = Hive::open(sample::writeHive(exampleTree(), exampleOptions()));
    QVERIFY(hive);
    const auto answer = hive->key(u"\\microsoft\\EXCHANGESERVER\\V15\\setup\\");
    QCOMPARE(answer.state, RegistryAnswer::State::Found);
    QCOMPARE(answer.key.name, QStringLiteral("Setup"));
    QVERIFY(answer.key.complete);
    QVERIFY(answer.reason.isEmpty());
    QCOMPARE(hive->key(u"names\\\u00e4RGER").key.name, QStringLiteral("\u00c4rger"));
    QCOMPARE(hive->key(u"names\\\u0436\u4e2d").key.values.size(), 1);
    QCOMPARE(hive->key(QStringLiteral("Names\\") + QChar(0xd800) + QStringLiteral("UNPAIRED")).state,
             RegistryAnswer::State::Found);
}

void ParseHiveTest::absentIsNotUnread()
{
    const QByteArray bytes = sample::writeHive(exampleTree(), exampleOptions());
    const auto whole = Hive::open(bytes);
    QVERIFY(whole);
    QCOMPARE(whole->key(u"Microsoft\\No such key").state, RegistryAnswer::State::Absent);
    QCOMPARE(whole->key(u"Microsoft\\ExchangeServer\\v15\\Setup\\below").state,
             RegistryAnswer::State::Absent);

    const auto dirty = Hive::open(patched(bytes, 8, 69, true));
    QVERIFY(dirty);
    QCOMPARE(dirty->state(), ReadState::Partly);
    QCOMPARE(dirty->key(u"Microsoft").state, RegistryAnswer::State::Found);
    const auto answer = dirty->key(u"Microsoft\\No such key");
    QCOMPARE(answer.state, RegistryAnswer::State::CouldNotRead);
    QVERIFY(!answer.reason.isEmpty());
}

void ParseHiveTest::refusesWhatIsNoHive_data()
{
    const QByteArray hive = sample::writeHive(exampleTree(), exampleOptions());
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    QTest::newRow("nothing") << QByteArray() << int(ErrorKind::Damaged);
    QTest::newRow("text") << QByteArray(9000, 'a') << int(ErrorKind::Damaged);
    QTest::newRow("only the beginning") << hive.first(4095) << int(ErrorKind::Damaged);
    QTest::newRow("a log") << patched(hive, 28, 6, true) << int(ErrorKind::Unsupported);
    QTest::newRow("version 2.5") << patched(hive, 20, 2, true) << int(ErrorKind::Unsupported);
    QTest::newRow("version 1.2") << patched(hive, 24, 2, true) << int(ErrorKind::Unsupported);
    QTest::newRow("version 1.7") << patched(hive, 24, 7, true) << int(ErrorKind::Unsupported);
    QTest::newRow("root outside") << patched(hive, 36, 0x7ffffff8, true) << int(ErrorKind::Damaged);
    QTest::newRow("root is no key") << patched(hive, 36, 24, true) << int(ErrorKind::Damaged);
}

void ParseHiveTest::refusesWhatIsNoHive()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    const auto hive = Hive::open(bytes);
    QVERIFY(!hive);
    QCOMPARE(int(hive.error().kind), kind);
    QVERIFY(!hive.error().text.isEmpty());
}

void ParseHiveTest::describesItself()
{
    const QByteArray bytes = sample::writeHive(exampleTree(), exampleOptions());
    const auto hive = Hive::open(bytes);
    QVERIFY(hive);
    const HiveState state = hive->describe(RegistryHive::Software);
    QCOMPARE(state.state, ReadState::Read);
    QVERIFY(state.reason.isEmpty());
    QCOMPARE(state.sequence, quint64{70});
    QCOMPARE(state.bytes, bytes.size());
    QCOMPARE(state.lastWritten, exampleOptions().time);
    QCOMPARE(hive->survey().keys, qint64{22});
    QCOMPARE(hive->survey().values, qint64{22});
    QCOMPARE(hive->survey().damagedKeys, qint64{0});
}

void ParseHiveTest::longDataInOldHives()
{
    auto options = exampleOptions();
    options.minorVersion = 3; // no big data yet
    const auto hive = Hive::open(sample::writeHive(exampleTree(), options));
    QVERIFY(hive);
    QVERIFY(readAll(*hive).whole);
    QCOMPARE(readAll(*hive).lines, expectedLines(exampleTree(), options));
}

void ParseHiveTest::stopsWhenCancelled()
{
    const CancelToken cancel;
    cancel.cancel();
    const auto hive = Hive::open(sample::writeHive(exampleTree(), exampleOptions()), {}, cancel);
    QVERIFY(!hive);
    QCOMPARE(hive.error().kind, ErrorKind::Cancelled);
}

MAILMEND_TEST_CLASS(ParseHiveTest)
#include "parse_hive_test.moc"
