// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>

using namespace mailmend::testing;

/** A repair on a written-out server, on Windows: by the helper as a process of its own, and undone. */
class RepairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appliedVerifiedUndone();

private:
    Ran run(QStringList arguments) const
    {
        return m_console.run(arguments.replaceInStrings(QStringLiteral("CASE"), m_case));
    }
    /** The plan's step that Mailmend can do for the page in Exchange's admin pages. */
    QJsonObject step() const
    {
        const QJsonObject plan = run({QStringLiteral("plan"), QStringLiteral("CASE"),
                                      QStringLiteral("--format"), QStringLiteral("json")})
                                     .json();
        for (const QJsonValue& value : plan.value(QStringLiteral("steps")).toArray()) {
            const QJsonObject one = value.toObject();
            if (one.value(QStringLiteral("action")).toString() == QStringLiteral("quarantine-file")) {
                return one;
            }
        }
        return {};
    }
    /** Files of the disk, by their path below it. */
    QMap<QString, QByteArray> disk() const
    {
        QMap<QString, QByteArray> files;
        QDirIterator all(m_disk, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString path = all.next();
            files.insert(path.mid(m_disk.size()), contentOf(path));
        }
        return files;
    }

    ConsoleRun m_console;
    QString m_case = m_console.path("practice.mailmend");
    QString m_disk = m_console.path("server/C");
};

void RepairTest::appliedVerifiedUndone()
{
    const QString by = QStringLiteral("--by"), me = QStringLiteral("Ann Example");
    QCOMPARE(run({QStringLiteral("sample"), QStringLiteral("--out"), m_console.path("server")}).status, 0);
    QCOMPARE(run({QStringLiteral("check"), m_disk, QStringLiteral("--case"), m_case}).status, 1);
    QCOMPARE(run({QStringLiteral("choose"), QStringLiteral("CASE"), QStringLiteral("repair"), by, me}).status,
             0);
    const QString id = step().value(QStringLiteral("id")).toString();
    QVERIFY(!id.isEmpty());
    for (const QJsonValue& before : step().value(QStringLiteral("waits_for")).toArray()) {
        const Ran skipped = run({QStringLiteral("skip"), QStringLiteral("CASE"), before.toString(),
                                 QStringLiteral("--reason"), QStringLiteral("practice"), by, me});
        QVERIFY2(skipped.status == 0, skipped.err.constData());
    }
    const auto before = disk();
    const Ran refused = run({QStringLiteral("apply"), QStringLiteral("CASE"), id, by, me});
    QCOMPARE(refused.status, 64); // without a terminal and without --yes nothing is done
    QCOMPARE(disk(), before);
    const Ran applied =
        run({QStringLiteral("apply"), QStringLiteral("CASE"), id, QStringLiteral("--yes"), by, me});
    QVERIFY2(applied.status == 0 && applied.out.contains("[Fixed]"), (applied.out + applied.err).constData());
    const auto after = disk();
    QCOMPARE(after.size(), before.size() - 1);
    const Ran undone =
        run({QStringLiteral("undo"), QStringLiteral("CASE"), id, QStringLiteral("--yes"), by, me});
    QVERIFY2(undone.out.contains("put back as it was"), (undone.out + undone.err).constData());
    QCOMPARE(disk(), before);
    const Ran verified = run({QStringLiteral("case"), QStringLiteral("verify"), QStringLiteral("CASE")});
    QVERIFY2(verified.status == 0, (verified.out + verified.err).constData());
}

MAILMEND_TEST_CLASS(RepairTest)
#include "repair_test.moc"
