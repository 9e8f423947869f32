// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "project/source_tree.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <memory>

namespace {

struct ScriptRun
{
    int status = -1;
    QString said;
};

ScriptRun runBash(const QStringList& arguments)
{
    QProcess bash;
    bash.setProcessChannelMode(QProcess::MergedChannels);
    bash.start(QStringLiteral("bash"), arguments);
    if (!bash.waitForFinished(60'000) || bash.exitStatus() != QProcess::NormalExit) {
        return {};
    }
    return {bash.exitCode(), QString::fromUtf8(bash.readAll())};
}

ScriptRun runBuildPrefix(const QStringList& arguments)
{
    return runBash(QStringList{QStringLiteral(MAILMEND_SOURCE_DIR "/installer/windows/build-prefix.sh")} +
                   arguments);
}

/** Writes one byte into a file, and makes the folders to it. */
bool writeLittle(const QString& path)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write("x") == 1;
}

/** A folder that holds every file that a whole one has to hold, by name. False where it couldn't be made. */
bool dressAsPrefix(const QString& folder)
{
    const QString script =
        QStringLiteral(". '" MAILMEND_SOURCE_DIR "/installer/windows/prefix/parts.sh'; echo ${holds[@]}");
    const ScriptRun list = runBash({QStringLiteral("-c"), script});
    const QStringList files = list.said.simplified().split(QLatin1Char(' '))
                              << QStringLiteral("MANIFEST.txt");
    return list.status == 0 && files.size() > 20 &&
           std::all_of(files.begin(), files.end(),
                       [&](const QString& file) { return writeLittle(folder + QLatin1Char('/') + file); });
}

} // namespace

/** installer/windows/build-prefix.sh: what it refuses to take, and that it leaves alone what is there. */
class BuildPrefixTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void doesNothingWhereTheLibrariesStand();
    void refusesAFolderThatLacksAFile();
    void refusesATruncatedArchive();
    void leavesAnotherFolderAlone();
    void leavesAnotherWorkFolderAlone();
    void clearsOnlyWhatTakingMade_data();
    void clearsOnlyWhatTakingMade();
    void goesOnWithSqliteWhereItWasBrokenOff();
    void saysWhatItDoesNotKnow();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void BuildPrefixTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid() && dressAsPrefix(path("ready/win64")));
}

void BuildPrefixTest::doesNothingWhereTheLibrariesStand()
{
    const ScriptRun run = runBuildPrefix({QStringLiteral("--to"), path("ready/win64")});
    QCOMPARE(run.status, 0);
    QVERIFY2(run.said.startsWith(QLatin1String("Nothing to do")), qPrintable(run.said));
    QVERIFY(!QFile::exists(path("ready/win64.work")));
}

void BuildPrefixTest::refusesAFolderThatLacksAFile()
{
    QVERIFY(QFile::remove(path("ready/win64/lib/libyara.a")));
    const ScriptRun run =
        runBuildPrefix({QStringLiteral("--from"), path("ready"), QStringLiteral("--to"), path("to")});
    QCOMPARE(run.status, 1);
    QVERIFY2(run.said.contains(QLatin1String(": lib/libyara.a")), qPrintable(run.said));
    QVERIFY2(run.said.contains(QLatin1String("nothing of it was taken")), qPrintable(run.said));
    QVERIFY(!QFile::exists(path("to")));
}

void BuildPrefixTest::refusesATruncatedArchive()
{
    const QString archive = path("ready.tar.zst");
    QCOMPARE(QProcess::execute(QStringLiteral("tar"),
                               {QStringLiteral("--zstd"), QStringLiteral("-cf"), archive,
                                QStringLiteral("-C"), path("ready"), QStringLiteral("win64")}),
             0);
    const qint64 whole = QFileInfo(archive).size();
    for (const qint64 size : {whole - 1, whole / 2, qint64(0)}) {
        QVERIFY(QFile::resize(archive, size));
        const ScriptRun run =
            runBuildPrefix({QStringLiteral("--from"), archive, QStringLiteral("--to"), path("to")});
        QCOMPARE(run.status, 1);
        QVERIFY2(run.said.contains(QLatin1String("nothing of it was taken")), qPrintable(run.said));
        QVERIFY(!QFile::exists(path("to")));
    }
}

void BuildPrefixTest::leavesAnotherFolderAlone()
{
    QVERIFY(writeLittle(path("to/letter.txt")));
    const ScriptRun run =
        runBuildPrefix({QStringLiteral("--from"), path("ready"), QStringLiteral("--to"), path("to")});
    QCOMPARE(run.status, 2);
    QVERIFY2(run.said.contains(QLatin1String("something else")), qPrintable(run.said));
    QCOMPARE(QDir(path("to")).entryList(QDir::Files | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("letter.txt")});
}

