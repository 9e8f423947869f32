// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/collect_calls.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace mailmend::testing;

namespace {

const QByteArray secret = "four words that nobody knows";

QStringList findings(const Ran& ran)
{
    QStringList all;
    for (const QJsonValue& finding : ran.json().value(QStringLiteral("findings")).toArray()) {
        all.append(finding[QStringLiteral("id")].toString() + u' ' +
                   finding[QStringLiteral("verdict")].toString());
    }
    all.sort();
    return all;
}

} // namespace

class CollectCommandTest : public QObject, private CollectCalls
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(writeSampleAndSecret(secret + "\r\n")); }

    void aWrongCallIs64AndSaysWhy_data()
    {
        QTest::addColumn<QStringList>("call");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* call, const char* says) {
            QTest::newRow(name) << QString::fromUtf8(call).split(u' ', Qt::SkipEmptyParts)
                                << QString::fromUtf8(says);
        };
        row("no target", "--out @/a.zip --no-passphrase", "needs a target");
        row("no file", "DISK --no-passphrase", "--out FILE.zip");
        row("no zip", "DISK --out @/a.tar --no-passphrase", "--out FILE.zip");
        row("no passphrase", "DISK --out @/a.zip --onto-examined-disk", "--passphrase-file FILE");
        row("both", "DISK --out @/a.zip --onto-examined-disk --no-passphrase --passphrase-file @/secret.txt",
            "not both");
        row("short", "DISK --out @/a.zip --onto-examined-disk --passphrase-file @/short.txt", "too short");
        row("no text", "DISK --out @/a.zip --onto-examined-disk --passphrase-file @/wide.txt",
            "is no passphrase");
        row("empty", "DISK --out @/a.zip --onto-examined-disk --passphrase-file @/empty.txt",
            "is no passphrase");
        row("nowhere", "DISK --out @/a.zip --onto-examined-disk --passphrase-file @/none.txt",
            "could not be read");
        row("there", "DISK --out @/there.zip --onto-examined-disk --no-passphrase", "is there already");
        row("no folder", "DISK --out @/none/a.zip --onto-examined-disk --no-passphrase", "no folder");
        row("no folder, any disk", "DISK --out @/none/a.zip --no-passphrase", "no folder");
        row("examined disk", "DISK --out @/a.zip --no-passphrase", "on the disk that is looked at");
        row("shadow copy", "DISK --out @/a.zip --onto-examined-disk --no-passphrase --shadow-copy",
            "is for this computer alone");
        row("examined volumes", "C=DISK --out @/a.zip --no-passphrase", "on the disk that is looked at");
    }

    void aWrongCallIs64AndSaysWhy()
    {
        QFETCH(QStringList, call);
        QFETCH(QString, says);
        QVERIFY(writeWhole(m_console.path("short.txt"), "thirteen lett"));
        QVERIFY(writeWhole(m_console.path("wide.txt"), QByteArray("\xff\xfe"
                                                                  "f\0o\0u\0r\0",
                                                                  10)));
        QVERIFY(writeWhole(m_console.path("empty.txt"), "\n"));
        QVERIFY(writeWhole(m_console.path("there.zip"), "mine"));
        for (QString& word : call) {
            word.replace(QStringLiteral("DISK"), m_disk);
            word.replace(QStringLiteral("@"), m_console.folder());
        }
        const Ran ran = run(QStringList{QStringLiteral("collect")} + call);
        QVERIFY2(QString::fromUtf8(ran.err).simplified().contains(says), ran.err.constData());
        QCOMPARE(ran.status, 64);
        QVERIFY(!QFile::exists(m_console.path("a.zip")));
        QVERIFY(!QFile::exists(m_console.path("a.zip.partial")));
        QCOMPARE(contentOf(m_console.path("there.zip")), QByteArray("mine"));
    }

    void collectsAndIsLookedAtElsewhere()
    {
        const QString zip = m_console.path("server.zip");
        const Ran ran =
            run(call(zip, withSecret() + QStringList{QStringLiteral("--format"), QStringLiteral("json")}));
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY(ran.json()[QStringLiteral("locked")].toBool());
        QVERIFY(ran.json()[QStringLiteral("finished")].toBool());
        QVERIFY(!QFile::exists(zip + QStringLiteral(".partial")));
        const QStringList json{QStringLiteral("--format"), QStringLiteral("json")};
        const Ran disk = run(QStringList{QStringLiteral("check"), m_disk} + json);
        const Ran same = run(QStringList{QStringLiteral("check"), zip} + withSecret() + json);
        QVERIFY(!findings(disk).isEmpty());
        QCOMPARE(findings(same), findings(disk));
        QCOMPARE(same.status, disk.status);

        const Ran without = run({QStringLiteral("check"), zip});
        QCOMPARE(without.status, 66);
        QVERIFY2(without.err.contains("locked with a passphrase"), without.err.constData());
        const QString other = m_console.path("other.txt");
        QVERIFY(writeWhole(other, "four words that nobody guesses"));
        const Ran wrong = run({QStringLiteral("check"), zip, QStringLiteral("--passphrase-file"), other});
        QCOMPARE(wrong.status, 66);
        QVERIFY2(wrong.err.contains("not the passphrase"), wrong.err.constData());
    }

    void thePassphraseStandsNowhere()
    {
        const QString zip = m_console.path("kept.zip");
        QCOMPARE(run(call(zip, withSecret())).status, 0);
        const QString file = m_console.path("kept.mailmend");
        QCOMPARE(run(QStringList{QStringLiteral("check"), zip, QStringLiteral("--case"), file,
                                 QStringLiteral("--by"), QStringLiteral("Kim")} +
                     withSecret())
                     .status,
                 1);
        const Ran again = run(QStringList{QStringLiteral("recheck"), file} + withSecret());
        QVERIFY2(again.status == 1 || again.status == 2, again.err.constData());
        const Ran without = run({QStringLiteral("recheck"), file, QStringLiteral("--with"), zip});
        QCOMPARE(without.status, 66);
        const Ran with =
            run(QStringList{QStringLiteral("recheck"), file, QStringLiteral("--with"), zip} + withSecret());
        QCOMPARE(with.status, again.status);
        QStringList seen;
        QDir root(m_console.folder());
        for (QStringList folders{root.path()}; !folders.isEmpty();) {
            const QDir at(folders.takeFirst());
            for (const QFileInfo& info :
                 at.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
                if (info.isDir() && !info.isSymLink()) {
                    folders.append(info.filePath());
                } else if (contentOf(info.filePath()).contains(secret)) {
                    seen.append(info.fileName());
                }
            }
        }
        QCOMPARE(seen, QStringList{QStringLiteral("secret.txt")});
    }
};

MAILMEND_TEST_CLASS(CollectCommandTest)
#include "collect_command_test.moc"
