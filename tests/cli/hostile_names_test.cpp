// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"
#include "support/json_schema.h"
#include "support/raw_tree.h"
#include "support/registration.h"

#include <QJsonArray>
#include <QSet>
#include <QXmlStreamReader>

using namespace mailmend::testing;

namespace {

const QList<QByteArray> hostileNames{
    "a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx", // with a curly quote
    "two\nlines.aspx",
    "\xE2\x80\xAExpsa.aspx", // right-to-left override
    "half\xED\xA0\x80pair.aspx",
    "byte\xFFname.aspx",
    "<script>alert(1)<%2Fscript>.aspx",
    "\x1b[31mred\x1b]0;t\x07.aspx",
};

} // namespace

/** Names on a disk that an intruder chose, through the real program to everything that it prints. */
class HostileNamesTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;
    RawTree m_tree;

    Ran scan(const QStringList& more) const
    {
        return m_console.run(QStringList{QStringLiteral("scan"), m_tree.text()} + more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const QByteArray& name : hostileNames) {
            m_tree.file(QList<QByteArray>{name}, smallShell());
        }
    }

    void eachIsFoundAndTheTerminalObeysNone()
    {
        const Ran json = scan({QStringLiteral("--format"), QStringLiteral("json")});
        QVERIFY(json.status == 1 || json.status == 3);
        QCOMPARE(whatIsWrong(json.out, QStringLiteral("mailmend-1.schema.json")), QString());
        QSet<QString> paths;
        for (const QJsonValue& finding : json.json().value(QStringLiteral("findings")).toArray()) {
            paths.insert(finding.toObject()
                             .value(QStringLiteral("subject"))
                             .toObject()
                             .value(QStringLiteral("path"))
                             .toString());
        }
        QCOMPARE(paths.size(), hostileNames.size());
        const Ran text = scan({});
        QCOMPARE(text.status, json.status);
        QVERIFY(text.isHarmless());
        QVERIFY(text.out.contains("two\\u{A}lines.aspx"));
        QVERIFY(text.out.contains("byte\\xFFname.aspx"));
        QVERIFY(scan({QStringLiteral("--format"), QStringLiteral("jsonl")}).isHarmless());
    }

    void inTheReportAndThePlanTheyAreText()
    {
        const QString file = m_console.path("hostile.mailmend");
        QVERIFY(scan({QStringLiteral("--case"), file}).isHarmless());
        for (const char* audience : {"owner", "technician"}) {
            const Ran report = m_console.run({QStringLiteral("report"), file, QStringLiteral("--audience"),
                                              QString::fromLatin1(audience)});
            QCOMPARE(report.status, 0);
            QVERIFY(report.isHarmless());
            QXmlStreamReader reader(report.out);
            while (!reader.atEnd()) {
                reader.readNext();
                QVERIFY(!reader.isStartElement() || reader.name() != u"script");
            }
            QVERIFY2(!reader.hasError(), reader.errorString().toUtf8().constData());
        }
        const Ran plan =
            m_console.run({QStringLiteral("plan"), file, QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(whatIsWrong(plan.out, QStringLiteral("mailmend-case-1.schema.json")), QString());
        QVERIFY(plan.isHarmless());
    }
};

MAILMEND_TEST_CLASS(HostileNamesTest)
#include "hostile_names_test.moc"
