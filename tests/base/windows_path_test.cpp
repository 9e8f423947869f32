// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows_path.h"
#include "support/registration.h"

using namespace mailmend;

class WindowsPathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("C:\\inetpub\\wwwroot")
                               << QStringLiteral("C:\\inetpub\\wwwroot");
        QTest::newRow("slashes") << QStringLiteral("d:/a//b/") << QStringLiteral("D:\\a\\b");
        QTest::newRow("long form") << QStringLiteral("\\\\?\\C:\\ProgramData\\COM1")
                                   << QStringLiteral("C:\\ProgramData\\COM1");
        QTest::newRow("root") << QStringLiteral("C:\\") << QStringLiteral("C:\\");
        QTest::newRow("trailing dot kept") << QStringLiteral("C:\\a.") << QStringLiteral("C:\\a.");
    }
    void parses()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        const auto path = WindowsPath::parse(text);
        QVERIFY(path);
        QCOMPARE(path->display(), shown);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("climbs") << QStringLiteral("C:\\a\\..\\b");
        QTest::newRow("share") << QStringLiteral("\\\\server\\share\\a");
        QTest::newRow("relative") << QStringLiteral("a\\b");
        QTest::newRow("drive relative") << QStringLiteral("C:a");
        QTest::newRow("empty") << QString();
    }
    void refuses()
    {
        QFETCH(QString, text);
        QVERIFY(!WindowsPath::parse(text));
    }

    void aComponentThatClimbsMakesNoPath()
    {
        QVERIFY(WindowsPath('C', {"a", "..", "b"}).isEmpty());
        QVERIFY(WindowsPath('C', {"a", ""}).isEmpty());
        QVERIFY(WindowsPath('C', {"a"}).child("..").isEmpty());
    }

    void comparesAsWindowsDoes()
    {
        QVERIFY(WindowsPath('c', {"InetPub", "\xC3\x84.ASPX"}) ==
                WindowsPath('C', {"inetpub", "\xC3\xA4.aspx"}));
        QVERIFY(!(WindowsPath('C', {"a\xff"}) == WindowsPath('C', {"a\xfe"})));
        QVERIFY(WindowsPath('C', {"A\xff"}) == WindowsPath('C', {"a\xff"}));
        // A separator inside a name is not a separator between names.
        QVERIFY(!(WindowsPath('C', {"a\\b"}) == WindowsPath('C', {"a", "b"})));
    }

    void knowsWhatLiesWithin()
    {
        const WindowsPath root('C', {"inetpub", "wwwroot"});
        QVERIFY(WindowsPath('C', {"INETPUB", "WWWROOT", "a.aspx"}).isWithin(root));
        QVERIFY(root.isWithin(root));
        QVERIFY(!WindowsPath('C', {"inetpub", "wwwroot2"}).isWithin(root));
        QVERIFY(!WindowsPath('D', {"inetpub", "wwwroot"}).isWithin(root));
        QCOMPARE(WindowsPath('C', {"inetpub", "wwwroot", "x", "a.aspx"}).below(root),
                 (QList<QByteArray>{"x", "a.aspx"}));
    }

    void writesNamesForCommands()
    {
        QCOMPARE(WindowsPath('C', {"a", "b"}).utf16().value(), QStringLiteral("C:\\a\\b"));
        // WTF-8's unpaired unit is what Windows holds; a stray byte can't have come from Windows.
        QCOMPARE(WindowsPath('C', {"\xED\xA0\x80.aspx"}).utf16().value().at(3), QChar(0xD800));
        QVERIFY(!WindowsPath('C', {"\xff.aspx"}).utf16());
        QVERIFY(!WindowsPath('C', {"a\\b"}).utf16());
    }

    void extensionIsWindows()
    {
        QCOMPARE(WindowsPath('C', {"A.ASPX"}).extension(), QByteArray(".aspx"));
        QCOMPARE(WindowsPath('C', {"a.aspx. ."}).extension(), QByteArray(".aspx"));
        QCOMPARE(WindowsPath('C', {"a"}).extension(), QByteArray());
    }
};

MAILMEND_TEST_CLASS(WindowsPathTest)
#include "windows_path_test.moc"
