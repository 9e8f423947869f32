// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

QString units(std::initializer_list<int> list)
{
    QString text;
    for (const int unit : list) {
        text += QChar(static_cast<char16_t>(unit));
    }
    return text;
}

} // namespace

class EscapeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void displayShowsWhatHides_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("Grüße <b>") << QStringLiteral("Grüße <b>");
        QTest::newRow("newline") << QStringLiteral("a\nb") << QStringLiteral("a\\u{A}b");
        QTest::newRow("escape") << QStringLiteral("\x1b[31m") << QStringLiteral("\\u{1B}[31m");
        QTest::newRow("right-to-left override") << units({'a', 0x202E, 'b'}) << QStringLiteral("a\\u{202E}b");
        QTest::newRow("unpaired") << units({'a', 0xD800, 'b'}) << QStringLiteral("a\\u{D800}b");
        QTest::newRow("pair") << units({0xD83D, 0xDE00}) << units({0xD83D, 0xDE00});
        QTest::newRow("C1") << units({0x9B, '3'}) << QStringLiteral("\\u{9B}3");
    }
    void displayShowsWhatHides()
    {
        QFETCH(QString, raw);
        QFETCH(QString, shown);
        QCOMPARE(escapeForDisplay(raw), shown);
        QCOMPARE(escapeForTerminal(raw), shown);
        QCOMPARE(escapeForLog(raw), shown);
    }

    void htmlHasNoMarkup()
    {
        const QString shown = escapeForHtml(QStringLiteral("<script>alert('1')</script>&\"\n"));
        QCOMPARE(shown, QStringLiteral("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;\\u{A}"));
    }

    void csvRunsNoFormula_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("field");
        QTest::newRow("plain") << QStringLiteral("page") << QStringLiteral("page");
        QTest::newRow("formula") << QStringLiteral("=1+1") << QStringLiteral("\"'=1+1\"");
        QTest::newRow("at") << QStringLiteral("@x") << QStringLiteral("\"'@x\"");
        QTest::newRow("quote") << QStringLiteral("a\"b,c") << QStringLiteral("\"a\"\"b,c\"");
        QTest::newRow("newline") << QStringLiteral("a\r\nb") << QStringLiteral("a\\u{D}\\u{A}b");
    }
    void csvRunsNoFormula()
    {
        QFETCH(QString, raw);
        QFETCH(QString, field);
        QCOMPARE(escapeForCsv(raw), field);
    }

    void powerShellLiteral_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("literal");
        QTest::newRow("empty") << QString() << QStringLiteral("''");
        QTest::newRow("plain") << QStringLiteral("C:\\a b") << QStringLiteral("'C:\\a b'");
        QTest::newRow("quote") << QStringLiteral("a';$(calc)&x[]#@{}")
                               << QStringLiteral("'a'';$(calc)&x[]#@{}'");
        QTest::newRow("curly") << units({'a', 0x2019, 'b', 0x201B})
                               << QLatin1Char('\'') + units({'a', 0x2019, 0x2019, 'b', 0x201B, 0x201B}) +
                                      QLatin1Char('\'');
        QTest::newRow("newline") << QStringLiteral("a\nb") << QStringLiteral("('a' + [char]0x000A + 'b')");
        QTest::newRow("leads with a control")
            << QStringLiteral("\nb") << QStringLiteral("('' + [char]0x000A + 'b')");
        QTest::newRow("only a control") << QStringLiteral("\n") << QStringLiteral("('' + [char]0x000A)");
        QTest::newRow("unpaired") << units({0xD800}) << QStringLiteral("('' + [char]0xD800)");
        QTest::newRow("override") << units({'a', 0x202E}) << QStringLiteral("('a' + [char]0x202E)");
        QTest::newRow("tag character")
            << units({0xDB40, 0xDC41}) << QStringLiteral("('' + [char]0xDB40 + [char]0xDC41)");
    }
    void powerShellLiteral()
    {
        QFETCH(QString, raw);
        QFETCH(QString, literal);
        QCOMPARE(quoteForPowerShell(raw), literal);
    }

    void rawBytesAreShown()
    {
        QCOMPARE(displayBytes("a\xff.aspx"), QStringLiteral("a\\xFF.aspx"));
        QCOMPARE(displayBytes("\xED\xA0\x80"), QStringLiteral("\\xED\\xA0\\x80"));
        QCOMPARE(displayBytes("\xC3\xBC"), QStringLiteral("ü"));
        QCOMPARE(displayBytes("\xC3"), QStringLiteral("\\xC3"));
    }
};

MAILMEND_TEST_CLASS(EscapeTest)
#include "escape_test.moc"
