// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/collection/collection.h"
#include "evidence/evidence.h"
#include "support/collections.h"
#include "support/opened.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** As CyLR puts it into its zip, once the last file was copied. */
const QByteArray innerLog = "2026-03-01T10:00:00 [debug] Argument OutputPath is set to .\n"
                            "2026-03-01T10:00:00 [info] Gathering paths to collect\n"
                            "2026-03-01T10:00:01 [info] 1412 paths identified for collection\n"
                            "2026-03-01T10:00:01 [debug] Initializing archive file\n"
                            "2026-03-01T10:00:01 [info] Adding files to archive\n";
/** The same run in the log that it leaves beside. */
const QByteArray goodLog = innerLog + "2026-03-01T10:00:10 [info] Collection complete. 0:00:09 elapsed\n";

CoverageEntry collectionRow(const Evidence& evidence)
{
    return evidence.coverage.first();
}

FolderState stateOf(const Evidence& evidence, const char* folder)
{
    return evidence.files->folderState(*WindowsPath::parse(QString::fromUtf8(folder)), {"a.aspx"});
}

} // namespace

class SourceCylrTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsACollection()
    {
        const auto evidence = openMembers(cylrCollection(smallServer(), innerLog));
        QVERIFY(evidence);
        QCOMPARE((*evidence)->target.host, QStringLiteral("BIRCH-EX01"));
        QCOMPARE((*evidence)->target.takenAt, QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC));
        QVERIFY(inEnglish((*evidence)->target.takenAtSource).contains(QStringLiteral("was begun")));
        QCOMPARE((*evidence)->registry.state, ReadState::Read);
        QCOMPARE(collectionRow(**evidence).state, ReadState::Read);
        QCOMPARE(stateOf(**evidence, "C:\\inetpub\\wwwroot").state, ReadState::Partly);
        QCOMPARE(stateOf(**evidence, "C:\\PerfLogs").state, ReadState::NotCollected);
        const auto page =
            (*evidence)->files->find(*WindowsPath::parse(u"C:\\inetpub\\wwwroot\\iisstart.htm"));
        QCOMPARE(page.size(), 1);
        QCOMPARE(page.first().timeSource, TimeSource::Container);
    }

    void withoutALogItIsAPlainCopy()
    {
        QList<ZipMember> members;
        for (ZipMember member : cylrCollection(smallServer(), {})) {
            member.name.replace('/', '\\'); // as it does on Windows
            members.append(member);
        }
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("EXAMPLE01.zip"));
        writeFile(path, makeZip(members));
        const auto evidence = openEvidence({path, false}, CancelToken());
        QVERIFY(evidence);
        QCOMPARE((*evidence)->target.takenAt, smallServerTime());
        QCOMPARE(stateOf(**evidence, "C:\\inetpub\\wwwroot").state, ReadState::Partly);
    }

    void refusalsAreNamed()
    {
        const auto evidence = openMembers(cylrCollection(
            smallServer(),
            "2026-03-01T10:00:03 [warn] Access is denied to one or more files in C:\\ExampleApp\r\n" +
                goodLog));
        QVERIFY(evidence);
        QCOMPARE(collectionRow(**evidence).state, ReadState::Partly);
        QCOMPARE(stateOf(**evidence, "C:\\ExampleApp\\below").state, ReadState::NotCollected);
        QCOMPARE(stateOf(**evidence, "C:\\ExampleApp").state, ReadState::Partly);
        QVERIFY(inEnglish(stateOf(**evidence, "C:\\").reason).contains(QStringLiteral("ExampleApp")));
        QList<WalkedFolder> troubles;
        const WalkRoot root{WindowsPath('C', {}), true};
        (*evidence)->files->walk(
            std::span(&root, 1), CancelToken(), [](FileEntry&&) { return true; }, troubles);
        QCOMPARE(troubles.size(), 1);
    }

    /** An error in the middle ends it, the zip is still closed in good order, and no log is in it. */
    void aBrokenEndCutsTheLastFile_data()
    {
        QTest::addColumn<bool>("inner");
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<bool>("broken");
        const QByteArray full = "2026-03-01T10:00:07 [error] Error occurred while collecting files:\nfull\n";
        const QByteArray rights =
            "2026-03-01T10:00:02 [error] Failed to read files, this is usually due to lacking admin rights\n";
        QTest::newRow("inside, whole") << true << innerLog << false;
        QTest::newRow("inside, its end is lost") << true << innerLog.first(innerLog.size() / 2) << true;
        QTest::newRow("inside, in no words we know") << true << QByteArray("x\n") << true;
        QTest::newRow("beside, whole") << false << goodLog << false;
        QTest::newRow("beside, cut off") << false << innerLog << true;
        QTest::newRow("beside, disk full") << false << innerLog + full << true;
        QTest::newRow("beside, no rights")
            << false << innerLog + rights + goodLog.mid(innerLog.size()) << true;
    }

    void aBrokenEndCutsTheLastFile()
    {
        QFETCH(bool, inner);
        QFETCH(QByteArray, log);
        QFETCH(bool, broken);
        QList<ZipMember> members = cylrCollection(smallServer(), log);
        members.last().name = inner ? members.last().name : QByteArray("CyLR.log");
        const auto evidence = openMembers(members);
        QVERIFY(evidence);
        QCOMPARE(collectionRow(**evidence).state, broken ? ReadState::Partly : ReadState::Read);
        QCOMPARE(inEnglish(collectionRow(**evidence).reason).contains(QStringLiteral("logon.aspx")), broken);
    }

    /** A file that could not be opened is named by no path, and the run goes on. */
    void anErrorOnTheWayEndsNothing()
    {
        const auto evidence = openMembers(
            cylrCollection(smallServer(), innerLog + "2026-03-01T10:00:03 [error] Error: in use\n"));
        QCOMPARE(collectionRow(**evidence).state, ReadState::Partly);
        const QString reason = inEnglish(collectionRow(**evidence).reason);
        QVERIFY(reason.contains(QStringLiteral("in use")) && !reason.contains(QStringLiteral("good end")));
    }

    void theLogsNameTellsOfTheEnd()
    {
        const auto evidence = openMembers(cylrCollection(smallServer(), "x\n"));
        QCOMPARE((*evidence)->target.takenAt, QDateTime(QDate(2026, 3, 1), QTime(10, 0, 9), Qt::UTC));
        QVERIFY(inEnglish((*evidence)->target.takenAtSource).contains(QStringLiteral("last file")));
    }

    void logsOfSeveralRunsTellNoTime()
    {
        QList<ZipMember> members = cylrCollection(smallServer(), {});
        members.append(ZipMember{.name = "CyLR.log", .content = goodLog + goodLog});
        QCOMPARE((*openMembers(members))->target.takenAt, smallServerTime());
        QVERIFY(
            inEnglish((*openMembers(members))->target.takenAtSource).contains(QStringLiteral("registry")));
        // One that was cut off, and one that ended.
        for (const QByteArray& first :
             {QByteArray("2026-02-01T10:00:00 [info] Gathering paths to collect\r\n"
                         "2026-02-01T10:00:02 [info] 1412 paths identified for collection\r\n"),
              QByteArray("2026-02-01T10:00:00 [error] Error occurred while collecting files:\r\nfull\r\n")}) {
            members.last().content = first + goodLog;
            QCOMPARE((*openMembers(members))->target.takenAt, smallServerTime());
        }
        members.last().content = goodLog;
        QCOMPARE((*openMembers(members))->target.takenAt,
                 QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC));
        members += ZipMember{.name = "CyLR_Collection_Log_2026-04-01_10-00-00.log", .content = goodLog};
        const auto evidence = openMembers(members);
        QCOMPARE((*evidence)->target.takenAt, smallServerTime());
        QVERIFY(inEnglish(collectionRow(**evidence).reason).contains(QStringLiteral("several logs")));
    }

    void aLogAloneSaysWhatToOpen()
    {
        const auto refused = openMembers({ZipMember{.name = "CyLR.log", .content = goodLog}});
        QVERIFY(!refused);
        QVERIFY(inEnglish(refused.error().hint).contains(QStringLiteral(".zip")));
    }

    void twinsAndNames()
    {
        QList<ZipMember> members = cylrCollection(smallServer(), innerLog);
        members.append(ZipMember{.name = "C/inetpub/t.aspx", .content = "first"});
        members.append(ZipMember{.name = "C/inetpub/t.aspx", .content = "second"});
        members.append(ZipMember{.name = "C/inetpub/\xFF\xE2\x80\xAE.aspx", .content = "x"});
        members.append(ZipMember{.name = "notes/elsewhere.txt", .content = "x"});
        const auto evidence = openMembers(members);
        QCOMPARE((*evidence)->files->find(*WindowsPath::parse(u"C:\\inetpub\\t.aspx")).size(), 2);
        QCOMPARE((*evidence)->files->find(WindowsPath('C', {"inetpub", "\xFF\xE2\x80\xAE.aspx"})).size(), 1);
        QCOMPARE(collectionRow(**evidence).unreadable, 1);
    }

    void everyCutAndFlipOfALogEnds()
    {
        const QByteArray log =
            "2026-03-01T10:00:03 [warn] Access is denied to one or more files in C:\\ExampleApp\r\n" +
            goodLog;
        const QList<std::pair<QByteArray, QByteArray>> files{{"inetpub/wwwroot/a.aspx", "x"}};
        for (qsizetype at = 0; at < log.size(); ++at) {
            QByteArray flipped = log;
            flipped[at] = static_cast<char>(flipped.at(at) ^ 0x81);
            for (const QByteArray& text : {log.first(at), flipped}) {
                QList<ZipMember> members = cylrCollection(files, "x");
                members.last().content = text;
                const auto evidence = openMembers(members);
                QVERIFY(evidence);
                QCOMPARE(stateOf(**evidence, "C:\\inetpub\\wwwroot").state, ReadState::Partly);
            }
        }
    }
};

MAILMEND_TEST_CLASS(SourceCylrTest)

#include "source_cylr_test.moc"