void BuildPrefixTest::leavesAnotherWorkFolderAlone()
{
    const QDir::Filters all = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;
    QVERIFY(writeLittle(path("to.work/letter.txt")));
    QVERIFY(writeLittle(path("mine/made-by-build-prefix")));
    QVERIFY(QFile::link(path("mine"), path("other.work")));
    for (const char* to : {"to", "other"}) {
        const ScriptRun run =
            runBuildPrefix({QStringLiteral("--from"), path("ready"), QStringLiteral("--to"), path(to)});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.said.contains(QLatin1String("is left alone")), qPrintable(run.said));
        QVERIFY(!QFile::exists(path(to)));
    }
    QCOMPARE(QDir(path("to.work")).entryList(all), QStringList{QStringLiteral("letter.txt")});
    QCOMPARE(QDir(path("mine")).entryList(all), QStringList{QStringLiteral("made-by-build-prefix")});
}

void BuildPrefixTest::clearsOnlyWhatTakingMade_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("keep");
    QTest::addColumn<QString>("beside"); // what a broken-off run, or a person, has put there
    QTest::addColumn<bool>("isBesideLeft");
    QTest::addColumn<bool>("isWorkLeft");
    const QString ready = QStringLiteral("ready"), no = QStringLiteral("no"), yes = QStringLiteral("yes");
    QTest::newRow("taken") << ready << no << QString() << false << false;
    QTest::newRow("taken beside a run") << ready << no << QStringLiteral("source/qt/a.cpp") << true << true;
    QTest::newRow("taken beside a letter") << ready << no << QStringLiteral("letter.txt") << true << true;
    QTest::newRow("taken and kept") << ready << yes << QString() << false << true;
    QTest::newRow("made") << QString() << no << QStringLiteral("source/qt/a.cpp") << false << false;
    QTest::newRow("made and kept") << QString() << yes << QStringLiteral("source/qt/a.cpp") << true << true;
}

void BuildPrefixTest::clearsOnlyWhatTakingMade()
{
    QFETCH(QString, from);
    QFETCH(QString, keep);
    QFETCH(QString, beside);
    QFETCH(bool, isBesideLeft);
    QFETCH(bool, isWorkLeft);
    const QString work = path("to.work/");
    for (const char* made : {"ready/MANIFEST.txt", "trial/trial.exe", "wine/system.reg", "log/trial.log"}) {
        QVERIFY(writeLittle(work + QLatin1String(made)));
    }
    QVERIFY(beside.isEmpty() || writeLittle(work + beside));
    const QString script = QStringLiteral("set -euo pipefail; . '" MAILMEND_SOURCE_DIR
                                          "/installer/windows/prefix/work.sh'; to=$1; work=$1.work; "
                                          "logs=$work/log; libraries=$work/ready; from=$2; keep=$3; "
                                          ": >$work/lock; : >$work/$work_mark; put_there");
    const ScriptRun run =
        runBash({QStringLiteral("-c"), script, QStringLiteral("bash"), path("to"), from, keep});
    QVERIFY2(run.status == 0, qPrintable(run.said));
    QVERIFY(QFile::exists(path("to/MANIFEST.txt")));
    QCOMPARE(QFile::exists(work), isWorkLeft);
    QVERIFY(beside.isEmpty() || QFile::exists(work + beside) == isBesideLeft);
    QCOMPARE(QFile::exists(work + QStringLiteral("trial")), keep == QStringLiteral("yes"));
}

/** make has written the header, and not yet the single file that is compiled. */
void BuildPrefixTest::goesOnWithSqliteWhereItWasBrokenOff()
{
    for (const char* made : {"sqlite/sqlite3.h", "sqlite/src/sqlite3ext.h"}) {
        QVERIFY(writeLittle(path(made)));
    }
    const QString script = QStringLiteral(
        "set -euo pipefail; . '" MAILMEND_SOURCE_DIR "/installer/windows/prefix/parts.sh'; cd \"$1\"; "
        "make() { : >sqlite3.h; : >sqlite3.c; echo made; }; compile() { [ -f sqlite3.c ]; }; "
        "printf '#!/bin/sh\\n' >configure; chmod +x configure; maps=; build=.; stage=$1/stage; host=stub; "
        "compiler=compile; stub-ar() { :; }; build_sqlite3; build_sqlite3");
    const ScriptRun run = runBash({QStringLiteral("-c"), script, QStringLiteral("bash"), path("sqlite")});
    QVERIFY2(run.status == 0, qPrintable(run.said));
    QCOMPARE(run.said.trimmed(), QStringLiteral("made")); // once
}

void BuildPrefixTest::saysWhatItDoesNotKnow()
{
    const ScriptRun option = runBuildPrefix({QStringLiteral("--fast")});
    QCOMPARE(option.status, 2);
    QVERIFY2(option.said.contains(QLatin1String("--fast")), qPrintable(option.said));
    const ScriptRun part = runBuildPrefix(
        {QStringLiteral("--to"), path("to"), QStringLiteral("--only"), QStringLiteral("zlip")});
    QCOMPARE(part.status, 2);
    QVERIFY2(part.said.contains(QLatin1String("zlip")) && part.said.contains(QLatin1String("zlib")),
             qPrintable(part.said));
}

MAILMEND_TEST_CLASS(BuildPrefixTest)
#include "build_prefix_test.moc"
