// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "base/sha256.h"
#include "evidence/collection/collection.h"
#include "evidence/collection/escaped_name.h"
#include "evidence/evidence.h"
#include "support/collections.h"
#include "support/opened.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"
#include "support/zip_builder.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

QList<WalkedFolder> walk(const Evidence& evidence, const WindowsPath& folder, QList<FileEntry>& seen)
{
    QList<WalkedFolder> troubles;
    const WalkRoot root{folder, true};
    evidence.files->walk(
        std::span(&root, 1), CancelToken(),
        [&seen](FileEntry&& entry) {
            seen.append(entry);
            return true;
        },
        troubles);
    return troubles;
}

} // namespace

class SourceCollectionTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QList<ZipMember>& members, const char* name = "collection.zip")
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        writeFile(path, makeZip(members));
        return path;
    }

    EvidencePointer openZipOf(const QList<ZipMember>& members)
    {
        auto opened = openEvidence({write(members), false}, CancelToken());
        if (!opened) {
            qWarning("%s", qPrintable(logLine(opened.error())));
        }
        return opened ? *opened : nullptr;
    }

private Q_SLOTS:
    void escapesBothWays_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QByteArray>("escaped");
        QTest::newRow("plain") << QByteArray("a.aspx") << QByteArray("a.aspx");
        QTest::newRow("drive") << QByteArray("C:") << QByteArray("C%3A");
        QTest::newRow("device") << QByteArray("\\\\.\\C:") << QByteArray("%5C%5C.%5CC%3A");
        QTest::newRow("stream") << QByteArray("$UsnJrnl:$Max") << QByteArray("$UsnJrnl%3A$Max");
        QTest::newRow("dots") << QByteArray(".a.") << QByteArray("%2Ea%2E");
        QTest::newRow("up") << QByteArray("..") << QByteArray("%2E%2E");
        QTest::newRow("percent") << QByteArray("100%41") << QByteArray("100%2541");
        QTest::newRow("slash") << QByteArray("a/b\\c") << QByteArray("a%2Fb%5Cc");
        QTest::newRow("no text") << QByteArray("\xFF\x2E") << QByteArray("%FF%2E");
        QTest::newRow("text") << QByteArray("\xC3\xA4") << QByteArray("\xC3\xA4");
    }

    void escapesBothWays()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QByteArray, escaped);
        QCOMPARE(escapeComponent(raw), escaped);
        QCOMPARE(unescapeComponent(escaped), raw);
    }

    void unescapesWhatIsHalfWritten()
    {
        QCOMPARE(unescapeComponent("%"), QByteArray("%"));
        QCOMPARE(unescapeComponent("%4"), QByteArray("%4"));
        QCOMPARE(unescapeComponent("%zz%41"), QByteArray("%zzA"));
    }

    void readsItsOwnLayout()
    {
        const EvidencePointer evidence = openZipOf(mailmendCollection());
        QVERIFY(evidence);
        QCOMPARE(evidence->target.kind, QStringLiteral("collection"));
        QCOMPARE(evidence->target.host, QStringLiteral("BIRCH-EX01"));
        QCOMPARE(evidence->target.identity.collectorHostId, QStringLiteral("abc"));
        QCOMPARE(evidence->target.takenAt, QDateTime(QDate(2026, 11, 1), QTime(10, 0), Qt::UTC));
        QCOMPARE(evidence->registry.state, ReadState::Read);
        QVERIFY(evidence->exchange);
        QCOMPARE(row(*evidence, "collection").state, ReadState::Read);

        const Files& files = *evidence->files.part;
        const QList<FileEntry> page = files.find(at("C:\\INETPUB\\wwwroot\\iisstart.htm"));
        QCOMPARE(page.size(), 1);
        QCOMPARE(*readWhole(files, page.first(), 100), QByteArray("welcome"));
        QCOMPARE(page.first().attributes, quint32(6));
        QCOMPARE(page.first().modified, QDateTime(QDate(2021, 3, 1), QTime(2, 3, 4), Qt::UTC));
        QCOMPARE(page.first().timeSource, TimeSource::Collector);
        const QList<FileEntry> locked = files.find(at("C:\\inetpub\\wwwroot\\locked.aspx"));
        QCOMPARE(locked.size(), 1); // there, and unreadable
        QVERIFY(!files.open(locked.first()));
        QVERIFY(inEnglish(files.open(locked.first()).error().text).contains(QStringLiteral("in use")));
    }

    /** The collection that these tests read is one that the published schema allows. */
    void fitsItsSchema()
    {
        const QString list = m_folder.filePath(QStringLiteral("list.json"));
        writeFile(list, mailmendCollection().first().content);
        QProcess python;
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import json,sys,jsonschema\n"
                                     "jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))"
                                     ".validate(json.load(open(sys.argv[2])))"),
                      QStringLiteral(MAILMEND_SOURCE_DIR "/resources/schema/mailmend-collection.schema.json"),
                      list});
        QVERIFY(python.waitForFinished(60'000));
        QVERIFY2(python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0,
                 python.readAllStandardError());
    }

    void takesItsOwnWordOnFolders()
    {
        const EvidencePointer evidence = openZipOf(mailmendCollection());
        const auto state = [&evidence](const char* folder, const QList<QByteArray>& names = {"a.aspx"}) {
            return evidence->files->folderState(at(folder), names).state;
        };
        QCOMPARE(state("C:\\inetpub\\wwwroot"), ReadState::Read);
        QCOMPARE(state("C:\\inetpub\\wwwroot\\empty"), ReadState::Read);
        QCOMPARE(state("C:\\inetpub\\wwwroot\\none"), ReadState::Missing);
        QCOMPARE(state("C:\\inetpub\\closed"), ReadState::Denied);
        QCOMPARE(state("C:\\inetpub\\closed\\below"), ReadState::Denied);
        QCOMPARE(state("C:\\logs"), ReadState::NotCollected); // only *.log was asked for
        QCOMPARE(state("C:\\logs", {"a.log"}), ReadState::Read);
        QCOMPARE(state("C:\\Windows\\System32\\config", {"SAM"}), ReadState::Read);
        QCOMPARE(state("C:\\Windows\\System32\\config", {"SAM", "x"}), ReadState::NotCollected);
        QCOMPARE(state("C:\\Windows\\System32\\config\\RegBack", {"SAM"}), ReadState::NotCollected);
        QCOMPARE(state("D:\\Exchange"), ReadState::NotCollected);

        QList<FileEntry> seen;
        const QList<WalkedFolder> troubles = walk(*evidence, at("C:\\inetpub"), seen);
        QCOMPARE(troubles.size(), 1);
        QCOMPARE(troubles.first().state.state, ReadState::Denied);
        QCOMPARE(seen.size(), 3); // the page, the locked one, and an old log
    }

    void aShortNameIsNoMissingFolder()
    {
        const EvidencePointer evidence = openZipOf(mailmendCollection());
        const FolderState state =
            evidence->files->folderState(at("C:\\inetpub\\WWWROO~1\\client"), {"a.aspx"});
        QCOMPARE(state.state, ReadState::NotCollected);
        QVERIFY(inEnglish(state.reason).contains(QStringLiteral("WWWROO~1 is Windows' short name")));
        QCOMPARE(evidence->files->folderState(at("C:\\inetpub\\wwwroot\\~client"), {"a.aspx"}).state,
                 ReadState::Missing);
    }

    /** Only a collection that says so has all that hides beside files. */
    void whetherStreamsWereCollected()
    {
        QByteArray manifest = mailmendCollection().first().content;
        const auto stateIn = [](const EvidencePointer& evidence, const char* path) {
            return evidence->files->streamState(at(path)).state;
        };
        const EvidencePointer silent = openZipOf(mailmendCollection());
        QCOMPARE(silent->files->streams().state, ReadState::NotCollected);
        QCOMPARE(stateIn(silent, "C:\\inetpub\\wwwroot\\iisstart.htm:evil"), ReadState::NotCollected);

        manifest.replace("\"asked\":", "\"streams\":\"read\",\"asked\":");
        manifest.replace("{\"path\":\"C:\\\\logs\",\"state\":\"read\"}",
                         "{\"path\":\"C:\\\\logs\",\"state\":\"read\"},{\"path\":\"C:\\\\inetpub\\\\"
                         "wwwroot\\\\locked.aspx\",\"state\":\"partly\",\"reason\":\"denied\"}");
        const EvidencePointer told = openZipOf(mailmendCollection(manifest));
        QVERIFY(told);
        QCOMPARE(told->files->streams().state, ReadState::Read);
        QCOMPARE(stateIn(told, "C:\\inetpub\\wwwroot\\iisstart.htm:evil"), ReadState::Read);
        QCOMPARE(stateIn(told, "C:\\inetpub\\wwwroot\\empty:evil"), ReadState::Read);
        QCOMPARE(stateIn(told, "C:\\inetpub\\wwwroot\\locked.aspx:evil"), ReadState::Partly);
        QCOMPARE(stateIn(told, "C:\\logs\\a.log:evil"), ReadState::NotCollected); // not asked for
        manifest.replace("\"streams\":\"read\"", "\"streams\":\"nonsense\"");
        QCOMPARE(openZipOf(mailmendCollection(manifest))->files->streams().state, ReadState::NotCollected);
    }

    void anInterruptedCollectionProvesNothing()
    {
        QByteArray manifest = mailmendCollection().first().content;
        manifest.replace("\"finished\":\"2026-11-01T10:05:00Z\",", "");
        const EvidencePointer evidence = openZipOf(mailmendCollection(manifest));
        QVERIFY(evidence);
        QCOMPARE(evidence->files->folderState(at("C:\\inetpub\\wwwroot"), {"a.aspx"}).state,
                 ReadState::Partly);
        QCOMPARE(row(*evidence, "collection").state, ReadState::Partly);
    }

    void namesInACollection()
    {
        const QList<QByteArray> names{"a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx",
                                      "new\nline.aspx",
                                      "a\xE2\x80\xAEx.txt",
                                      "a\xED\xA0\x80.aspx",
                                      "\xFF.aspx",
                                      "<script>alert(1)</script>",
                                      "COM1",
                                      "dots..."};
        QList<ZipMember> members = mailmendCollection();
        for (const QByteArray& name : names) {
            members.append(
                {.name = "files/C/inetpub/wwwroot/" + escapeComponent(name), .content = "of " + name});
        }
        members.append(ZipMember{.name = "files/C/inetpub/%2E%2E/up.aspx", .content = "x"});
        members.append(ZipMember{.name = "files/C/inetpub/nul%00l.aspx", .content = "x"});
        members.append(ZipMember{.name = "files/C/../../up.aspx", .content = "x"});
        const EvidencePointer evidence = openZipOf(members);
        QVERIFY(evidence);
        for (const QByteArray& name : names) {
            const QList<FileEntry> found = evidence->files->find(at("C:\\inetpub\\wwwroot").child(name));
            QVERIFY2(found.size() == 1, name);
            QCOMPARE(*readWhole(*evidence->files.part, found.first(), 200), "of " + name);
        }
        QCOMPARE(row(*evidence, "collection").state, ReadState::Partly);
        QCOMPARE(row(*evidence, "collection").unreadable, 3);
        QList<FileEntry> seen;
        walk(*evidence, at("C:\\"), seen);
        for (const FileEntry& entry : std::as_const(seen)) {
            QVERIFY(!entry.path.name().contains("up.aspx"));
        }
    }

    void aFileThatWasChangedAfterwardsIsNotRead()
    {
        QList<ZipMember> members = mailmendCollection();
        QByteArray name;
        for (ZipMember& member : members) {
            if (name.isEmpty() && member.name.startsWith("files/C/inetpub/")) {
                name = member.name;
                member.content.fill(' ');
            }
        }
        QVERIFY(!name.isEmpty());
        const EvidencePointer evidence = openZipOf(members);
        const WindowsPath path('C', name.mid(qstrlen("files/C/")).split('/'));
        const QList<FileEntry> found = evidence->files->find(path);
        QCOMPARE(found.size(), 1);
        const auto read = readWhole(*evidence->files.part, found.first(), 1'000'000);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Damaged);
    }

    void twinsAreBothThere()
    {
        QList<ZipMember> members = mailmendCollection();
        members.append(ZipMember{.name = "files/C/inetpub/wwwroot/twin.aspx", .content = "first"});
        members.append(ZipMember{.name = "files/C/inetpub/wwwroot/twin.aspx", .content = "second"});
        members.append(ZipMember{.name = "files/C/inetpub/wwwroot/TWIN.aspx", .content = "third"});
        const EvidencePointer evidence = openZipOf(members);
        QList<FileEntry> seen;
        walk(*evidence, at("C:\\inetpub\\wwwroot"), seen);
        QStringList contents;
        for (const FileEntry& entry : std::as_const(seen)) {
            if (foldName(entry.path.name()) == "twin.aspx") {
                contents.append(QString::fromLatin1(*readWhole(*evidence->files.part, entry, 20)));
            }
        }
        QCOMPARE(contents,
                 (QStringList{QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("third")}));
        QCOMPARE(evidence->files->find(at("C:\\inetpub\\wwwroot\\twin.aspx")).size(), 3);
    }

    void walksOverlappingRootsOnce()
    {
        const EvidencePointer evidence = openZipOf(mailmendCollection());
        const std::vector<WalkRoot> roots{{at("C:\\inetpub"), true},
                                          {at("C:\\INETPUB\\wwwroot"), true},
                                          {at("C:\\inetpub\\wwwroot"), false},
                                          {at("C:\\"), false}};
        int seen = 0;
        QList<WalkedFolder> troubles;
        evidence->files->walk(
            roots, CancelToken(),
            [&seen](FileEntry&&) {
                ++seen;
                return true;
            },
            troubles);
        QCOMPARE(seen, 3);
    }

    void theSameAsAFolder()
    {
        const RawTree tree;
        for (const ZipMember& member : mailmendCollection()) {
            tree.file(member.name.constData(), member.content);
        }
        const auto evidence = openEvidence({tree.text(), false}, CancelToken());
        QVERIFY(evidence);
        QCOMPARE((*evidence)->target.kind, QStringLiteral("collection"));
        const auto zip = openZipOf(mailmendCollection());
        QCOMPARE((*evidence)->target.id, zip->target.id);
        for (const char* folder :
             {"C:\\inetpub\\wwwroot", "C:\\inetpub\\wwwroot\\none", "C:\\inetpub\\closed", "C:\\x"}) {
            QCOMPARE((*evidence)->files->folderState(at(folder), {"a.aspx"}).state,
                     zip->files->folderState(at(folder), {"a.aspx"}).state);
        }
        const QList<FileEntry> page = (*evidence)->files->find(at("C:\\inetpub\\wwwroot\\iisstart.htm"));
        QCOMPARE(page.size(), 1);
        QCOMPARE(*readWhole(*(*evidence)->files.part, page.first(), 100), QByteArray("welcome"));
    }

    void plainCopiesProveNothing_data()
    {
        QTest::addColumn<QByteArray>("root");
        QTest::newRow("letter") << QByteArray("C/");
        QTest::newRow("colon") << QByteArray("C:/");
        QTest::newRow("percent") << QByteArray("C%3A/");
        QTest::newRow("small") << QByteArray("c/");
        QTest::newRow("Windows") << QByteArray("");
        QTest::newRow("wrapped") << QByteArray("case 17/C/");
        QTest::newRow("backslashes") << QByteArray("C\\");
        QTest::newRow("share") << QByteArray("C$/");
        QTest::newRow("underscore") << QByteArray("C_/");
    }

    void plainCopiesProveNothing()
    {
        QFETCH(QByteArray, root);
        QList<ZipMember> members;
        for (const auto& [path, content] : smallServer()) {
            QByteArray name = root + path;
            if (root.endsWith('\\')) {
                name.replace('/', '\\');
            }
            members.append(ZipMember{.name = name, .content = content, .deflate = true});
        }
        const EvidencePointer evidence = openZipOf(members);
        QVERIFY(evidence);
        QCOMPARE(evidence->target.host, QStringLiteral("BIRCH-EX01"));
        QCOMPARE(evidence->files->find(at("C:\\inetpub\\wwwroot\\iisstart.htm")).size(), 1);
        QCOMPARE(evidence->files->folderState(at("C:\\inetpub\\wwwroot"), {"a.aspx"}).state,
                 ReadState::Partly);
        QCOMPARE(evidence->files->folderState(at("C:\\PerfLogs"), {"a.aspx"}).state, ReadState::NotCollected);
        QCOMPARE(evidence->target.takenAt, smallServerTime()); // from the hives, not from the zip
        QCOMPARE(row(*evidence, "ecp-logs").state, ReadState::NotCollected);
    }

    void aPartOfADiskProvesNothing()
    {
        const RawTree tree; // Windows, but not what else a system drive holds
        tree.file("Windows/System32/config/SOFTWARE", smallServer().first().second);
        tree.file("inetpub/wwwroot/a.aspx", "x");
        const auto evidence = openEvidence({tree.text(), false}, CancelToken());
        QVERIFY(evidence);
        QCOMPARE((*evidence)->target.kind, QStringLiteral("collection"));
        QCOMPARE((*evidence)->files->folderState(at("C:\\inetpub\\wwwroot"), {"a.aspx"}).state,
                 ReadState::Partly);
    }

    void namesOtherLayouts_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QString>("word");
        QTest::newRow("locked") << QByteArray("data.zip") << QStringLiteral("locked");
        QTest::newRow("hunt") << QByteArray("hunt_info.json") << QStringLiteral("several computers");
    }

    void namesOtherLayouts()
    {
        QFETCH(QByteArray, member);
        QFETCH(QString, word);
        const QList<ZipMember> members{{.name = member, .content = "x"}};
        const auto opened = openEvidence({write(members), false}, CancelToken());
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Unsupported);
        QVERIFY(inEnglish(opened.error().text).contains(word));
        QVERIFY(!opened.error().hint.isEmpty());
    }

    void namesAcquireAndUnknown()
    {
        const auto acquire =
            openEvidence({write({{.name = "fs/C:/Windows/x", .content = "x"}}), false}, CancelToken());
        QVERIFY(!acquire);
        QVERIFY(inEnglish(acquire.error().text).contains(QStringLiteral("Acquire")));
        const auto unknown =
            openEvidence({write({{.name = "holiday.jpg", .content = "x"}}), false}, CancelToken());
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind, ErrorKind::Unsupported);
        const auto nothing = openEvidence({write({}), false}, CancelToken());
        QVERIFY(!nothing);
    }

    void looseZipsAreLookedAtAsTheyAre()
    {
        const QString path =
            write({{.name = "a/page.aspx", .content = "x"}, {.name = "../up.aspx", .content = "x"}});
        const auto evidence = openEvidence({path, true}, CancelToken());
        QVERIFY(evidence);
        QVERIFY((*evidence)->looseFiles);
        QList<FileEntry> seen;
        walk(**evidence, WindowsPath(), seen);
        QCOMPARE(seen.size(), 1);
        QCOMPARE(seen.first().path.display(), QStringLiteral("a\\page.aspx"));
        QCOMPARE(row(**evidence, "collection").unreadable, 1);
    }

    void everyFlipOfAManifestEnds()
    {
        const QByteArray manifest = mailmendCollection().first().content.left(1200);
        for (qsizetype length = 0; length < manifest.size(); length += 7) {
            const auto opened =
                openCollection(memoryContainer({{"mailmend-collection.json", {}, manifest.first(length)},
                                                {"files/C/Windows/x", {}, "x"}}),
                               QStringLiteral("x"), QStringLiteral("collection"), CancelToken());
            QVERIFY(!opened); // a list that is cut short is no list
        }
    }
};

MAILMEND_TEST_CLASS(SourceCollectionTest)

#include "source_collection_test.moc"
