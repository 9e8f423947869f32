// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/collection/collection.h"
#include "evidence/collection/csv_rows.h"
#include "evidence/evidence.h"
#include "support/collections.h"
#include "support/opened.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

EvidencePointer opened(const QList<ZipMember>& members)
{
    auto evidence = openMembers(members);
    if (!evidence) {
        qWarning("%s", qPrintable(logLine(evidence.error())));
    }
    return evidence ? *evidence : nullptr;
}

KapeParts kapeServer()
{
    KapeParts parts;
    parts.files = smallServer();
    parts.files.append(std::pair<QByteArray, QByteArray>("inetpub/wwwroot/a, b.aspx", "page"));
    return parts;
}

/** A row's reason in English, with "" where all was read. */
QString reasonOf(const Evidence& evidence, const char* source)
{
    return inEnglish(row(evidence, source).reason);
}

QByteArray contentAt(const Evidence& evidence, const char* path)
{
    const QList<FileEntry> found = evidence.files->find(at(path));
    const auto content =
        found.size() == 1 ? readWhole(*evidence.files.part, found.first(), 1000) : Result<QByteArray>("?");
    return content ? *content : QByteArray("!");
}

} // namespace

class SourceKapeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsACollection()
    {
        const EvidencePointer evidence = opened(kapeCollection(kapeServer()));
        QVERIFY(evidence);
        QCOMPARE(evidence->target.host, QStringLiteral("BIRCH-EX01")); // from the hive
        QCOMPARE(evidence->target.takenAt, QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC));
        QCOMPARE(evidence->registry.state, ReadState::Read);
        QCOMPARE(reasonOf(*evidence, "collection"), QString());
        QCOMPARE(evidence->target.facts.last().key, QStringLiteral("collector"));
        QCOMPARE(evidence->target.facts.last().value, QStringLiteral("KAPE"));
        const QList<FileEntry> page = evidence->files->find(at("C:\\inetpub\\wwwroot\\A, B.aspx"));
        QCOMPARE(page.size(), 1);
        QCOMPARE(page.first().timeSource, TimeSource::Collector);
        QCOMPARE(page.first().modified, QDateTime(QDate(2024, 1, 2), QTime(3, 4, 5, 123), Qt::UTC));
        QCOMPARE(page.first().created, page.first().modified);
        QCOMPARE(*readWhole(*evidence->files.part, page.first(), 10), QByteArray("page"));
    }

    /** Targets are names: no folder is ever read in full, and one that was not copied is no empty one. */
    void provesNoFolder()
    {
        const EvidencePointer evidence = opened(kapeCollection(kapeServer()));
        const auto state = [&](const char* folder) {
            return evidence->files->folderState(at(folder), {"a.aspx"});
        };
        QCOMPARE(state("C:\\inetpub\\wwwroot").state, ReadState::Partly);
        QCOMPARE(state("C:\\PerfLogs").state, ReadState::NotCollected);
        QVERIFY(inEnglish(state("C:\\PerfLogs").reason).contains(QStringLiteral("WebPages")));
        QCOMPARE(state("D:\\").state, ReadState::NotCollected);
        QCOMPARE(row(*evidence, "ecp-logs").state, ReadState::NotCollected);

        KapeParts silent = kapeServer();
        silent.withConsoleLog = false;
        const EvidencePointer without = opened(kapeCollection(silent));
        QCOMPARE(without->files->folderState(at("C:\\PerfLogs"), {"a.aspx"}).state, ReadState::NotCollected);
    }

    void recognisesItByAnyOfItsParts()
    {
        KapeParts parts = kapeServer();
        parts.withConsoleLog = false;
        QVERIFY(opened(kapeCollection(parts)));
        parts.withCopyLog = false;
        parts.more = {{.name = "VSS1/Windows/x.txt", .content = "old"}};
        const EvidencePointer shape = opened(kapeCollection(parts));
        QVERIFY(shape);
        QCOMPARE(row(*shape, "snapshots").files, 1);
        QCOMPARE(shape->target.takenAt, smallServerTime()); // no log tells, so the hives do
        parts.more.clear();
        parts.withCopyLog = true;
        parts.stamp = "2022-05-28T024344_RegistryHives"; // as older versions name them
        const EvidencePointer older = opened(kapeCollection(parts));
        QVERIFY(older);
        QCOMPARE(older->target.takenAt, QDateTime(QDate(2022, 5, 28), QTime(2, 43, 44), Qt::UTC));
    }

    void keepsSnapshotsApart()
    {
        KapeParts parts = kapeServer();
        parts.more = {{.name = "VSS3/inetpub/wwwroot/old.aspx", .content = "of before"}};
        parts.copies = kapeCopyRow("C:\\___vssMount\\vss003\\inetpub\\wwwroot\\old.aspx",
                                   "E:\\out\\VSS3\\inetpub\\wwwroot\\old.aspx", "of before");
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        QCOMPARE(evidence->files->find(at("C:\\inetpub\\wwwroot\\old.aspx")).size(), 0);
        QCOMPARE(row(*evidence, "snapshots").state, ReadState::Skipped);
        QCOMPARE(row(*evidence, "snapshots").bytes, 9);
        QCOMPARE(reasonOf(*evidence, "collection"), QString());
    }

    /** With --tdd the second of two equal files is not stored: it is there all the same. */
    void equalFilesAreAtBothPaths()
    {
        KapeParts parts = kapeServer();
        parts.skips = "C:\\inetpub\\wwwroot\\twin.aspx," + sha1Hex("page") +
                      ",Deduped\r\n"
                      "C:\\inetpub\\wwwroot\\known.aspx," +
                      sha1Hex("known") +
                      ",Excluded\r\n"
                      "C:\\inetpub\\wwwroot\\lost.aspx," +
                      sha1Hex("lost") + ",Deduped\r\n";
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        QCOMPARE(contentAt(*evidence, "C:\\inetpub\\wwwroot\\twin.aspx"), QByteArray("page"));
        QCOMPARE(contentAt(*evidence, "C:\\inetpub\\wwwroot\\known.aspx"), QByteArray("!"));
        QCOMPARE(contentAt(*evidence, "C:\\inetpub\\wwwroot\\lost.aspx"), QByteArray("!"));
        const FolderState state = evidence->files->folderState(at("C:\\inetpub\\wwwroot"), {"a.aspx"});
        QCOMPARE(state.state, ReadState::Partly);
        QVERIFY(inEnglish(state.reason).contains(QStringLiteral("did not copy")));
    }

    void whatFailedIsThereAndUnread()
    {
        KapeParts parts = kapeServer();
        parts.console =
            "[2026-03-01 03:00:02.0 | FTL] Could not copy file C:\\inetpub\\go to it.aspx to "
            "E:\\out\\C\\inetpub\\go to it.aspx. Error: in use\r\nSystem.IO.IOException: in use\r\n"
            "[2026-03-01 03:00:03.0 | WRN] File C:\\inetpub\\gone.aspx does not exist! Skipping!\r\n"
            "[2026-03-01 03:00:03.5 | INF]   Deferring C:\\x due to IOException...\r\n"
            "[2026-03-01 03:00:04.0 | ERR] Something else went wrong\r\n";
        parts.copies = kapeCopyRow("C:\\inetpub\\listed.aspx", "E:\\out\\C\\inetpub\\listed.aspx", "x");
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        for (const char* path :
             {"C:\\inetpub\\go to it.aspx", "C:\\inetpub\\gone.aspx", "C:\\inetpub\\listed.aspx"}) {
            QCOMPARE(evidence->files->find(at(path)).size(), 1);
            QCOMPARE(contentAt(*evidence, path), QByteArray("!"));
        }
        const auto failed =
            evidence->files->open(evidence->files->find(at("C:\\inetpub\\go to it.aspx")).first());
        QVERIFY(inEnglish(failed.error().text).contains(QStringLiteral("in use")));
        QVERIFY(reasonOf(*evidence, "collection").contains(QStringLiteral("Something else")));
        QVERIFY(!reasonOf(*evidence, "collection").contains(QStringLiteral("already processed")));
    }

    void olderLogsAreRead()
    {
        KapeParts parts = kapeServer();
        parts.withConsoleLog = false;
        parts.more = {{.name = parts.stamp + "_ConsoleLog.txt",
                       .content = "2022-05-28 02:43:44.1 | I | Command line:   --tsource C: --tdest "
                                  "'E:\\\\out' --target RegistryHives\r\n"
                                  "2022-05-28 02:43:45.0 | F | Could not copy file 'C:\\\\inetpub\\\\a.aspx' "
                                  "to 'E:\\\\out\\\\C\\\\inetpub\\\\a.aspx'. Error: in use\r\n"
                                  "2022-05-28 02:43:45.1 | F | Total execution time: 1.0 seconds\r\n"}};
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        QCOMPARE(evidence->files->find(at("C:\\inetpub\\a.aspx")).size(), 1);
        QCOMPARE(reasonOf(*evidence, "collection"), QString());
    }

    void anUnfinishedRunIsNamed()
    {
        KapeParts parts = kapeServer();
        parts.finished = false;
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QCOMPARE(row(*evidence, "collection").state, ReadState::Partly);
        QVERIFY(reasonOf(*evidence, "collection").contains(QStringLiteral("no end")));
    }

    /** A mounted disk has the letter that the examiner's computer gave it, and the examiner's name. */
    void aMountedDiskGetsItsOwnLetter()
    {
        KapeParts parts = kapeServer();
        parts.drive = "F";
        parts.machine = "EXAMINER";
        parts.console = "[2026-03-01 03:00:02.0 | FTL] Could not copy file F:\\inetpub\\b.aspx to "
                        "E:\\out\\F\\inetpub\\b.aspx. Error: in use\r\n";
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        QCOMPARE(evidence->folders.windows.drive(), 'C');
        QCOMPARE(contentAt(*evidence, "C:\\inetpub\\wwwroot\\a, b.aspx"), QByteArray("page"));
        QCOMPARE(evidence->files->find(at("C:\\inetpub\\b.aspx")).size(), 1);
        QCOMPARE(evidence->files->find(at("F:\\inetpub\\b.aspx")).size(), 0);
        const FolderState state = evidence->files->folderState(at("C:\\inetpub"), {"a.aspx"});
        QVERIFY(inEnglish(state.reason).contains(QStringLiteral("C:\\inetpub")));

        parts.files = {{"inetpub/wwwroot/a.aspx", "x"}}; // no hive: whose name it is can't be told
        QCOMPARE(opened(kapeCollection(parts))->target.host, QString());
        parts.drive = "C";
        QCOMPARE(opened(kapeCollection(parts))->target.host, QStringLiteral("EXAMINER"));
    }

    void severalComputersAreRefused()
    {
        KapeParts first = kapeServer();
        KapeParts second;
        second.stamp = "2026-04-01T10_00_00_1234567";
        second.files = {{"inetpub/wwwroot/other.aspx", "x"}};
        const EvidencePointer both = opened(kapeCollection(first) + kapeCollection(second));
        QVERIFY(both);
        QVERIFY(reasonOf(*both, "collection").contains(QStringLiteral("2 times")));
        QVERIFY(reasonOf(*both, "collection").contains(QStringLiteral("dated by its registry")));
        second.withConsoleLog = false;
        QVERIFY(reasonOf(*opened(kapeCollection(first) + kapeCollection(second)), "collection")
                    .contains(QStringLiteral("same computer")));
        second.withConsoleLog = true;
        second.machine = "EXAMPLE02";
        const auto machines = openMembers(kapeCollection(first) + kapeCollection(second));
        QVERIFY(!machines);
        QVERIFY(inEnglish(machines.error().text).contains(QStringLiteral("EXAMPLE02")));

        second.machine = "EXAMPLE01"; // one examiner, two mounted disks
        second.drive = "F";
        second.files = smallServer();
        const auto disks = openMembers(kapeCollection(first) + kapeCollection(second));
        QVERIFY(!disks);
        QVERIFY(inEnglish(disks.error().text).contains(QStringLiteral("F:")));
    }

    /** The hives may be of the second run: the time of the first would call everything in between newer. */
    void severalRunsTellNoTime()
    {
        const KapeParts first = kapeServer();
        KapeParts second;
        second.stamp = "2026-04-01T10_00_00_1234567";
        second.files = {{"inetpub/wwwroot/other.aspx", "x"}};
        const EvidencePointer one = opened(kapeCollection(first));
        QCOMPARE(one->target.takenAt, QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC));
        const EvidencePointer both = opened(kapeCollection(first) + kapeCollection(second));
        QCOMPARE(both->target.takenAt, smallServerTime());
        QVERIFY(inEnglish(both->target.takenAtSource).contains(QStringLiteral("registry")));
        KapeParts bare = first;
        bare.files = {{"inetpub/wwwroot/a.aspx", "x"}};
        const EvidencePointer none = opened(kapeCollection(bare) + kapeCollection(second));
        QVERIFY(!none->target.takenAt.isValid());
        QVERIFY(none->target.takenAtSource.isEmpty());
    }

    /** Anybody can name a folder of the web server like a snapshot: what was seen there is not forgotten. */
    void foldersNamedLikeSnapshotsHideNothing()
    {
        const QList<QByteArray> pages{
            "C:\\inetpub\\wwwroot\\vss1\\a.aspx", "C:\\inetpub\\wwwroot\\HarddiskVolumeShadowCopy1\\a.aspx",
            "C:\\inetpub\\wwwroot\\___vssMount\\a.aspx", "C:\\inetpub\\wwwroot\\LongFileNames\\a.aspx"};
        const auto unread = [](const KapeParts& parts, const QByteArray& page) {
            const EvidencePointer evidence = opened(kapeCollection(parts));
            return contentAt(*evidence, page.constData()) == "!" &&
                   evidence->files->folderState(at(page.constData()).parent(), {"a.aspx"}).state ==
                       ReadState::Partly;
        };
        for (const QByteArray& page : pages) {
            KapeParts skipped = kapeServer();
            skipped.skips = page + "," + sha1Hex("shell") + ",Excluded\r\n";
            QVERIFY2(unread(skipped, page), page);
            KapeParts copied = kapeServer();
            copied.copies = kapeCopyRow(page, "E:\\out\\C" + page.mid(2), "shell");
            QVERIFY2(unread(copied, page), page);
        }
        for (const QByteArray& snapshot :
             {QByteArray("\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\inetpub\\a.aspx"),
              QByteArray("\\\\.\\HarddiskVolumeShadowCopy1\\inetpub\\a.aspx"),
              QByteArray("C:\\___vssMount\\vss001\\inetpub\\a.aspx")}) {
            KapeParts parts = kapeServer();
            parts.skips = snapshot + "," + sha1Hex("old") + ",Excluded\r\n";
            QCOMPARE(reasonOf(*opened(kapeCollection(parts)), "collection"), QString());
            QCOMPARE(opened(kapeCollection(parts))->files->find(at("C:\\inetpub\\a.aspx")).size(), 0);
        }
    }

    void notesWithoutFilesSayWhatToOpen()
    {
        KapeParts parts;
        parts.more = {{.name = "2026-03-01T10_00_00_1234567_base.vhdx", .content = "x"}};
        const auto refused = openMembers(kapeCollection(parts));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Unsupported);
        QVERIFY(inEnglish(refused.error().hint).contains(QStringLiteral(".vhdx")));
    }

    void longNamesGetTheirPaths()
    {
        KapeParts parts = kapeServer();
        parts.more = {{.name = "LongFileNames/1.bin", .content = "long"},
                      {.name = "LongFileNames/1.bin.txt", .content = "E:\\out\\C\\inetpub\\deep\\l.aspx\r\n"},
                      {.name = "LongFileNames/2.bin", .content = "lost"}};
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        QCOMPARE(contentAt(*evidence, "C:\\inetpub\\deep\\l.aspx"), QByteArray("long"));
        QCOMPARE(row(*evidence, "collection").unreadable, 1);
    }

    void listsThatDisagreeAreNamed()
    {
        KapeParts parts = kapeServer();
        parts.more = {{.name = "C/inetpub/unlisted.aspx", .content = "x"}};
        QVERIFY(reasonOf(*opened(kapeCollection(parts)), "collection").contains(QStringLiteral("1 file is")));
        parts.more = {{.name = "C/inetpub/short.aspx", .content = "cut"}};
        parts.copies =
            kapeCopyRow("C:\\inetpub\\short.aspx", "E:\\out\\C\\inetpub\\short.aspx", "not cut at all");
        QVERIFY(reasonOf(*opened(kapeCollection(parts)), "collection").contains(QStringLiteral("as long")));
    }

    void namesAndTwins()
    {
        const QList<QByteArray> names{"a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx", "a\xE2\x80\xAEx.aspx",
                                      "\xFF.aspx", "<script>alert(1)<", "dots..."};
        KapeParts parts = kapeServer();
        for (const QByteArray& name : names) {
            parts.more.append(ZipMember{.name = "C/inetpub/wwwroot/" + name, .content = "of " + name});
        }
        parts.more.append(ZipMember{.name = "C/inetpub/twin.aspx", .content = "first"});
        parts.more.append(ZipMember{.name = "C/inetpub/TWIN.aspx", .content = "second"});
        parts.more.append(ZipMember{.name = "C/../../up.aspx", .content = "x"});
        const EvidencePointer evidence = opened(kapeCollection(parts));
        QVERIFY(evidence);
        for (const QByteArray& name : names) {
            const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot").child(name));
            QVERIFY2(found.size() == 1, name);
            QCOMPARE(*readWhole(*evidence->files.part, found.first(), 200), "of " + name);
        }
        QCOMPARE(evidence->files->find(at("C:\\inetpub\\twin.aspx")).size(), 2);
        QCOMPARE(row(*evidence, "collection").unreadable, 1);
    }

    /** Wherever a log is cut or changed, the files stay, and nothing counts as read. */
    void everyCutAndFlipEnds()
    {
        KapeParts parts;
        parts.files = {{"inetpub/wwwroot/a.aspx", "page"}};
        parts.skips = "C:\\inetpub\\wwwroot\\\"twin\".aspx," + sha1Hex("page") + ",Deduped\r\n";
        const QList<ZipMember> whole = kapeCollection(parts);
        for (qsizetype log = 1; log < whole.size(); ++log) {
            for (qsizetype at = 0; at < whole.at(log).content.size(); at += 3) {
                for (const bool cut : {true, false}) {
                    QList<ZipMember> members = whole;
                    QByteArray& content = members[log].content;
                    if (cut) {
                        content.truncate(at);
                    } else {
                        content[at] = static_cast<char>(content.at(at) ^ (at % 2 == 0 ? 0x02 : 0x80));
                    }
                    const EvidencePointer evidence = opened(members);
                    QVERIFY(evidence);
                    QCOMPARE(contentAt(*evidence, "C:\\inetpub\\wwwroot\\a.aspx"), QByteArray("page"));
                    QCOMPARE(
                        evidence->files->folderState(WindowsPath('C', {"inetpub", "wwwroot"}), {"a.aspx"})
                            .state,
                        ReadState::Partly);
                }
            }
        }
    }

    void tablesAreReadWithinBounds()
    {
        const auto rows = [](const QByteArray& table, CsvRead* read = nullptr) {
            QList<QByteArray> list;
            CsvReader reader(
                [&list](const CsvRow& row) { list.append(row.value("B") + '|' + row.value("c")); });
            for (const char c : table) {
                reader.add(QByteArrayView(&c, 1));
            }
            const CsvRead done = reader.finish();
            if (read) {
                *read = done;
            }
            return list;
        };
        CsvRead read;
        QCOMPARE(rows("\xEF\xBB\xBF\"a\",b\r\n1,\"x, \"\"y\"\"\n z\"\r\n\r\n2,q"),
                 (QList<QByteArray>{"x, \"y\"\n z|", "q|"}));
        QCOMPARE(rows("b\n1,2\n3\n", &read), (QList<QByteArray>{"3|"}));
        QCOMPARE(read.bad, 1);
        QCOMPARE(rows("b\n\"open", &read), (QList<QByteArray>{"open|"}));
        QVERIFY(!read.whole);
        QCOMPARE(rows("b\n\"" + QByteArray(70'000, 'x') + "\"\nnext\n", &read), (QList<QByteArray>{"next|"}));
        QCOMPARE(read.bad, 1);
        QCOMPARE(rows("b\n" + QByteArray(500, ',') + "\nnext\n", &read), (QList<QByteArray>{"next|"}));
        QCOMPARE(rows({}).size(), 0);
    }
};

MAILMEND_TEST_CLASS(SourceKapeTest)

#include "source_kape_test.moc"
