// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"
#include "support/json_schema.h"
#include "support/office.h"
#include "support/raw_tree.h"
#include "support/registration.h"

#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <utility>

using namespace mailmend::testing;

namespace {} // namespace

/** Two servers of one office in one case, on the console. */
class SeveralServersTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;
    RawTree m_birch;
    RawTree m_cedar;
    QString m_case = m_console.path("office.mailmend");

    Ran run(const QStringList& arguments) const { return m_console.run(arguments); }

    QJsonObject shown(const QString& file) const
    {
        const Ran ran = run({QStringLiteral("case"), QStringLiteral("show"), file, QStringLiteral("--format"),
                             QStringLiteral("json")});
        const QString wrong = whatIsWrong(ran.out, caseSchema());
        return wrong.isEmpty() ? ran.json() : QJsonObject{{QStringLiteral("wrong"), wrong}};
    }

    /** The page's finding on each server: name → status. */
    QMap<QString, QString> pages(const QString& file) const
    {
        const QJsonObject view = shown(file);
        QMap<QString, QString> names;
        for (const QJsonValue& target :
             view.value(QStringLiteral("scan")).toObject().value(QStringLiteral("targets")).toArray()) {
            names.insert(target.toObject().value(QStringLiteral("id")).toString(),
                         target.toObject().value(QStringLiteral("host")).toString());
        }
        QMap<QString, QString> statuses;
        for (const QJsonValue& one : view.value(QStringLiteral("findings")).toArray()) {
            const QJsonObject finding = one.toObject().value(QStringLiteral("finding")).toObject();
            if (finding.value(QStringLiteral("check")).toString() == QStringLiteral("web-shells")) {
                statuses.insert(names.value(finding.value(QStringLiteral("target")).toString()),
                                one.toObject().value(QStringLiteral("status")).toString());
            }
        }
        return statuses;
    }

    Ran recheck(const QStringList& with) const
    {
        QStringList arguments{QStringLiteral("recheck"), m_case};
        for (const QString& target : with) {
            arguments << QStringLiteral("--with") << target;
        }
        return run(arguments);
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeOfficeServer(m_birch, false, QStringLiteral("BIRCH-EX01"));
        writeOfficeServer(m_cedar, true, QStringLiteral("CEDAR-EX02"));
    }

    void bothInOneCall()
    {
        const Ran ran =
            run({QStringLiteral("check"), m_birch.text(), m_cedar.text(), QStringLiteral("--case"), m_case,
                 QStringLiteral("--only"), QStringLiteral("web-shells")});
        QVERIFY2(ran.status == 1, ran.err.constData());
        QCOMPARE(pages(m_case),
                 (QMap<QString, QString>{{QStringLiteral("BIRCH-EX01"), QStringLiteral("open")},
                                         {QStringLiteral("CEDAR-EX02"), QStringLiteral("open")}}));
    }

    /** A step for each page, and each says on which server. */
    void stepsSayWhere()
    {
        QSet<QString> targets;
        for (const QJsonValue& one : shown(m_case)
                                         .value(QStringLiteral("plan"))
                                         .toObject()
                                         .value(QStringLiteral("steps"))
                                         .toArray()) {
            const QJsonObject step = one.toObject();
            if (step.value(QStringLiteral("id"))
                    .toString()
                    .startsWith(QStringLiteral("p1-quarantine-page"))) {
                QCOMPARE(step.value(QStringLiteral("targets")).toArray().size(), 1);
                targets.insert(step.value(QStringLiteral("targets")).toArray().first().toString());
            }
        }
        QCOMPARE(targets.size(), 2);
        const Ran plan = run({QStringLiteral("plan"), m_case});
        QVERIFY(plan.out.contains("On BIRCH-EX01.") && plan.out.contains("On CEDAR-EX02."));
        // How a list is joined is the locale's.
        static const QRegularExpression both(QStringLiteral("On BIRCH-EX01(,| and) CEDAR-EX02\\."));
        QVERIFY(QString::fromUtf8(plan.out).contains(both));
        const Ran report = run({QStringLiteral("report"), m_case});
        QVERIFY(report.out.contains("On BIRCH-EX01.") && report.out.contains("On CEDAR-EX02."));
    }

    /** What one server shows proves nothing about the other. */
    void oneNeverProvesTheOther()
    {
        m_birch.remove(officeShellPath());
        recheck({m_birch.text()});
        QCOMPARE(pages(m_case).value(QStringLiteral("BIRCH-EX01")), QStringLiteral("fixed"));
        QVERIFY(pages(m_case).value(QStringLiteral("CEDAR-EX02")) != QStringLiteral("fixed"));
        QCOMPARE(recheck({}).status, 1); // its own disk: there it still is
        QCOMPARE(pages(m_case),
                 (QMap<QString, QString>{{QStringLiteral("BIRCH-EX01"), QStringLiteral("fixed")},
                                         {QStringLiteral("CEDAR-EX02"), QStringLiteral("not-fixed-yet")}}));
        m_cedar.remove(officeShellPath());
        // One open finding is left: the disk of the other server is not even opened.
        const QJsonObject last =
            run({QStringLiteral("recheck"), m_case, QStringLiteral("--format"), QStringLiteral("json")})
                .json();
        QCOMPARE(last.value(QStringLiteral("targets")).toArray().size(), 1);
        QCOMPARE(pages(m_case).value(QStringLiteral("CEDAR-EX02")), QStringLiteral("fixed"));
    }

    /** A second server that joins a case later leaves the first as it is. */
    void oneAfterTheOther()
    {
        m_birch.file(officeShell, smallShell());
        m_cedar.file(officeShell, smallShell());
        const QString later = m_console.path("later.mailmend");
        const auto check = [this, &later](const RawTree& disk) {
            return run({QStringLiteral("check"), disk.text(), QStringLiteral("--case"), later});
        };
        QCOMPARE(check(m_birch).status, 1);
        m_cedar.remove(officeShellPath());
        QVERIFY(check(m_cedar).status > 0);
        QCOMPARE(pages(later),
                 (QMap<QString, QString>{{QStringLiteral("BIRCH-EX01"), QStringLiteral("open")}}));
        m_cedar.file(officeShell, smallShell());
        QCOMPARE(check(m_cedar).status, 1);
        QCOMPARE(pages(later).size(), 2);
        // Each was looked at by itself, so each has answers of its own.
        const QJsonArray answers = shown(later).value(QStringLiteral("answers_by_server")).toArray();
        QCOMPARE(answers.size(), 2);
        for (const QJsonValue& one : answers) {
            QCOMPARE(one.toObject().value(QStringLiteral("targets")).toArray().size(), 1);
            QCOMPARE(one.toObject()
                         .value(QStringLiteral("answers"))
                         .toObject()
                         .value(QStringLiteral("still_inside"))
                         .toString(),
                     QStringLiteral("yes"));
        }
        const Ran text = run({QStringLiteral("case"), QStringLiteral("show"), later});
        QVERIFY(text.out.count("Still inside?") == 3);
        QCOMPARE(shown(later).value(QStringLiteral("title")).toString(),
                 QStringLiteral("BIRCH-EX01, CEDAR-EX02"));
    }

    /** A copy of a server has its ids: their findings would become one. */
    void aCopyIsRefused()
    {
        RawTree copy;
        writeOfficeServer(copy, false, QStringLiteral("BIRCH-COPY"));
        const QJsonObject before = shown(m_case);
        const Ran ran = run({QStringLiteral("check"), copy.text(), QStringLiteral("--case"), m_case});
        QVERIFY(ran.status >= 64);
        QVERIFY2(ran.err.contains("case of its own"), ran.err.constData());
        QCOMPARE(shown(m_case), before);
    }
};

MAILMEND_TEST_CLASS(SeveralServersTest)
#include "several_servers_test.moc"
