// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/live_machine.h"
#include "support/console_run.h"
#include "support/json_schema.h"
#include "support/registration.h"

#include <QFile>
#include <QJsonArray>
#include <QXmlStreamReader>

#include <algorithm>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

bool isXml(const QByteArray& html)
{
    QXmlStreamReader reader(html);
    while (!reader.atEnd()) {
        reader.readNext();
    }
    return !reader.hasError();
}

} // namespace

/** The main job on the console: check, plan, do, look again, report. */
class CaseJourneyTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;
    QString m_case = m_console.path("maple.mailmend");

    Ran run(QStringList arguments) const
    {
        return m_console.run(arguments.replaceInStrings(QStringLiteral("CASE"), m_case));
    }

    Ran run(const char* line) const { return run(QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts)); }

    QJsonArray steps() const
    {
        return run("plan CASE --format json").json().value(QStringLiteral("steps")).toArray();
    }

    QString stateOf(const QString& step) const
    {
        for (const QJsonValue& one : steps()) {
            if (one.toObject().value(QStringLiteral("id")).toString() == step) {
                return one.toObject().value(QStringLiteral("status")).toString();
            }
        }
        return {};
    }

    QJsonObject step(const QString& id) const
    {
        for (const QJsonValue& one : steps()) {
            if (one.toObject().value(QStringLiteral("id")).toString() == id) {
                return one.toObject();
            }
        }
        return {};
    }

    void doneElsewhereAndLeftOutUntilADay(const QString& id) const
    {
        const auto skip = [this, &id](const QString& review) {
            return run({QStringLiteral("skip"), m_case, id, QStringLiteral("--reason"),
                        QStringLiteral("not now"), QStringLiteral("--by"), QStringLiteral("Ada"),
                        QStringLiteral("--review"), review});
        };
        for (const char* bad : {"soon", "2021-01-01", ""}) {
            QCOMPARE(skip(QString::fromLatin1(bad)).status, 64);
        }
        const QString day = QDate::currentDate().addYears(1).toString(Qt::ISODate);
        QCOMPARE(skip(day).status, 0);
        QCOMPARE(step(id).value(QStringLiteral("review")).toString(), day);
        QCOMPARE(step(id).value(QStringLiteral("status")).toString(), QStringLiteral("skipped"));
        QVERIFY(run("plan CASE").out.contains("To be looked at again on "));
        QCOMPARE(run({QStringLiteral("done"), m_case, id, QStringLiteral("--ticket"),
                      QStringLiteral("Ticket\x1b[31m 4711"), QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 0);
        const Ran plan = run("plan CASE");
        QVERIFY(plan.isHarmless());
        QVERIFY(plan.out.contains("Done elsewhere: Ticket"));
        QCOMPARE(step(id).value(QStringLiteral("review")), QJsonValue());
        QCOMPARE(whatIsWrong(run("plan CASE --format json").out, caseSchema()), QString());
        QCOMPARE(skip(day).status, 0);
    }

    /** A step that looking can prove counts as settled, and it is told that nobody has looked. */
    void doneAndNotLookedAt() const
    {
        const auto told = [this](const char* call) {
            return run(call).out.simplified().contains("1 of them is done and not looked at again yet.");
        };
        QString id;
        for (const QJsonValue& one : steps()) {
            id = one[u"verified_by_looking"].toBool() ? one[u"id"].toString() : id;
        }
        QVERIFY(!id.isEmpty());
        QVERIFY(!told("plan CASE") && !told("case show CASE"));
        QCOMPARE(
            run({QStringLiteral("done"), m_case, id, QStringLiteral("--by"), QStringLiteral("Ada")}).status,
            0);
        QVERIFY(told("plan CASE") && told("case show CASE"));
        QCOMPARE(
            run({QStringLiteral("reopen"), m_case, id, QStringLiteral("--by"), QStringLiteral("Ada")}).status,
            0);
    }

private Q_SLOTS:
    void checkKeepsACase()
    {
        QCOMPARE(run("check sample: --case CASE --format json").status, 1);
        QVERIFY(QFile::exists(m_case));
        const Ran shown = run("case show CASE --format json");
        QCOMPARE(shown.status, 0);
        QCOMPARE(whatIsWrong(shown.out, caseSchema()), QString());
        const QJsonArray history = shown.json().value(QStringLiteral("history")).toArray();
        QVERIFY(history.first()
                    .toObject()
                    .value(QStringLiteral("text"))
                    .toString()
                    .startsWith(QStringLiteral("Evidence came in")));
        QCOMPARE(history.first().toObject().value(QStringLiteral("by")).toString(), QStringLiteral("tester"));
        QCOMPARE(run("case verify CASE").status, 0);
    }

    void planNamesItsSteps()
    {
        const Ran plan = run("plan CASE --format json");
        QCOMPARE(plan.status, 0);
        QCOMPARE(whatIsWrong(plan.out, caseSchema()), QString());
        QVERIFY(!steps().isEmpty());
        const Ran text = run("plan CASE");
        QCOMPARE(text.status, 0);
        QVERIFY(text.isHarmless());
        QVERIFY(
            text.out.contains(steps().first().toObject().value(QStringLiteral("id")).toString().toUtf8()));
        QVERIFY(text.out.contains("The next step"));
    }

    void aPersonDecidesAndWorks()
    {
        const QJsonObject choice =
            run("plan CASE --format json").json().value(QStringLiteral("choice")).toObject();
        QVERIFY(!choice.isEmpty());
        QCOMPARE(run("choose CASE nonsense --by Ada").status, 64);
        QCOMPARE(run("choose CASE repair --by Ada").status, 0);
        QCOMPARE(run("plan CASE --format json").json().value(QStringLiteral("way")).toString(),
                 QStringLiteral("repair"));
        const QString first = steps().first().toObject().value(QStringLiteral("id")).toString();
        QCOMPARE(run({QStringLiteral("done"), m_case, first}).status, 64); // nobody said who
        QCOMPARE(run({QStringLiteral("done"), m_case, QStringLiteral("no-such-step"), QStringLiteral("--by"),
                      QStringLiteral("Ada")})
                     .status,
                 64);
        QCOMPARE(run({QStringLiteral("done"), m_case, first, QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 0);
        QCOMPARE(stateOf(first), QStringLiteral("done"));
        QCOMPARE(run({QStringLiteral("reopen"), m_case, first, QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 0);
        QCOMPARE(stateOf(first), QStringLiteral("open"));
        doneElsewhereAndLeftOutUntilADay(first);
        doneAndNotLookedAt();
        QCOMPARE(run({QStringLiteral("skip"), m_case, first, QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 64); // no reason
        QCOMPARE(
            run({QStringLiteral("skip"), m_case, first, QStringLiteral("--reason"),
                 QStringLiteral("The insurer <b>said</b> so"), QStringLiteral("--by"), QStringLiteral("Ada")})
                .status,
            0);
        QCOMPARE(stateOf(first), QStringLiteral("skipped"));
        QCOMPARE(run({QStringLiteral("note"), m_case, QStringLiteral("Called\x1b[31m the insurer"),
                      QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 0);
    }

    void lookingAgainProvesIt()
    {
        const Ran same = run("recheck CASE --with sample: --format json");
        QVERIFY(same.status == 1 || same.status == 2); // nothing is newer or gone
        const Ran again = run("recheck CASE --with sample:repaired --format json");
        const QJsonArray findings = again.json().value(QStringLiteral("findings")).toArray();
        QVERIFY(!findings.isEmpty());
        const auto fixed = std::count_if(findings.begin(), findings.end(), [](const QJsonValue& one) {
            return one.toObject().value(QStringLiteral("status")).toString() == QStringLiteral("fixed");
        });
        QVERIFY(fixed >= 3); // the three web shells
        QVERIFY(run("plan CASE").isHarmless());
    }

    void aShadowCopyIsForThisComputerAlone()
    {
        for (const char* call : {"recheck CASE --shadow-copy", "recheck CASE --with sample: --shadow-copy"}) {
            const Ran refused = run(call);
            QCOMPARE(refused.status, 64);
            QVERIFY2(refused.err.contains("is for this computer alone"), refused.err.constData());
        }
        if (!isLiveMachineOffered()) { // it is taken, and then there is no Windows
            const Ran taken = run("recheck CASE --with this-computer --shadow-copy");
            QCOMPARE(taken.status, 66);
            QVERIFY2(taken.err.contains("runs no Windows"), taken.err.constData());
        }
    }

    void bothPapersAreWritten()
    {
        for (const char* audience : {"owner", "technician"}) {
            const QString file = m_console.path(audience) + QStringLiteral(".html");
            QCOMPARE(run({QStringLiteral("report"), m_case, QStringLiteral("--audience"),
                          QString::fromLatin1(audience), QStringLiteral("--out"), file})
                         .status,
                     0);
            QFile html(file);
            QVERIFY(html.open(QIODevice::ReadOnly));
            const QByteArray content = html.readAll();
            QVERIFY(isXml(content));
            QVERIFY(!content.contains("<b>said"));
            QVERIFY(content.contains("&lt;b&gt;said"));
        }
        const Ran json = run("report CASE --format json");
        QCOMPARE(json.status, 0);
        QCOMPARE(whatIsWrong(json.out, caseSchema()), QString());
        const Ran shown = run("case show CASE");
        QVERIFY(shown.isHarmless());
        QVERIFY(shown.out.contains("\\u{1B}[31m"));
    }

    void aSecondCheckContinuesTheCase()
    {
        const qint64 before =
            run("case show CASE --format json").json().value(QStringLiteral("last_event")).toInteger();
        const Ran ran = run("check sample:repaired --case CASE --format json");
        QCOMPARE(ran.status, 1);
        QVERIFY(run("case show CASE --format json").json().value(QStringLiteral("last_event")).toInteger() >
                before);
        QCOMPARE(run("case verify CASE").status, 0);
    }

    void aChangedCaseIsFound()
    {
        QFile file(m_case);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype at = bytes.indexOf("Called");
        QVERIFY(at > 0);
        bytes.replace(at, 6, "Mailed");
        file.seek(0);
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        const Ran verified = run("case verify CASE");
        QCOMPARE(verified.status, 1);
        QVERIFY2(verified.out.contains("changed or cut"), verified.out.constData());
        QVERIFY(run("report CASE --audience owner").out.contains("changed or cut"));
        QVERIFY(run({QStringLiteral("note"), m_case, QStringLiteral("x"), QStringLiteral("--by"),
                     QStringLiteral("A")})
                    .status != 0);
    }
};

MAILMEND_TEST_CLASS(CaseJourneyTest)
#include "case_journey_test.moc"
