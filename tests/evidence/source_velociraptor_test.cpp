// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/collection/collection.h"
#include "evidence/collection/sparse.h"
#include "support/collections.h"
#include "support/opened.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** Opened from memory: what is under test is the layout, not the zip. */
EvidencePointer openParts(const QList<ZipMember>& members)
{
    QList<MemoryMember> inMemory;
    for (const ZipMember& member : members) {
        inMemory.append({member.name, member.modified, member.content});
    }
    auto opened = openCollection(memoryContainer(inMemory), QStringLiteral("x"), QStringLiteral("collection"),
                                 CancelToken());
    if (!opened) {
        qWarning("%s", qPrintable(logLine(opened.error())));
    }
    return opened ? *opened : nullptr;
}

EvidencePointer openParts(const VelociraptorParts& parts)
{
    return openParts(velociraptorCollection(parts));
}

VelociraptorParts onePage()
{
    VelociraptorParts parts;
    parts.files = {{"inetpub/wwwroot/a.aspx", "a page"}, {"inetpub/wwwroot/bin/x.dll", "a library"}};
    return parts;
}

QByteArray logLineOf(const char* message)
{
    return "{\"_ts\":1760000009,\"client_time\":1760000009,\"level\":\"DEFAULT\",\"message\":\"" +
           QByteArray(message).replace("\\", "\\\\") + "\"}\n";
}

ReadState stateOf(const EvidencePointer& evidence, const char* folder,
                  const QList<QByteArray>& names = {"a.aspx", "a.config"})
{
    return evidence->files->folderState(at(folder), names).state;
}

QList<WalkedFolder> troublesBelow(const EvidencePointer& evidence, const char* folder)
{
    const WalkRoot root{at(folder), true};
    QList<WalkedFolder> troubles;
    evidence->files->walk(
        std::span(&root, 1), CancelToken(), [](FileEntry&&) { return true; }, troubles);
    return troubles;
}

} // namespace

class SourceVelociraptorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsMembers_data()
    {
        QTest::addColumn<QByteArray>("accessor");
        QTest::addColumn<QByteArray>("device");
        QTest::addColumn<bool>("withList");
        for (const bool withList : {true, false}) {
            for (const char* accessor : {"auto", "file", "ntfs", "lazy_ntfs", "mft"}) {
                for (const char* device : {"C%3A", "c%3A", "%5C%5C.%5CC%3A", "%5C%5C%3F%5CC%3A"}) {
                    QTest::addRow("%s %s %d", accessor, device, withList)
                        << QByteArray(accessor) << QByteArray(device) << withList;
                }
            }
        }
    }

    void mapsMembers()
    {
        VelociraptorParts parts = onePage();
        QFETCH(QByteArray, accessor);
        QFETCH(QByteArray, device);
        QFETCH(bool, withList);
        parts.accessor = accessor;
        parts.device = device;
        parts.withUploadsList = withList;
        const EvidencePointer evidence = openParts(parts);
        QVERIFY(evidence);
        const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot\\a.aspx"));
        QCOMPARE(found.size(), 1);
        QCOMPARE(*readWhole(*evidence->files.part, found.first(), 100), QByteArray("a page"));
        QCOMPARE(found.first().timeSource, TimeSource::Collector);
        if (withList) {
            QCOMPARE(found.first().created, QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5), Qt::UTC));
            QCOMPARE(found.first().modified, QDateTime(QDate(2021, 3, 2), QTime(3, 4, 5, 500), Qt::UTC));
        }
    }

    void keepsRawNames()
    {
        const QList<QByteArray> names{"a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx",
                                      "new\nline.aspx",
                                      "a\xE2\x80\xAEx.txt",
                                      "a\xED\xA0\x80.aspx",
                                      "\xFF.aspx",

                                      "COM1",
                                      "dots...",
                                      ".hidden",
                                      "100%41.aspx",
                                      "a:stream",
                                      "back\\slash"};
        VelociraptorParts parts;
        for (const QByteArray& name : names) {
            parts.files.append(std::pair<QByteArray, QByteArray>{"inetpub/wwwroot/" + name, "of " + name});
        }
        const QByteArray script = "<script>alert(1)</script>.aspx";
        parts.more.append(
            ZipMember{.name = "uploads/auto/C%3A/inetpub/wwwroot/%3Cscript%3Ealert(1)%3C%2Fscript%3E.aspx",
                      .content = "of " + script});
        const EvidencePointer evidence = openParts(parts);
        for (const QByteArray& name : names + QList<QByteArray>{script}) {
            const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot").child(name));
            QVERIFY2(found.size() == 1, name); // no second one from the list of matches
            QCOMPARE(*readWhole(*evidence->files.part, found.first(), 200), "of " + name);
        }
    }

    void tellsHostAndTime()
    {
        const EvidencePointer evidence = openParts(onePage());
        QCOMPARE(evidence->target.host, QStringLiteral("EXAMPLE01"));
        QCOMPARE(evidence->target.identity.collectorHostId, QStringLiteral("1234-5678"));
        QCOMPARE(evidence->target.takenAt, QDateTime::fromSecsSinceEpoch(1760000000, Qt::UTC));
        QVERIFY(!evidence->target.takenAtSource.isEmpty());
        VelociraptorParts hives;
        for (const auto& [path, content] : smallServer()) {
            hives.files.append({path, content});
        }
        const EvidencePointer whole = openParts(hives);
        QCOMPARE(whole->target.host, QStringLiteral("BIRCH-EX01")); // the registry's own word
        QCOMPARE(whole->registry.state, ReadState::Read);
        QVERIFY(whole->iis);
        // "not collected" and "missing" are told apart for logs too.
        QCOMPARE(row(*whole, "ecp-logs").state, ReadState::NotCollected);
        QCOMPARE(row(*whole, "iis-logs").state, ReadState::Skipped);
    }

    void readNeedsEverything_data()
    {
        QTest::addColumn<VelociraptorParts>("parts");
        QTest::addColumn<ReadState>("expected");
        const auto add = [](const char* name, ReadState expected,
                            const std::function<void(VelociraptorParts&)>& change) {
            VelociraptorParts parts = onePage();
            change(parts);
            QTest::newRow(name) << parts << expected;
        };
        add("all well", ReadState::Read, [](auto&) {});
        add("state by name", ReadState::Read, [](auto& parts) { parts.state = "\"FINISHED\""; });
        add("state in quotes", ReadState::Read, [](auto& parts) { parts.state = "\"2\""; });
        add("status 0", ReadState::Read, [](auto& parts) { parts.queryStats = "[{\"status\":0},{}]"; });
        add("no limit", ReadState::Read, [](auto& parts) { parts.maxFileSize = "18446744073709551615"; });
        add("narrow but enough", ReadState::Read,
            [](auto& parts) { parts.spec = "Glob\n\"inetpub\\wwwroot\\**\\*.{aspx,config,dll}\"\n"; });
        add("error elsewhere", ReadState::Read, [](auto& parts) {
            parts.log = logLineOf("Globber: Access is denied while processing C:\\Users\\x") +
                        logLineOf("upload: Unable to open C:\\Users\\y\\NTUSER.DAT: in use");
        });
        add("unfinished", ReadState::Partly, [](auto& parts) { parts.state = "1"; });
        add("failed", ReadState::Partly, [](auto& parts) { parts.state = "3"; });
        add("status", ReadState::Partly,
            [](auto& parts) { parts.queryStats = "[{\"status\":10,\"error_message\":\"boom\"}]"; });
        add("size limit", ReadState::Partly, [](auto& parts) { parts.maxFileSize = "10485760"; });
        add("seen, not stored", ReadState::Partly,
            [](auto& parts) { parts.onlyMatched = {"inetpub/wwwroot/b.aspx"}; });
        add("seen below, not stored", ReadState::Partly,
            [](auto& parts) { parts.onlyMatched = {"inetpub/wwwroot/deep/b.aspx"}; });
        add("stored, not listed", ReadState::Partly, [](auto& parts) {
            parts.more.append(
                ZipMember{.name = "uploads/auto/C%3A/inetpub/wwwroot/half.aspx", .content = "half a"});
        });
        add("not copied by the server", ReadState::Partly, [](auto& parts) {
            parts.uploads =
                "{\"_Components\":[\"uploads\",\"auto\",\"C:\",\"inetpub\",\"wwwroot\",\"a.aspx\"],"
                "\"Error\":\"no room\"}\n";
        });
        add("could not open", ReadState::Partly, [](auto& parts) {
            parts.log = logLineOf("upload: Unable to open C:\\inetpub\\wwwroot\\b.aspx: in use");
        });
        add("could not list", ReadState::Denied, [](auto& parts) {
            parts.log = logLineOf("Globber: Access is denied while processing C:\\inetpub\\wwwroot");
        });
        add("could not list above", ReadState::Denied, [](auto& parts) {
            parts.log = logLineOf("Globber: Access is denied while processing \\\\.\\C:\\inetpub");
        });
        add("could not list something", ReadState::Partly,
            [](auto& parts) { parts.log = logLineOf("Globber: Access is denied while processing ???"); });
        add("time limit", ReadState::Partly,
            [](auto& parts) { parts.log = logLineOf("Query timed out after 600 seconds"); });
        add("no log", ReadState::Partly, [](auto& parts) { parts.withLog = false; });
        add("no context", ReadState::NotCollected, [](auto& parts) { parts.withContext = false; });
        add("other folder asked for", ReadState::NotCollected,
            [](auto& parts) { parts.spec = "Glob\nWindows\\**\n"; });
        add("other drive asked for", ReadState::NotCollected, [](auto& parts) { parts.root = "D:"; });
        add("other kind asked for", ReadState::NotCollected,
            [](auto& parts) { parts.spec = "Glob\ninetpub\\wwwroot\\**\\*.log\n"; });
        add("only one kind asked for", ReadState::NotCollected,
            [](auto& parts) { parts.spec = "Glob\ninetpub\\wwwroot\\**\\*.aspx\n"; });
        add("artifact of another kind", ReadState::NotCollected,
            [](auto& parts) { parts.artifact = "Windows.System.Pslist"; });
    }

    void readNeedsEverything()
    {
        QFETCH(VelociraptorParts, parts);
        QFETCH(ReadState, expected);
        const EvidencePointer evidence = openParts(parts);
        QVERIFY(evidence);
        const FolderState state =
            evidence->files->folderState(at("C:\\inetpub\\wwwroot"), {"a.aspx", "a.config"});
        // Where nothing proves more, files that are there make "partly" of "not collected".
        const bool partlyInstead = expected == ReadState::NotCollected && state.state == ReadState::Partly;
        QVERIFY2(state.state == expected || partlyInstead, qPrintable(inEnglish(state.reason)));
        QVERIFY(!state.reason.isEmpty());
        if (expected == ReadState::Read) {
            QCOMPARE(inEnglish(state.reason),
                     QStringLiteral(
                         "Asked for and listed without a recorded error, as far as the collector tells."));
        }
    }

    void anAbsentFolderIsNotAnEmptyOne()
    {
        VelociraptorParts parts = onePage();
        parts.spec = "Glob\ninetpub\\wwwroot\\**\nPerfLogs\\**\n";
        const EvidencePointer evidence = openParts(parts);
        QCOMPARE(stateOf(evidence, "C:\\PerfLogs"), ReadState::Missing); // asked for, nothing came
        QCOMPARE(stateOf(evidence, "C:\\Users\\Public"), ReadState::NotCollected);
        // The folder around it was searched in the same way and has files: no such file was there.
        QCOMPARE(stateOf(evidence, "C:\\inetpub\\wwwroot\\aspnet_client"), ReadState::Read);
        QCOMPARE(stateOf(evidence, "D:\\inetpub\\wwwroot"), ReadState::NotCollected);
    }

    void saysWhatWasNotAskedForBelow()
    {
        VelociraptorParts parts = onePage();
        parts.spec = "Glob\ninetpub\\wwwroot\\*\n";
        const EvidencePointer shallow = openParts(parts);
        QCOMPARE(stateOf(shallow, "C:\\inetpub\\wwwroot"), ReadState::Read);
        QCOMPARE(troublesBelow(shallow, "C:\\inetpub\\wwwroot").size(), 1);
        parts.spec = "Glob\ninetpub\\wwwroot\\**\n";
        QCOMPARE(troublesBelow(openParts(parts), "C:\\inetpub\\wwwroot").size(), 0);
        parts.spec = "Glob\ninetpub\\wwwroot\\**3\n";
        QCOMPARE(troublesBelow(openParts(parts), "C:\\inetpub\\wwwroot").size(), 1);
        parts = onePage();
        parts.log = logLineOf("Globber: Access is denied while processing C:\\inetpub\\wwwroot\\deep");
        const QList<WalkedFolder> denied = troublesBelow(openParts(parts), "C:\\inetpub\\wwwroot");
        QCOMPARE(denied.size(), 1);
        QCOMPARE(denied.first().folder.display(), QStringLiteral("C:\\inetpub\\wwwroot\\deep"));
        QCOMPARE(denied.first().state.state, ReadState::Denied);
    }

    void filesThatWereSeenAreThere()
    {
        VelociraptorParts parts = onePage();
        parts.onlyMatched = {"inetpub/wwwroot/gone.aspx"};
        parts.log = logLineOf("Skipping file C:\\inetpub\\wwwroot\\big.aspx Due to MaxFileSize");
        const EvidencePointer evidence = openParts(parts);
        for (const char* name : {"gone.aspx", "big.aspx"}) {
            const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot").child(name));
            QVERIFY2(found.size() == 1, name);
            const auto opened = evidence->files->open(found.first());
            QVERIFY(!opened);
            QVERIFY(inEnglish(opened.error().text).contains(QStringLiteral("did not store")));
        }
    }

    void readsTheCompiledRequestAndItsDefaults()
    {
        VelociraptorParts parts = onePage();
        parts.spec.clear(); // nothing in the request itself
        parts.more.append(ZipMember{
            .name = "requests.json",
            .content =
                "{\"items\":[{\"VQLClientAction\":{\"env\":[{\"key\":\"collectionSpec\",\"value\":"
                "\"Glob\\ninetpub\\\\**\\n\"},{\"key\":\"Root\",\"value\":\"C:\"}],\"Query\":[{\"VQL\":\"LET "
                "x\"},"
                "{\"Name\":\"Generic.Collectors.File/All Matches Metadata\",\"VQL\":\"SELECT\"}]}}]}"});
        QCOMPARE(stateOf(openParts(parts), "C:\\inetpub\\wwwroot"), ReadState::Read);
    }

    void readsPatternsFromTheTriageArtifact()
    {
        VelociraptorParts parts = onePage();
        parts.artifact = "Windows.Triage.Targets";
        parts.more.append(
            ZipMember{.name = "results/Windows.Triage.Targets%2FSearchGlobs.json",
                      .content = "{\"Rule\":\"IIS/Web\",\"Glob\":\"inetpub\\\\wwwroot\\\\**\"}\n"});
        QCOMPARE(stateOf(openParts(parts), "C:\\inetpub\\wwwroot"), ReadState::Read);
        parts.more.clear();
        parts.log = logLineOf("Processing Device C: with ntfs: glob is inetpub\\wwwroot\\**");
        QCOMPARE(stateOf(openParts(parts), "C:\\inetpub\\wwwroot"), ReadState::Read);
    }

    void snapshotsAreKeptApart()
    {
        VelociraptorParts parts = onePage();
        for (const char* device : {"%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy3",
                                   "%5C%5C.%5CHarddiskVolumeShadowCopy1"}) {
            parts.more.append(
                ZipMember{.name = QByteArray("uploads/ntfs/") + device + "/inetpub/wwwroot/old.aspx",
                          .content = "old"});
        }
        parts.more.append(
            ZipMember{.name = "uploads/ntfs_vss/C%3A/inetpub/wwwroot/older.aspx", .content = "older"});
        const EvidencePointer evidence = openParts(parts);
        QVERIFY(evidence->files->find(at("C:\\inetpub\\wwwroot\\old.aspx")).isEmpty());
        QVERIFY(evidence->files->find(at("C:\\inetpub\\wwwroot\\older.aspx")).isEmpty());
        QCOMPARE(row(*evidence, "snapshots").state, ReadState::Skipped);
        QCOMPARE(row(*evidence, "snapshots").files, 3);
    }

    void twinsAreBothThere()
    {
        VelociraptorParts parts = onePage();
        parts.files.append(std::pair<QByteArray, QByteArray>{"inetpub/wwwroot/a.aspx", "another page"});
        parts.more.append(
            ZipMember{.name = "uploads/ntfs/C%3A/inetpub/wwwroot/A.ASPX", .content = "by another way"});
        const EvidencePointer evidence = openParts(parts);
        const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot\\a.aspx"));
        QStringList contents;
        for (const FileEntry& entry : found) {
            contents.append(QString::fromLatin1(*readWhole(*evidence->files.part, entry, 100)));
        }
        QCOMPARE(contents, (QStringList{QStringLiteral("a page"), QStringLiteral("another page"),
                                        QStringLiteral("by another way")}));
    }

    void refusesWhatLeadsOut()
    {
        VelociraptorParts parts = onePage();
        parts.withUploadsList = false;
        for (const char* name :
             {"uploads/auto/C%3A/..%2F..%2Fx/%2E%2E/up.aspx", "uploads/auto/C%3A/a%00b.aspx",
              "uploads/auto/../../up.aspx", "uploads/auto/C%3A/%2E/up.aspx"}) {
            parts.more.append(ZipMember{.name = name, .content = "x"});
        }
        const EvidencePointer evidence = openParts(parts);
        QCOMPARE(row(*evidence, "collection").state, ReadState::Partly);
        QCOMPARE(row(*evidence, "collection").unreadable, 4);
    }

    void fillsSparseFiles()
    {
        VelociraptorParts parts = onePage();
        parts.withUploadsList = false;
        parts.more.append(
            ZipMember{.name = "uploads/ntfs/%5C%5C.%5CC%3A/inetpub/wwwroot/s.bin", .content = "headtail"});
        parts.more.append(ZipMember{
            .name = "uploads/ntfs/%5C%5C.%5CC%3A/inetpub/wwwroot/s.bin.idx",
            .content = "{\"ranges\":[{\"file_length\":4,\"length\":4},"
                       "{\"file_offset\":4,\"original_offset\":4,\"length\":10},"
                       "{\"file_offset\":4,\"original_offset\":14,\"file_length\":4,\"length\":4}]}"});
        const EvidencePointer evidence = openParts(parts);
        QVERIFY(evidence->files->find(at("C:\\inetpub\\wwwroot\\s.bin.idx")).isEmpty());
        const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot\\s.bin"));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().size, 18);
        QCOMPARE(*readWhole(*evidence->files.part, found.first(), 100),
                 "head" + QByteArray(10, '\0') + "tail");
    }

    void boundsSparseFiles()
    {
        const auto kind = [](const QByteArray& index) {
            const auto ranges = readSparseIndex(index);
            return ranges ? ErrorKind::BadCall : ranges.error().kind;
        };
        QCOMPARE(kind("{\"ranges\":[{\"original_offset\":999999999999,\"file_length\":4,\"length\":4}]}"),
                 ErrorKind::TooLarge);
        QCOMPARE(kind("{\"ranges\":[{\"file_length\":9,\"length\":9},{\"original_offset\":3,\"file_length\":"
                      "4,\"length\":4}]}"),
                 ErrorKind::Damaged);
        QCOMPARE(kind("{\"ranges\":[{\"file_length\":-9,\"length\":9}]}"), ErrorKind::Damaged);
        QCOMPARE(kind("no json"), ErrorKind::Damaged);
        QCOMPARE(kind("{\"original_offset\":0,\"file_length\":4,\"length\":4}\n{\"original_offset\":8,\"file_"
                      "length\":4,\"length\":4}\n"),
                 ErrorKind::BadCall); // the older form, line by line, is read
    }

    void theSameAsAFolder()
    {
        const RawTree tree;
        const QList<ZipMember> members = velociraptorCollection(onePage());
        for (const ZipMember& member : members) {
            tree.file(member.name.constData(), member.content);
        }
        const auto opened = openEvidence({tree.text(), false}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(stateOf(*opened, "C:\\inetpub\\wwwroot"), ReadState::Read);
        QCOMPARE((*opened)->files->find(at("C:\\inetpub\\wwwroot\\a.aspx")).size(), 1);
    }

    void aLogBesideTellsOfTimeLimits()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("Collection.zip"));
        writeFile(path, makeZip(velociraptorCollection(onePage())));
        writeFile(path + QStringLiteral(".log"), "[INFO] Starting\n");
        auto opened = openEvidence({path, false}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(stateOf(*opened, "C:\\inetpub\\wwwroot"), ReadState::Read);
        writeFile(path + QStringLiteral(".log"),
                  "[INFO] Starting\n[ERROR] Query timed out after 600 seconds\n");
        opened = openEvidence({path, false}, CancelToken());
        QCOMPARE(stateOf(*opened, "C:\\inetpub\\wwwroot"), ReadState::Partly);
    }

    void damagedNotesProveNothing()
    {
        const QList<ZipMember> whole = velociraptorCollection(onePage());
        for (qsizetype i = 0; i < whole.size(); ++i) {
            if (!whole.at(i).name.endsWith(".json") || whole.at(i).name == "client_info.json") {
                continue;
            }
            for (qsizetype length = 0; length + 1 < whole.at(i).content.size(); length += 5) {
                QList<ZipMember> cut = whole;
                cut[i].content.truncate(length);
                const EvidencePointer evidence = openParts(cut);
                QVERIFY(evidence);
                const bool atLineEnd = length == 0 || cut.at(i).content.endsWith('\n');
                if (!atLineEnd) {
                    QVERIFY2(stateOf(evidence, "C:\\inetpub\\wwwroot") != ReadState::Read, whole.at(i).name);
                }
            }
        }
    }
};

MAILMEND_TEST_CLASS(SourceVelociraptorTest)

#include "source_velociraptor_test.moc"
