// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "fix/case_at_hand.h"
#include "fix/practice.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

/**
 * A page that hides in an alternate data stream is not taken out by Mailmend, and no step says that it is not
 * there. (A file whose name has a colon is how a copy of a disk shows one.)
 */
class FixStreamsTest : public QObject
{
    Q_OBJECT

    Practice m_practice;
    QString m_step;

    QString stream() const
    {
        return QFileInfo(m_practice.page()).path() + QStringLiteral("/logoff.aspx:evil.aspx");
    }

    static QJsonObject stepIn(const QJsonObject& plan, const QString& id)
    {
        for (const QJsonValue& one : plan.value(QStringLiteral("steps")).toArray()) {
            if (one.toObject().value(QStringLiteral("id")).toString() == id) {
                return one.toObject();
            }
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        QVERIFY(writeWhole(stream(), m_practice.pageContent()));
        QCOMPARE(m_practice
                     .run({QStringLiteral("check"), m_practice.disk(), QStringLiteral("--only"),
                           QStringLiteral("web-shells"), QStringLiteral("--case"), m_practice.caseFile(),
                           QStringLiteral("--by"), QStringLiteral("Ada")})
                     .status,
                 1);
        const QJsonObject view = m_practice.run("case show CASE --format json").json();
        for (const QJsonValue& one : view.value(QStringLiteral("findings")).toArray()) {
            const QJsonObject finding = one.toObject().value(QStringLiteral("finding")).toObject();
            if (finding.value(QStringLiteral("subject"))
                    .toObject()
                    .value(QStringLiteral("path"))
                    .toString()
                    .endsWith(QStringLiteral("logoff.aspx:evil.aspx"))) {
                m_step =
                    QStringLiteral("p1-quarantine-page@") + finding.value(QStringLiteral("id")).toString();
            }
        }
        QVERIFY(!m_step.isEmpty());
    }

    void thePlanSaysThatItIsDoneByHand()
    {
        const QJsonObject step = stepIn(m_practice.run("plan CASE --format json").json(), m_step);
        const QString why = step.value(QStringLiteral("by_hand_only")).toString();
        QVERIFY2(why.contains(QStringLiteral("in an alternate data stream")), qPrintable(why));
        QVERIFY2(why.contains(QStringLiteral("logoff.aspx itself may be one of Exchange's own")),
                 qPrintable(why));
        QVERIFY(step.value(QStringLiteral("can_be_done_here")).isNull());
        const QByteArray text =
            m_practice.run({QStringLiteral("plan"), QStringLiteral("CASE"), QStringLiteral("--step"), m_step})
                .out.simplified();
        for (const char* never : {"is not there", "can't be typed", "File Explorer", "%3A"}) {
            QVERIFY2(!text.contains(never), text.constData());
        }
        QVERIFY2(text.contains("Remove-Item -Stream 'evil.aspx'"), text.constData());
    }

    void aPreviewSaysTheSame()
    {
        CaseAtHand at(m_practice);
        QVERIFY(at.open());
        const auto preview = previewStep(at.view, m_practice.caseFile(), m_step, at.parts(), {});
        QVERIFY(!preview);
        QCOMPARE(preview.error().kind, ErrorKind::Unsupported);
        at.close();
        const Ran ran = m_practice.run({QStringLiteral("preview"), QStringLiteral("CASE"), m_step});
        QVERIFY(ran.status != 0);
        const QByteArray said = ran.err.simplified();
        QVERIFY2(said.contains("in an alternate data stream"), said.constData());
        QVERIFY2(!said.contains("is not there"), said.constData());
        QCOMPARE(contentOf(stream()), m_practice.pageContent());
    }
};

MAILMEND_TEST_CLASS(FixStreamsTest)
#include "streams_test.moc"
