// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/environment.h"
#include "support/registration.h"

using namespace mailmend;

class ParseEnvironmentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expands_data();
    void expands();
    void refuses_data();
    void refuses();
    void otherDrive();
    void ownComputerIsNeverAsked();
    void valuesAreReplaced();
    void longestText();
    void manyVariablesEndSoon();
};

namespace {

Environment server()
{
    Environment environment;
    environment.setWindowsFolder(QStringLiteral("C:\\Windows"));
    environment.set(QStringLiteral("ExchangeInstallPath"),
                    QStringLiteral("%ProgramFiles%\\Microsoft\\Exchange Server\\V15\\"));
    environment.set(QStringLiteral("Empty"), QString());
    environment.set(QStringLiteral("Circle"), QStringLiteral("%Way%\\x"));
    environment.set(QStringLiteral("Way"), QStringLiteral("%CIRCLE%"));
    environment.set(QStringLiteral("Self"), QStringLiteral("%Self%"));
    environment.set(QStringLiteral("Lost"), QStringLiteral("D:\\%Nowhere%"));
    return environment;
}

} // namespace

void ParseEnvironmentTest::expands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char16_t* text, const char16_t* expected) {
        QTest::newRow(name) << QString::fromUtf16(text) << QString::fromUtf16(expected);
    };
    row("nothing", u"", u"");
    row("no variable", u"D:\\www", u"D:\\www");
    row("drive", u"%SystemDrive%\\inetpub\\wwwroot", u"C:\\inetpub\\wwwroot");
    row("letters' case", u"%SYSTEMdrive%\\inetpub", u"C:\\inetpub");
    row("at the end", u"x\\%windir%", u"x\\C:\\Windows");
    row("two", u"%SystemRoot%;%ProgramData%", u"C:\\Windows;C:\\ProgramData");
    row("side by side", u"%SystemDrive%%Empty%%SystemDrive%", u"C:C:");
    row("parentheses", u"%ProgramFiles(x86)%\\a", u"C:\\Program Files (x86)\\a");
    row("through others", u"%ExchangeInstallPath%FrontEnd",
        u"C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd");
    row("common files", u"%CommonProgramFiles%", u"C:\\Program Files\\Common Files");
    row("temporary", u"%TEMP%", u"C:\\Windows\\TEMP");
    row("lone sign", u"100%", u"100%");
    row("lone sign before a folder", u"D:\\50%\\%SystemDrive%", u"D:\\50%\\C:");
    row("two signs", u"a%%b", u"a%%b");
    row("signs around", u"%%SystemDrive%%", u"%C:%");
    row("other letters", u"%SystemDrive%\\\u00fcbung\U0001f600", u"C:\\\u00fcbung\U0001f600");
}

void ParseEnvironmentTest::expands()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto expanded = server().expand(text);
    QVERIFY(expanded);
    QCOMPARE(*expanded, expected);
}

void ParseEnvironmentTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::newRow("unknown") << QStringLiteral("%Nowhere%\\www") << static_cast<int>(ErrorKind::Unsupported);
    QTest::newRow("unknown behind") << QStringLiteral("%Lost%") << static_cast<int>(ErrorKind::Unsupported);
    QTest::newRow("itself") << QStringLiteral("%Self%") << static_cast<int>(ErrorKind::Damaged);
    QTest::newRow("circle") << QStringLiteral("a%Way%") << static_cast<int>(ErrorKind::Damaged);
    QTest::newRow("long") << QString(32768, u'a') << static_cast<int>(ErrorKind::TooLarge);
    QTest::newRow("long by one") << QString(32766, u'a') + QStringLiteral("%SystemDrive%a%SystemDrive%")
                                 << static_cast<int>(ErrorKind::TooLarge);
    QTest::newRow("long by signs") << QString(32768, u'%') << static_cast<int>(ErrorKind::TooLarge);
}

void ParseEnvironmentTest::refuses()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    const auto expanded = server().expand(text);
    QVERIFY(!expanded);
    QCOMPARE(static_cast<int>(expanded.error().kind), kind);
    QVERIFY(!expanded.error().text.isEmpty());
}

void ParseEnvironmentTest::otherDrive()
{
    Environment environment;
    environment.setWindowsFolder(QStringLiteral("E:\\WINNT\\"));
    QCOMPARE(environment.expand(u"%ProgramFiles%;%windir%;%Public%").value(),
             QStringLiteral("E:\\Program Files;E:\\WINNT;E:\\Users\\Public"));
    Environment noDrive;
    noDrive.setWindowsFolder(QStringLiteral("\\Windows"));
    QCOMPARE(noDrive.expand(u"%SystemDrive%").error().kind, ErrorKind::Unsupported);
    QCOMPARE(noDrive.expand(u"%SystemRoot%").value(), QStringLiteral("\\Windows"));
}

void ParseEnvironmentTest::ownComputerIsNeverAsked()
{
    qputenv("MAILMEND_TEST_VARIABLE", "D:\\");
    QCOMPARE(server().expand(u"%MAILMEND_TEST_VARIABLE%").error().kind, ErrorKind::Unsupported);
    QCOMPARE(Environment().expand(u"%PATH%").error().kind, ErrorKind::Unsupported);
    qunsetenv("MAILMEND_TEST_VARIABLE");
}

void ParseEnvironmentTest::valuesAreReplaced()
{
    Environment environment = server();
    environment.set(QStringLiteral("PROGRAMFILES"), QStringLiteral("D:\\Programs"));
    QCOMPARE(environment.expand(u"%CommonProgramFiles%").value(),
             QStringLiteral("D:\\Programs\\Common Files"));
}

void ParseEnvironmentTest::longestText()
{
    const auto expanded = server().expand(QString(32765, u'a') + QStringLiteral("%SystemDrive%"));
    QVERIFY(expanded);
    QCOMPARE(expanded->size(), 32767);
}

void ParseEnvironmentTest::manyVariablesEndSoon()
{
    // Each names the next one many times: expanded one by one, this would never end.
    Environment environment;
    for (int index = 0; index < 60; ++index) {
        environment.set(QStringLiteral("v%1").arg(index),
                        QStringLiteral("%v%1%").arg(index + 1).repeated(100));
    }
    environment.set(QStringLiteral("v60"), QString());
    QCOMPARE(environment.expand(u"%v0%").value(), QString());
    environment.set(QStringLiteral("v60"), QStringLiteral("ab"));
    QCOMPARE(environment.expand(u"%v0%").error().kind, ErrorKind::TooLarge);
    for (int index = 0; index < 100'000; ++index) {
        environment.set(QStringLiteral("v%1").arg(index), QStringLiteral("%v%1%").arg(index + 1));
    }
    QCOMPARE(environment.expand(u"%v0%").error().kind, ErrorKind::Damaged);
}

MAILMEND_TEST_CLASS(ParseEnvironmentTest)
#include "parse_environment_test.moc"
