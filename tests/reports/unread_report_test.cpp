// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "hostile_case.h"
#include "reports/report.h"
#include "support/json_schema.h"
#include "support/registration.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString notAll = QStringLiteral("Not everything that this check needs could be read.");

/** One check that says this, and could not get into one folder. */
CaseView oneCheck(Verdict verdict, const char* reason)
{
    CaseView view = hostileCase();
    CheckResult& check = view.scan->checks.first();
    check.verdict = verdict;
    check.reason = verbatim(QString::fromLatin1(reason));
    check.unread = {{QStringLiteral("web-roots"), ReadState::Denied,
                     verbatim(QStringLiteral("Mailmend was not let into D:\\Pages."))}};
    return view;
}

QString technician(const CaseView& view)
{
    const Knowledge knowledge = smallKnowledge();
    return QString::fromUtf8(findReport(u"html")->write(
                                 {view, knowledge, Audience::Technician, englishReader(), view.opened}))
        .simplified();
}

} // namespace

/** What a check left unread stands with what it found: the number of such checks alone helps nobody. */
class UnreadReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTechnicianReadsWhatACheckMissed()
    {
        const QString missed = notAll + QStringLiteral(" Mailmend was not let into D:\\Pages.");
        for (const Verdict verdict : {Verdict::NeedsAction, Verdict::LookAtThis}) {
            CaseView view = oneCheck(verdict, "3 things need action.");
            QVERIFY(technician(view).contains(missed));
            view.scan->checks.first().unread.clear();
            QVERIFY(!technician(view).contains(notAll));
        }
    }

    /** Where its own reason says so, it is said once. */
    void itIsSaidOnce()
    {
        const CaseView view = oneCheck(
            Verdict::CouldNotCheck,
            "Not everything that this check needs could be read. Mailmend was not let into D:\\Pages.");
        QCOMPARE(technician(view).count(notAll), 1);
    }

    void programsReadWhatACheckMissed()
    {
        CaseView view = oneCheck(Verdict::NeedsAction, "3 things need action.");
        const auto check = [&view] {
            return scanJson(*view.scan).value(QStringLiteral("checks")).toArray().first().toObject();
        };
        const QJsonArray expected{
            QJsonObject{{QStringLiteral("source"), QStringLiteral("web-roots")},
                        {QStringLiteral("state"), QStringLiteral("denied")},
                        {QStringLiteral("reason"), QStringLiteral("Mailmend was not let into D:\\Pages.")}}};
        QCOMPARE(check().value(QStringLiteral("unread")), QJsonValue(expected));
        QCOMPARE(checkResultJson(view.scan->checks.first()), check());
        view.scan->checks.first().unread.clear();
        QCOMPARE(check().value(QStringLiteral("unread")), QJsonValue(QJsonArray()));
        QCOMPARE(hostileCase().scan->checks.first().unread.size(), 1);
        const QJsonObject hostile =
            scanJson(*hostileCase().scan).value(QStringLiteral("checks")).toArray().first().toObject();
        const QString source =
            hostile.value(QStringLiteral("unread")).toArray().first()[u"source"].toString();
        QVERIFY(source.contains(escapeForDisplay(hostileNames().first())));
        QVERIFY(!source.contains(QChar(0x202E)));
    }

    /** What was written before there was such a list stays valid, and nothing else may stand in it. */
    void theSchemaKnowsTheList()
    {
        const QString schema = QStringLiteral("mailmend-1.schema.json");
        const auto wrong = [&schema](const QJsonValue& unread) {
            QJsonObject scan = scanJson(*hostileCase().scan);
            QJsonArray checks = scan.value(QStringLiteral("checks")).toArray();
            QJsonObject check = checks.first().toObject();
            check.insert(QStringLiteral("unread"), unread);
            checks[0] = check;
            scan.insert(QStringLiteral("checks"), checks);
            return whatIsWrong(QJsonDocument(scan).toJson(), schema);
        };
        QJsonObject one{{QStringLiteral("source"), QStringLiteral("web-roots")},
                        {QStringLiteral("state"), QStringLiteral("not-collected")},
                        {QStringLiteral("reason"), QString()}};
        QCOMPARE(wrong(QJsonValue(QJsonValue::Undefined)), QString()); // insert() takes it out
        QCOMPARE(wrong(QJsonArray()), QString());
        QCOMPARE(wrong(QJsonArray{one}), QString());
        one.insert(QStringLiteral("state"), QStringLiteral("closed"));
        QVERIFY(!wrong(QJsonArray{one}).isEmpty());
        one.remove(QStringLiteral("state"));
        QVERIFY(!wrong(QJsonArray{one}).isEmpty());
        QVERIFY(!wrong(QStringLiteral("web-roots")).isEmpty());
    }
};

MAILMEND_TEST_CLASS(UnreadReportTest)
#include "unread_report_test.moc"
