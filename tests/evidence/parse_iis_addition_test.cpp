// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/iis_configuration.h"
#include "support/registration.h"

#include <QStringEncoder>

using namespace mailmend;

namespace {

const char kRule[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<configuration><system.webServer><rewrite><outboundRules>
<rule name="added" enabled="true"><match serverVariable="RESPONSE_X" pattern=".*" />
<action type="Rewrite" value="{R:0}; Added-Word &apos;none&apos;" /></rule>
</outboundRules></rewrite></system.webServer></configuration>
)";
constexpr QStringView kWords = u"added-word 'none'";

} // namespace

/** Looking for what a rule adds, in whatever file it stands. */
class ParseIisAdditionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatWorksCounts_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("holds");
        const QByteArray rule(kRule);
        QTest::newRow("rule") << rule << true;
        QTest::newRow("UTF-16") << QByteArray::fromHex("fffe") +
                                       QByteArray(QStringEncoder(QStringEncoder::Utf16LE)(
                                           QString::fromUtf8(QByteArray(rule).replace("UTF-8", "UTF-16"))))
                                << true;
        QTest::newRow("switched off")
            << QByteArray(rule).replace("enabled=\"true\"", "enabled=\"False\"") << false;
        QTest::newRow("another is off")
            << QByteArray(rule).replace("<rule ", "<rule enabled=\"false\"/><rule ") << true;
        QTest::newRow("all are off") << QByteArray(rule).replace("<rewrite>", "<rewrite enabled=\"0\">")
                                     << false;
        QTest::newRow("comment")
            << QByteArray(rule).replace("<rule ", "<!-- <rule ").replace("</rule>", "-->") << false;
        QTest::newRow("text") << QByteArray("<configuration>Added-Word 'none'</configuration>") << false;
        QTest::newRow("other words") << QByteArray(rule).replace("Added", "Other") << false;
    }
    void onlyWhatWorksCounts()
    {
        QFETCH(QByteArray, file);
        QFETCH(bool, holds);
        const auto answer = iisConfigurationHolds(file, kWords);
        QVERIFY(answer);
        QCOMPARE(*answer, holds);
    }

    /** A file that is cut anywhere doesn't say that the rule isn't there. */
    void everyTruncationIsDamage()
    {
        const QByteArray whole = QByteArray(kRule).trimmed();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const auto answer = iisConfigurationHolds(whole.first(size), kWords);
            QVERIFY2(!answer, qPrintable(QString::number(size)));
            QCOMPARE(answer.error().kind, ErrorKind::Damaged);
        }
    }

    void hostileFilesEnd()
    {
        const QByteArray deep = QByteArray("<a>").repeated(200'000);
        QVERIFY(!iisConfigurationHolds(deep, kWords));
        QByteArray wide("<a");
        for (int i = 0; i < 400'000; ++i) {
            wide += " b" + QByteArray::number(i) + "=\"\"";
        }
        QVERIFY(!iisConfigurationHolds(wide + "/>", kWords));
        QVERIFY(
            !iisConfigurationHolds("<!DOCTYPE a [<!ENTITY e \"Added-Word 'none'\">]><a b=\"&e;\"/>", kWords));
    }
};

MAILMEND_TEST_CLASS(ParseIisAdditionTest)
#include "parse_iis_addition_test.moc"
