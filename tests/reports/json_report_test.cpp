// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "hostile_case.h"
#include "reports/case_json.h"
#include "reports/report.h"
#include "support/json_schema.h"
#include "support/registration.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString scanSchema = QStringLiteral("mailmend-1.schema.json");

QByteArray bytesOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson();
}

} // namespace

class JsonReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScanIsValid()
    {
        QCOMPARE(whatIsWrong(bytesOf(scanJson(*hostileCase().scan)), scanSchema), QString());
    }

    void aCaseAndAPlanAreValid()
    {
        const CaseView view = hostileCase();
        const Knowledge knowledge = smallKnowledge();
        const QByteArray json =
            findReport(u"json")->write({view, knowledge, Audience::Technician, englishReader(), view.opened});
        QVERIFY2(whatIsWrong(json, caseSchema()).isEmpty(), whatIsWrong(json, caseSchema()).toUtf8().constData());
        QCOMPARE(whatIsWrong(bytesOf(planJson(view)), caseSchema()), QString());
        QCOMPARE(whatIsWrong(bytesOf(caseJson(CaseView{})), caseSchema()), QString());
    }

    void theSchemaRefusesWhatIsNotInIt()
    {
        QJsonObject scan = scanJson(*hostileCase().scan);
        scan.insert(QStringLiteral("score"), 7);
        QVERIFY(!whatIsWrong(bytesOf(scan), scanSchema).isEmpty());
        scan.remove(QStringLiteral("score"));
        QJsonArray findings = scan.value(QStringLiteral("findings")).toArray();
        QJsonObject finding = findings.first().toObject();
        finding.insert(QStringLiteral("verdict"), QStringLiteral("safe"));
        findings[0] = finding;
        scan.insert(QStringLiteral("findings"), findings);
        QVERIFY(!whatIsWrong(bytesOf(scan), scanSchema).isEmpty());
    }

    void timesAreUtc()
    {
        const QJsonObject scan = scanJson(*hostileCase().scan);
        QCOMPARE(scan.value(QStringLiteral("started")).toString(), QStringLiteral("2021-03-05T12:00:00Z"));
        const QJsonObject finding = scan.value(QStringLiteral("findings")).toArray().first().toObject();
        const QJsonObject fact = finding.value(QStringLiteral("facts")).toArray().first().toObject();
        QCOMPARE(fact.value(QStringLiteral("time")).toString(), QStringLiteral("2021-03-05T12:00:00Z"));
        QCOMPARE(fact.value(QStringLiteral("time_source")).toString(), QStringLiteral("ntfs"));
        QCOMPARE(fact.value(QStringLiteral("line")).toInt(), 7);
    }

    void hostileValuesAreStringsWithoutControlCharacters()
    {
        const QByteArray json = bytesOf(caseJson(hostileCase()));
        const QString text = QString::fromUtf8(json);
        QVERIFY(!text.contains(QChar(0x202E)));
        QVERIFY(!text.contains(QStringLiteral("\\u001b")));
        const QJsonObject read = QJsonDocument::fromJson(json).object();
        QVERIFY(!read.isEmpty());
        for (const QString& name : hostileNames()) {
            QVERIFY(read.value(QStringLiteral("title")).toString().contains(escapeForDisplay(name)));
        }
    }
};

MAILMEND_TEST_CLASS(JsonReportTest)
#include "json_report_test.moc"
