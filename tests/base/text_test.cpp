// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"
#include "base/reader.h"
#include "base/result.h"
#include "base/settings.h"
#include "base/sha256.h"
#include "support/registration.h"

#include <QTemporaryDir>

using namespace mailmend;

class TextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreFilled()
    {
        const Text text = say(MAILMEND_TEXT("test", "We looked at {count} {count|page|pages} in {folder}."),
                              {{"count", count(4212)}, {"folder", place(QStringLiteral("C:\\inetpub"))}});
        QCOMPARE(inEnglish(text), QStringLiteral("We looked at 4,212 pages in C:\\inetpub."));
        const Text one = say(MAILMEND_TEXT("test", "{count} {count|page|pages}"), {{"count", count(1)}});
        QCOMPARE(inEnglish(one), QStringLiteral("1 page"));
    }

    void aValueIsNeverAPlace()
    {
        const Text text = say(MAILMEND_TEXT("test", "Page {name} in {{braces} and {missing}"),
                              {{"name", words(QStringLiteral("{name}{count}"))}});
        QCOMPARE(inEnglish(text), QStringLiteral("Page {name}{count} in {braces} and {missing}"));
        QCOMPARE(inEnglish(verbatim(QStringLiteral("50 {x} {{y"))), QStringLiteral("50 {x} {{y"));
    }

    void everyFormatEscapesItsValues()
    {
        const Text text =
            say(MAILMEND_TEXT("test", "A & {name}"), {{"name", place(QStringLiteral("<b>\x1b[1m"))}});
        QCOMPARE(render(text, Format::Html, englishReader()), QStringLiteral("A &amp; &lt;b&gt;\\u{1B}[1m"));
        QCOMPARE(render(text, Format::Terminal, englishReader()), QStringLiteral("A & <b>\\u{1B}[1m"));
        const Text nested = say(MAILMEND_TEXT("test", "Because: {why}"), {{"why", sentence(text)}});
        QVERIFY(!render(nested, Format::Html, englishReader()).contains(QStringLiteral("<b>")));
    }

    void nestingEnds()
    {
        Text text = say(MAILMEND_TEXT("test", "end"));
        for (int i = 0; i < 50; ++i) {
            text = say(MAILMEND_TEXT("test", "x{more}"), {{"more", sentence(text)}});
        }
        QVERIFY(inEnglish(text).size() < 40);
    }

    void timesTellTheirZone()
    {
        Reader reader = englishReader();
        const QDateTime utc(QDate(2021, 3, 3), QTime(4, 11, 9), Qt::UTC);
        QCOMPARE(tellTime(utc, reader), QStringLiteral("3 March 2021, 04:11 (UTC)"));
        reader.zone = QTimeZone(3600);
        QCOMPARE(tellTime(utc, reader), QStringLiteral("3 March 2021, 05:11 (UTC+1)"));
        reader.zone = QTimeZone(-(3 * 3600 + 1800));
        QCOMPARE(tellTime(utc, reader), QStringLiteral("3 March 2021, 00:41 (UTC\u22123:30)"));
        QCOMPARE(tellTime({}, reader), QStringLiteral("unknown time"));
        QCOMPARE(inEnglish(say(MAILMEND_TEXT("test", "{day}"), {{"day", day(QDate(2021, 3, 3))}})),
                 QStringLiteral("3 March 2021"));
    }

    void aTranslationMayReorder()
    {
        Reader reader = englishReader();
        reader.translate = [](const QByteArray&, const QByteArray&) { return QStringLiteral("{b} vor {a}"); };
        const Text text = say(MAILMEND_TEXT("test", "{a} before {b}"),
                              {{"a", words(QStringLiteral("1"))}, {"b", words(QStringLiteral("2"))}});
        QCOMPARE(render(text, Format::Plain, reader), QStringLiteral("2 vor 1"));
    }

    void idsTellPartsApart()
    {
        QCOMPARE(stableId({"ab", "c"}), stableId({"ab", "c"}));
        QVERIFY(stableId({"ab", "c"}) != stableId({"a", "bc"}));
        QCOMPARE(stableId({"x"}).size(), 20);
        // Pinned: an id must be the same in every release.
        QCOMPARE(sha256Hex("abc"),
                 QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void errorsTellTheirCausesInTheLogOnly()
    {
        Error inner{
            ErrorKind::Denied, say(MAILMEND_TEXT("test", "No.")), {}, QStringLiteral("errno 13\nx"), {}};
        const Error outer = because(inner, say(MAILMEND_TEXT("test", "Could not open it.")));
        QCOMPARE(logLine(outer),
                 QStringLiteral("denied: Could not open it. <- denied: No. [errno 13\\u{A}x]"));
        QCOMPARE(inEnglish(outer.text), QStringLiteral("Could not open it."));
    }

    void settingsFallBack()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.ini"));
        {
            Settings settings(file);
            QCOMPARE(settings.number(setting::textSize), 100);
            settings.set(setting::textSize, 150);
            settings.set(setting::theme, QStringLiteral("dark"));
        }
        Settings again(file);
        QCOMPARE(again.number(setting::textSize), 150);
        again.set(setting::textSize, QStringLiteral("huge"));
        QCOMPARE(again.number(setting::textSize), 100);
        again.reset(setting::theme);
        QCOMPARE(again.text(setting::theme), QStringLiteral("system"));
    }
};

MAILMEND_TEST_CLASS(TextTest)
#include "text_test.moc"
