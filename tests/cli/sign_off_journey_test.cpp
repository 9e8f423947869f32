// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"
#include "support/json_schema.h"
#include "support/registration.h"

#include <QDate>
#include <QFile>
#include <QJsonArray>

using namespace mailmend::testing;

namespace {} // namespace

/** Accepting a finding and signing a case off, on the console. */
class SignOffJourneyTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;
    QString m_case = m_console.path("maple.mailmend");
    QString m_finding;

    Ran run(const char* line, const QStringList& more = {}) const
    {
        QStringList arguments = QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
        arguments.replaceInStrings(QStringLiteral("CASE"), m_case);
        arguments.replaceInStrings(QStringLiteral("FINDING"), m_finding);
        return m_console.run(arguments + more);
    }

    QJsonObject shown() const
    {
        const Ran ran = run("case show CASE --format json");
        const QString wrong = whatIsWrong(ran.out, caseSchema());
        return wrong.isEmpty() ? ran.json() : QJsonObject{{QStringLiteral("wrong"), wrong}};
    }

    QJsonObject finding() const
    {
        for (const QJsonValue& one : shown().value(QStringLiteral("findings")).toArray()) {
            const QJsonObject state = one.toObject();
            if (state.value(QStringLiteral("finding")).toObject().value(QStringLiteral("id")).toString() ==
                m_finding) {
                return state;
            }
        }
        return {};
    }

    QJsonObject signOff() const { return shown().value(QStringLiteral("sign_off")).toObject(); }

private Q_SLOTS:
    void aCaseOfTheSample()
    {
        QCOMPARE(run("check sample: --case CASE").status, 1);
        QVERIFY(shown().value(QStringLiteral("sign_off")).isNull());
        QVERIFY(shown().value(QStringLiteral("changes")).toArray().isEmpty());
        for (const QJsonValue& one : shown().value(QStringLiteral("findings")).toArray()) {
            const QJsonObject of = one.toObject().value(QStringLiteral("finding")).toObject();
            if (of.value(QStringLiteral("check")).toString() == QStringLiteral("web-shells")) {
                m_finding = of.value(QStringLiteral("id")).toString();
            }
        }
        QVERIFY(!m_finding.isEmpty());
    }

    void acceptingNeedsAReasonAPersonAndADay()
    {
        const QString until = QDate::currentDate().addDays(30).toString(Qt::ISODate);
        const QStringList reason{QStringLiteral("--reason"), QStringLiteral("our <b>own</b> page")};
        QCOMPARE(run("accept CASE FINDING --by Ada", reason).status, 64);
        QCOMPARE(run("accept CASE FINDING --by Ada --until tomorrow", reason).status, 64);
        QCOMPARE(run("accept CASE FINDING --by Ada --until 2021-01-01", reason).status, 64);
        QCOMPARE(run("accept CASE FINDING --by Ada --until", {until}).status, 64);
        QCOMPARE(run("accept CASE FINDING --until", QStringList{until} + reason).status, 64);
        QCOMPARE(run("accept CASE nothing --by Ada --until", QStringList{until} + reason).status, 64);
        QCOMPARE(finding().value(QStringLiteral("status")).toString(), QStringLiteral("open"));

        const QJsonValue answers =
            shown().value(QStringLiteral("scan")).toObject().value(QStringLiteral("answers"));
        const Ran accepted = run("accept CASE FINDING --by Ada --until", QStringList{until} + reason);
        QVERIFY2(accepted.status == 0, accepted.err.constData());
        QCOMPARE(finding().value(QStringLiteral("status")).toString(), QStringLiteral("accepted"));
        const QJsonObject acceptance = finding().value(QStringLiteral("acceptance")).toObject();
        QCOMPARE(acceptance.value(QStringLiteral("until")).toString(), until);
        QVERIFY(acceptance.value(QStringLiteral("holds")).toBool());
        QCOMPARE(shown().value(QStringLiteral("scan")).toObject().value(QStringLiteral("answers")), answers);
        QVERIFY(run("report CASE").out.contains("our &lt;b&gt;own&lt;/b&gt; page"));
    }

    void signingSaysWhatIsOpen()
    {
        QCOMPARE(run("sign-off CASE").status, 64); // nobody said who
        const Ran alone = run("sign-off CASE --by Ada --second", {QStringLiteral(" ADA ")});
        QCOMPARE(alone.status, 64);
        QVERIFY2(alone.err.contains("somebody else"), alone.err.constData());
        QVERIFY(shown().value(QStringLiteral("sign_off")).isNull());
        const Ran ran =
            run("sign-off CASE --by Ada --second Ben --reason", {QStringLiteral("enough for \x1b[31mtoday")});
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY(ran.isHarmless());
        QVERIFY2(ran.out.contains("steps are open"), ran.out.constData());
        QVERIFY(ran.out.contains("Signed off by Ada and Ben"));
        QVERIFY(ran.out.startsWith("This is what is signed:"));
        QVERIFY(ran.out.contains("accepted for a time"));
        QVERIFY2(ran.out.contains("could not be checked in full"), ran.out.constData());
        QVERIFY(signOff().value(QStringLiteral("stands")).toBool());
        QVERIFY(signOff().value(QStringLiteral("open_steps")).toInt() > 0);
        const Ran show = run("case show CASE");
        QVERIFY(show.isHarmless());
        QVERIFY(show.out.contains("Signed off by Ada and Ben"));
        for (const char* audience : {"owner", "technician"}) {
            const Ran paper = run("report CASE --audience", {QString::fromLatin1(audience)});
            QVERIFY(paper.out.contains("Signed off by Ada and Ben"));
            QVERIFY(paper.out.contains("Day and signature"));
        }
    }

    void itStandsUntilSomethingHappens()
    {
        QCOMPARE(run("note CASE called --by Ada").status, 0);
        QCOMPARE(run("report CASE --out", {m_console.path("owner.html")}).status, 0);
        QVERIFY(signOff().value(QStringLiteral("stands")).toBool());
        QCOMPARE(run("done CASE p0-call-first --by Ada").status, 0);
        QVERIFY(!signOff().value(QStringLiteral("stands")).toBool());
        QVERIFY(run("report CASE --audience owner").out.contains("does not stand any more"));
        const Ran again = run("sign-off CASE --by Ada --format json");
        QCOMPARE(again.status, 0);
        QCOMPARE(whatIsWrong(again.out, caseSchema()), QString());
        QVERIFY(signOff().value(QStringLiteral("stands")).toBool());
    }

    void aChangedCaseIsNotSigned()
    {
        QFile file(m_case);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype at = bytes.indexOf("enough for");
        QVERIFY(at > 0);
        bytes.replace(at, 6, "plenty");
        file.seek(0);
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        const Ran ran = run("sign-off CASE --by Ada");
        QVERIFY(ran.status != 0);
        QVERIFY(ran.out.startsWith("This is what is signed:")); // told before, not after
        QVERIFY2(ran.err.contains("changed or cut"), ran.err.constData());
    }
};

MAILMEND_TEST_CLASS(SignOffJourneyTest)
#include "sign_off_journey_test.moc"
