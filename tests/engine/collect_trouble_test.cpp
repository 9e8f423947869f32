// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collected.h"
#include "engine/fake_files.h"
#include "support/registration.h"
#include "support/zip_builder.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const WindowsPath inetpub('C', {"inetpub"});
constexpr const Check* checks[] = {&wholeFolderCheck};

/** Gives this many bytes, then what `last` says. */
std::function<Result<qint64>(std::span<char>)> reads(qint64 total, std::function<Result<qint64>()> last)
{
    auto given = std::make_shared<qint64>(0);
    return [given, total, last](std::span<char> room) -> Result<qint64> {
        const qint64 count = std::min<qint64>(static_cast<qint64>(room.size()), total - *given);
        if (count <= 0) {
            return last();
        }
        std::fill_n(room.data(), count, 'x');
        *given += count;
        return count;
    };
}

Error lost()
{
    return {ErrorKind::Damaged, verbatim(QStringLiteral("The disk has a bad spot.")), {}, {}, {}};
}

/** Names the folders that it listed. */
class ListingFiles : public FakeFiles
{
public:
    QList<WindowsPath> named;

    bool walkListing(std::span<const WalkRoot> roots, const CancelToken& cancel,
                     const std::function<bool(FileEntry&&)>& visit, const FolderListed& listed,
                     QList<WalkedFolder>& troubles) const override
    {
        walk(roots, cancel, visit, troubles);
        for (const WindowsPath& folder : named) {
            listed(folder, folder);
        }
        return true;
    }
};

} // namespace

/** Collecting where not everything goes well: each file says what became of it, and no half is taken for a
 * whole. */
class CollectTroubleTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

    static std::shared_ptr<FakeFiles> files(std::vector<FakeFile> list)
    {
        auto made = std::make_shared<FakeFiles>();
        made->files = std::move(list);
        return made;
    }

    /** That the file has not got its name, and that what there is can't be opened. */
    static void verifyPartial(const QString& file)
    {
        QVERIFY(!QFile::exists(file));
        const QString partial = file + QStringLiteral(".partial");
        QVERIFY(QFile::exists(partial));
        QVERIFY(QFileInfo(partial).size() == 0 || !openEvidence({partial, false, {}}, CancelToken()));
    }

