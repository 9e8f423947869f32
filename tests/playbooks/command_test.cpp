// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "playbooks/command.h"
#include "support/powershell_words.h"
#include "support/registration.h"
#include "support/sample_findings.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

WindowsPath inWwwroot(const QByteArray& name)
{
    return WindowsPath::parse(QStringLiteral("C:\\inetpub\\wwwroot"))->child(name);
}

ReadyCommand filled(const QString& command, const WindowsPath& path)
{
    return fill(Instruction{verbatim(QStringLiteral("Do it")), command, Shell::PowerShell},
                placesOf(page(path), {server()}));
}

} // namespace

/** Names out of the evidence in commands that people copy. */
class CommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hostileNamesStayOneArgument_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("plain") << QByteArray("help.aspx");
        QTest::newRow("of the issue") << QByteArray("a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx");
        QTest::newRow("newline") << QByteArray("a\nRemove-Item C.aspx");
        QTest::newRow("return") << QByteArray("a\r\n b.aspx");
        QTest::newRow("direction") << QByteArray("a\xE2\x80\xAExpsa.exe");
        QTest::newRow("unpaired surrogate") << QByteArray("a\xED\xA0\x80.aspx");
        QTest::newRow("every single quote")
            << QByteArray("'\xE2\x80\x98\xE2\x80\x99\xE2\x80\x9A\xE2\x80\x9B'.aspx");
        QTest::newRow("double quotes") << QByteArray("\"\xE2\x80\x9C\xE2\x80\x9D\".aspx");
        QTest::newRow("backtick") << QByteArray("`$env`$x.aspx");
        QTest::newRow("script") << QByteArray("<script>alert(1)<script>.aspx");
        QTest::newRow("wildcards") << QByteArray("[a-z]?.aspx");
        QTest::newRow("dash") << QByteArray("-Recurse");
        QTest::newRow("comment") << QByteArray("<#.aspx");
        QTest::newRow("placeholder") << QByteArray("{path}{quarantine}.aspx");
        QTest::newRow("emoji") << QByteArray("\xF0\x9F\x98\x80.aspx");
        QTest::newRow("trailing dot") << QByteArray("shell.aspx.");
        QTest::newRow("device") << QByteArray("aux.aspx");
        QTest::newRow("only quotes") << QByteArray("''''");
    }

    void hostileNamesStayOneArgument()
    {
        QFETCH(QByteArray, name);
        const WindowsPath path = inWwwroot(name);
        const QString command = QStringLiteral("Move-Item -LiteralPath {path} -Destination {quarantine}");
        const ReadyCommand ready = filled(command, path);
        QVERIFY(ready.cannotName.isEmpty());
        QVERIFY(!ready.command.contains(u'\n') && !ready.command.contains(u'\r'));

        const auto words = powerShellWords(ready.command);
        QVERIFY2(words, qPrintable(ready.command));
        QCOMPARE(words->size(), 5);
        QCOMPARE(words->at(0), QStringLiteral("Move-Item"));
        QCOMPARE(words->at(1), QStringLiteral("-LiteralPath"));
        QCOMPARE(words->at(3), QStringLiteral("-Destination"));
        auto value = powerShellValue(words->at(2));
        QVERIFY2(value, qPrintable(words->at(2)));
        if (value->startsWith(QStringLiteral("\\\\?\\"))) {
            value = value->mid(4);
        }
        QCOMPARE(*value, *path.utf16());
        // Where it goes holds nothing of the page's own name.
        const auto destination = powerShellValue(words->at(4));
        QVERIFY(destination);
        QCOMPARE(*destination,
                 QStringLiteral("C:\\MailmendQuarantine\\") + page(path).id + QStringLiteral(".quarantine"));
    }

    /** The independent reader can tell a bad quoting from a good one. */
    void theReaderSeesBadQuoting()
    {
        QCOMPARE(powerShellWords(QStringLiteral("Get-Item -LiteralPath 'a'; calc"))->size(), 5);
        QVERIFY(!powerShellWords(QStringLiteral("Get-Item 'a")));
        QVERIFY(!powerShellWords(QStringLiteral("Get-Item 'a\u2019b'")));
        QVERIFY(!powerShellValue(QStringLiteral("\"$(calc)\"")));
        QVERIFY(!powerShellValue(QStringLiteral("([char]0x41 + 'a')")));
        QVERIFY(!powerShellValue(QStringLiteral("(Get-Date)")));
        QCOMPARE(powerShellValue(QStringLiteral("'it''s'")), QStringLiteral("it's"));
    }

    void namesThatNoCommandCanSay_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("no UTF-8") << QByteArray("a\xFF.aspx");
        QTest::newRow("a backslash in a name") << QByteArray("..\\..\\windows\\system32");
        QTest::newRow("a slash in a name") << QByteArray("a/b.aspx");
        QTest::newRow("a stream") << QByteArray("web.config:hidden.aspx");
        QTest::newRow("a null") << QByteArray("a\0b.aspx", 8);
    }

    void namesThatNoCommandCanSay()
    {
        QFETCH(QByteArray, name);
        const ReadyCommand ready = filled(QStringLiteral("Get-Item -LiteralPath {path}"), inWwwroot(name));
        QVERIFY(ready.command.isEmpty());
        QVERIFY(!ready.cannotName.isEmpty());
        QVERIFY(inEnglish(ready.cannotName).contains(QStringLiteral("C:\\inetpub\\wwwroot")));
    }

    void aFileWithoutADriveHasNoCommand()
    {
        const ReadyCommand ready =
            filled(QStringLiteral("Get-Item -LiteralPath {path}"), WindowsPath(0, {"a.aspx"}));
        QVERIFY(ready.command.isEmpty());
        QVERIFY(!ready.cannotName.isEmpty());
    }

    void longAndOddNamesAreRaw()
    {
        const WindowsPath path = inWwwroot(QByteArray(255, 'x') + ".aspx");
        QVERIFY(filled(QStringLiteral("Get-Item -LiteralPath {path}"), path)
                    .command.contains(QStringLiteral("'\\\\?\\C:\\")));
        const WindowsPath device = WindowsPath::parse(u"C:\\inetpub\\COM1")->child("a.aspx");
        QVERIFY(filled(QStringLiteral("Get-Item -LiteralPath {path}"), device)
                    .command.contains(QStringLiteral("'\\\\?\\C:\\")));
        QVERIFY(!filled(QStringLiteral("Get-Item -LiteralPath {path}"), inWwwroot("communication.aspx"))
                     .command.contains(QStringLiteral("\\\\?\\")));
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("url");
        QTest::newRow("wwwroot") << QStringLiteral("C:\\inetpub\\wwwroot\\aspnet_client\\a.aspx")
                                 << QStringLiteral("/aspnet_client/a.aspx");
        QTest::newRow("owa") << QStringLiteral("D:\\Exchange\\FrontEnd\\HttpProxy\\owa\\auth\\help me#.aspx")
                             << QStringLiteral("/owa/auth/help%20me%23.aspx");
        QTest::newRow("elsewhere") << QStringLiteral("C:\\PerfLogs\\a.aspx") << QString();
    }

    void addresses()
    {
        QFETCH(QString, path);
        QFETCH(QString, url);
        const ReadyCommand ready = fill(Instruction{Text{"test", "Open {url}", {}}, {}, Shell::PowerShell},
                                        placesOf(page(*WindowsPath::parse(path)), {server()}));
        QCOMPARE(ready.cannotName.isEmpty(), !url.isEmpty());
        QVERIFY(inEnglish(ready.text)
                    .startsWith(QStringLiteral("Open ") + (url.isEmpty() ? QStringLiteral("/") : url)));
    }

    void bracesOfPowerShellStay()
    {
        const QString command = QStringLiteral("Get-Service -Name {server} | Where-Object { $_.Status -ne "
                                               "'Running' } | ForEach-Object {$_.Name}");
        const ReadyCommand ready = filled(command, inWwwroot("a.aspx"));
        QCOMPARE(ready.command,
                 QString(command).replace(QStringLiteral("{server}"), QStringLiteral("'EXCH01'")));
    }

    void accountsAreNamedByTheirNumber()
    {
        const Finding finding = account(QStringLiteral("svc$'; calc \u2019\u202E"));
        const Places places = placesOf(finding, {server()});
        const ReadyCommand off =
            fill(Instruction{Text{"test", "Switch {account} off", {}},
                             QStringLiteral("Disable-LocalUser -SID {sid}"), Shell::PowerShell},
                 places);
        QCOMPARE(off.command, QStringLiteral("Disable-LocalUser -SID 'S-1-5-21-1-2-3-1003'"));
        QVERIFY(inEnglish(off.text).contains(QStringLiteral("\\u{202E}")));
        const ReadyCommand shown =
            fill(Instruction{verbatim(QStringLiteral("Do")), QStringLiteral("Write-Output {account}"), {}},
                 places);
        const auto words = powerShellWords(shown.command);
        QVERIFY2(words, qPrintable(shown.command));
        QCOMPARE(words->size(), 2);
        QCOMPARE(powerShellValue(words->at(1)), finding.subject.name);
    }

    void whatIsNoNumberIsNoCommand_data()
    {
        QTest::addColumn<QString>("sid");
        QTest::newRow("none") << QString();
        QTest::newRow("number only") << QStringLiteral("RID 1003");
        QTest::newRow("no parts") << QStringLiteral("S-1-");
        QTest::newRow("quote") << QStringLiteral("S-1-5-21-1'; calc");
        QTest::newRow("newline") << QStringLiteral("S-1-5-21-1\n2");
        QTest::newRow("other digits") << QStringLiteral("S-1-5-\u0662");
        QTest::newRow("long") << QStringLiteral("S-1-5-") + QString(200, QLatin1Char('1'));
    }

    void whatIsNoNumberIsNoCommand()
    {
        QFETCH(QString, sid);
        const ReadyCommand ready = fill(
            Instruction{verbatim(QStringLiteral("Do")), QStringLiteral("Disable-LocalUser -SID {sid}"), {}},
            placesOf(account(QStringLiteral("svc"), sid), {server()}));
        QVERIFY(ready.command.isEmpty());
        QVERIFY(!ready.cannotName.isEmpty());
    }

    void anUnknownServerHasNoCommand()
    {
        TargetInfo unknown = server();
        unknown.host.clear();
        const ReadyCommand ready = fill(Instruction{verbatim(QStringLiteral("Do")),
                                                    QStringLiteral("Get-ExchangeServer -Identity {server}"),
                                                    {}},
                                        placesOf(unknown));
        QVERIFY(ready.command.isEmpty());
        QVERIFY(!ready.cannotName.isEmpty());
    }

    void aHostileServerNameIsQuoted()
    {
        TargetInfo hostile = server();
        hostile.host = QStringLiteral("EX'; calc \u2019; calc");
        const ReadyCommand ready = fill(Instruction{verbatim(QStringLiteral("Do")),
                                                    QStringLiteral("Get-ExchangeServer -Identity {server}"),
                                                    {}},
                                        placesOf(hostile));
        const auto words = powerShellWords(ready.command);
        QVERIFY(words);
        QCOMPARE(words->size(), 3);
        QCOMPARE(powerShellValue(words->at(2)), hostile.host);
    }
};

MAILMEND_TEST_CLASS(CommandTest)
#include "command_test.moc"