private Q_SLOTS:
    void everyFileSaysWhatBecameOfIt()
    {
        const auto end = []() -> Result<qint64> { return qint64(0); };
        const auto evidence = fakeEvidence(
            files({{inetpub.child("good.aspx"), "good", {}, false},
                   {inetpub.child("denied.aspx"), "denied", {}, true},
                   {inetpub.child("broken.aspx"), QByteArray(3'000'000, 'x'),
                    reads(2'000'000, [] { return Result<qint64>(lost()); }), false},
                   {inetpub.child("never.aspx"), "never", reads(0, [] { return Result<qint64>(lost()); }),
                    false},
                   {inetpub.child("grew.log"), "grew", reads(9, end), false},
                   {inetpub.child("shrank.log"), "shrank", reads(2, end), false},
                   {inetpub.child("large.bin"), QByteArray(5'000'000, 'l'), {}, false},
                   {inetpub.child("endless.bin"), "endless", reads(qint64(1) << 60, end), false},
                   {WindowsPath('C', {"inetpub", QByteArray(300, 'n')}), "long", {}, false},
                   {WindowsPath('C', {"inetpub", QByteArray(70'000, 'n')}), "longer", {}, false}}),
            QStringLiteral("fake"));
        CollectBounds bounds;
        bounds.file = 4'000'000;
        const QString zip = newFile();
        const auto collected = collectInto(zip, *evidence, checks, {}, bounds);
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        QCOMPARE(collected->files, 4);
        QCOMPARE(collected->unreadable, 6);
        const QJsonObject list = listOf(zip);
        const auto value = [&list](const char* name, const char* key) {
            return rowOf(list, QStringLiteral("C:\\inetpub\\") + QLatin1String(name))
                .value(QLatin1String(key));
        };
        QVERIFY(value("good.aspx", "error").isUndefined());
        QCOMPARE(value("good.aspx", "sha256").toString().size(), 64);
        QCOMPARE(value("denied.aspx", "error").toString(), QStringLiteral("Not for you."));
        QVERIFY(value("denied.aspx", "member").isUndefined());
        QVERIFY(value("never.aspx", "member").isUndefined());
        QVERIFY(value("broken.aspx", "error").toString().contains(QStringLiteral("bad spot")));
        QCOMPARE(value("broken.aspx", "size").toInt(), 2'000'000);
        QCOMPARE(value("grew.log", "changed").toString(), QStringLiteral("grew"));
        QCOMPARE(value("shrank.log", "changed").toString(), QStringLiteral("shrank"));
        QVERIFY(value("large.bin", "error").toString().contains(QStringLiteral("too large")));
        QVERIFY(value("large.bin", "member").isUndefined());
        QVERIFY(value("endless.bin", "error").toString().contains(QStringLiteral("too large")));

        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(toWord((*opened)->files.state), "read");
        const auto content = [&opened](const QByteArray& name) -> std::optional<QByteArray> {
            const QList<FileEntry> found = (*opened)->files->find(inetpub.child(name));
            const auto read = found.size() == 1 ? readWhole(*(*opened)->files.part, found.first(), 10'000'000)
                                                : Result<QByteArray>(lost());
            return read ? std::optional(*read) : std::nullopt;
        };
        QCOMPARE(content("good.aspx"), QByteArray("good"));
        QCOMPARE(content("grew.log"), QByteArray(9, 'x'));
        QCOMPARE(content(QByteArray(300, 'n')), QByteArray("long"));
        for (const char* name : {"denied.aspx", "broken.aspx", "never.aspx", "large.bin", "endless.bin"}) {
            QCOMPARE((*opened)->files->find(inetpub.child(name)).size(), 1); // there, and unreadable
            QVERIFY2(!content(name), name);
        }
    }

    /** Which error it was stays known: it is evidence. */
    void whatAnAntiVirusProgramHeldSaysSo()
    {
        const Error held{ErrorKind::AntiVirus, verbatim(QStringLiteral("It holds it.")), {}, {}, {}};
        FakeFile refused{inetpub.child("held.aspx"), "held", {}, false, held};
        FakeFile cut{inetpub.child("cut.aspx"), "cut", reads(3, [held] { return Result<qint64>(held); })};
        const auto evidence =
            fakeEvidence(files({refused, cut, {inetpub.child("denied.aspx"), "denied", {}, true}}),
                         QStringLiteral("fake"));
        const QString zip = newFile();
        QVERIFY(collectInto(zip, *evidence, checks));
        const QJsonObject list = listOf(zip);
        const QString key = QStringLiteral("held_by");
        const QString word = QStringLiteral("anti-virus");
        QCOMPARE(rowOf(list, QStringLiteral("C:\\inetpub\\held.aspx")).value(key).toString(), word);
        QCOMPARE(rowOf(list, QStringLiteral("C:\\inetpub\\cut.aspx")).value(key).toString(), word);
        QVERIFY(!rowOf(list, QStringLiteral("C:\\inetpub\\denied.aspx")).contains(key));
        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        for (const auto& [name, kind] : {std::pair("held.aspx", ErrorKind::AntiVirus),
                                         {"cut.aspx", ErrorKind::AntiVirus},
                                         {"denied.aspx", ErrorKind::NotFound}}) {
            const QList<FileEntry> found = (*opened)->files->find(inetpub.child(name));
            QCOMPARE(found.size(), 1);
            const auto file = (*opened)->files->open(found.first());
            QVERIFY2(!file && file.error().kind == kind, name);
        }
    }

    void ofOneKindOnlySoMuchIsTaken()
    {
        const auto evidence = fakeEvidence(files({{inetpub.child("a.bin"), QByteArray(600, 'a'), {}, false},
                                                  {inetpub.child("b.bin"), QByteArray(600, 'b'), {}, false},
                                                  {inetpub.child("c.bin"), QByteArray(300, 'c'), {}, false}}),
                                           QStringLiteral("fake"));
        CollectBounds bounds;
        bounds.kind = 1000;
        const QString zip = newFile();
        const auto collected = collectInto(zip, *evidence, checks, {}, bounds);
        QVERIFY(collected);
        QCOMPARE(collected->files, 2);
        QCOMPARE(collected->unreadable, 1);
        QVERIFY(rowOf(listOf(zip), QStringLiteral("C:\\inetpub\\b.bin"))
                    .value(QStringLiteral("error"))
                    .toString()
                    .contains(QStringLiteral("of this kind")));
    }

    void foldersThatCouldNotBeListedAreNeverRead()
    {
        auto fake = files({{WindowsPath('C', {"inetpub", "open", "a.aspx"}), "a", {}, false}});
        fake->troublesToTell = {{WindowsPath('C', {"inetpub", "shut"}),
                                 {ReadState::Denied, verbatim(QStringLiteral("Not for you."))}}};
        const QString zip = newFile();
        const auto collected = collectInto(zip, *fakeEvidence(fake, QStringLiteral("fake")), checks);
        QVERIFY(collected);
        QCOMPARE(collected->troubles, 1);
        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        const auto state = [&opened](QList<QByteArray> components) {
            return QLatin1String(toWord(
                (*opened)->files->folderState(WindowsPath('C', std::move(components)), {"a.aspx"}).state));
        };
        QCOMPARE(state({"inetpub", "shut"}), QLatin1String("denied"));
        QCOMPARE(state({"inetpub", "shut", "below"}), QLatin1String("denied"));
        QCOMPARE(state({"inetpub", "open"}), QLatin1String("read"));
        QCOMPARE(state({"Users"}), QLatin1String("not-collected"));
    }

    /** That a folder can be listed doesn't say that what is below it was gone through. */
    void aFolderThatWasNeverWalkedIsNotRead()
    {
        for (const bool isNamed : {true, false}) {
            auto fake = std::make_shared<ListingFiles>();
            fake->files = {{inetpub.child("a.aspx"), "a", {}, false}};
            fake->named = isNamed ? QList{inetpub} : QList<WindowsPath>();
            const QString zip = newFile();
            QVERIFY(collectInto(zip, *fakeEvidence(fake, QStringLiteral("fake")), checks));
            const auto opened = openEvidence({zip, false, {}}, CancelToken());
            QVERIFY(opened);
            QCOMPARE((*opened)->files->folderState(inetpub, {"a.aspx"}).state,
                     isNamed ? ReadState::Read : ReadState::Partly);
        }
    }

    void tooManyFilesLeaveItUnfinished()
    {
        std::vector<FakeFile> list;
        for (int i = 0; i < 50; ++i) {
            list.push_back({inetpub.child(QByteArray::number(i) + ".aspx"), "x", {}, false});
        }
        CollectBounds bounds;
        bounds.files = 10;
        const QString zip = newFile();
        const auto collected = collectInto(zip, *fakeEvidence(files(std::move(list)), QStringLiteral("fake")),
                                           checks, {}, bounds);
        QVERIFY(collected);
        QVERIFY(!collected->finished);
        QCOMPARE(collected->files, 10);
        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(toWord((*opened)->files.state), "partly");
        QCOMPARE(toWord((*opened)->files->folderState(inetpub, {"a.aspx"}).state), "partly");
    }

    /** Folders alone can be more than a list of contents may hold. */
    void tooManyFoldersLeaveItUnfinished()
    {
        auto fake = files({{inetpub.child("a.aspx"), "a", {}, false}});
        for (int i = 0; i < 500; ++i) {
            fake->troublesToTell.append({WindowsPath('C', {"inetpub", QByteArray::number(i)}),
                                         {ReadState::Denied, verbatim(QStringLiteral("Not for you."))}});
        }
        CollectBounds bounds;
        bounds.list = 10'000;
        const QString zip = newFile();
        const auto collected =
            collectInto(zip, *fakeEvidence(fake, QStringLiteral("fake")), checks, {}, bounds);
        QVERIFY(collected);
        QVERIFY(!collected->finished);
        const QJsonObject list = listOf(zip);
        QVERIFY(!list.contains(QStringLiteral("finished")));
        const auto size = QJsonDocument(list).toJson(QJsonDocument::Compact).size();
        QVERIFY2(size > 10'000 && size < 15'000, qPrintable(QString::number(size)));
        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(toWord((*opened)->files.state), "partly");
        QCOMPARE(toWord((*opened)->files->folderState(inetpub.child("499"), {"a.aspx"}).state), "partly");
    }

    void aStoppedOneStaysPartial()
    {
        CancelToken cancel;
        const auto evidence =
            fakeEvidence(files({{inetpub.child("a.aspx"), "a", {}, false},
                                {inetpub.child("b.bin"), "b",
                                 reads(qint64(1) << 60, [] { return Result<qint64>(lost()); }), false}}),
                         QStringLiteral("fake"));
        auto fake = std::const_pointer_cast<FakeFiles>(
            std::static_pointer_cast<const FakeFiles>(evidence->files.part));
        const auto inner = fake->files[1].read;
        int pieces = 0;
        fake->files[1].read = [&](std::span<char> room) {
            if (++pieces == 5) {
                cancel.cancel();
            }
            return inner(room);
        };
        const QString zip = newFile();
        const auto collected = collectInto(zip, *evidence, checks, {}, {}, cancel);
        QVERIFY(!collected);
        QCOMPARE(collected.error().kind, ErrorKind::Cancelled);
        QVERIFY(pieces <= 6);
        verifyPartial(zip);
    }

    void aFullDiskIsLeftWithRoom()
    {
        CollectBounds bounds;
        bounds.roomToLeave = qint64(1) << 60;
        const QString zip = newFile();
        const auto evidence =
            fakeEvidence(files({{inetpub.child("a.aspx"), "a", {}, false}}), QStringLiteral("fake"));
        const auto collected = collectInto(zip, *evidence, checks, {}, bounds);
        QVERIFY(!collected);
        QCOMPARE(collected.error().kind, ErrorKind::Full);
        verifyPartial(zip);
    }

    void nothingIsWrittenOver()
    {
        const auto evidence =
            fakeEvidence(files({{inetpub.child("a.aspx"), "a", {}, false}}), QStringLiteral("fake"));
        const QString there = newFile();
        writeFile(there, "mine");
        const QString left = newFile();
        writeFile(left + QStringLiteral(".partial"), "an earlier run's");
        for (const QString& name : {there, left}) {
            const auto collected = collectInto(name, *evidence, checks);
            QVERIFY(!collected);
            QCOMPARE(collected.error().kind, ErrorKind::Conflict);
        }
        // Somebody takes the name while it is being collected.
        const QString taken = newFile();
        auto to = createPartialFile(taken);
        QVERIFY(to);
        writeFile(taken, "mine");
        QVERIFY((*to)->write("bytes"));
        const Done finished = (*to)->finish();
        QVERIFY(!finished);
        QCOMPARE(finished.error().kind, ErrorKind::Conflict);
        QVERIFY((*to)->isWhole()); // all of it is there, under its other name
        QFile file(taken);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("mine"));
    }

    /** Names that Mailmend never writes are none of its files. */
    void strangeMembersAreCounted()
    {
        const QByteArray list = R"({"format": "mailmend-collection/1", "tool": "t", "host": {},
            "started": "2026-03-01T10:00:00Z", "finished": "2026-03-01T10:01:00Z", "asked": [],
            "folders": [{"path": "C:\\x", "name": "files/C/a/%2E%2E", "state": "read"}],
            "files": [{"path": "C:\\x", "name": "files/../x", "error": "no"}]})";
        const QString zip = newFile();
        writeFile(zip, makeZip({{"mailmend-collection.json", list},
                                {"files/C/inetpub/%00.aspx", "null"},
                                {"files/C/inetpub/%2E%2E", "up"},
                                {"files/C/inetpub/a%2Fb.aspx", "a slash in a name"}}));
        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(toWord((*opened)->files.state), "partly");
        QCOMPARE((*opened)->files->find(inetpub.child("a/b.aspx")).size(), 1);
        QVERIFY((*opened)->files->find(WindowsPath('C', {"a"})).isEmpty());
    }
};

MAILMEND_TEST_CLASS(CollectTroubleTest)
#include "collect_trouble_test.moc"
