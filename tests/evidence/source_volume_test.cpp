// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/evidence.h"
#include "evidence/volume/volume_files.h"
#include "support/opened.h"
#include "support/raw_tree.h"
#include "support/registration.h"

#include <QDir>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

std::unique_ptr<VolumeFiles> openFiles(const RawTree& tree, char letter = 'C')
{
    auto root = native::openFolder(tree.path());
    return std::make_unique<VolumeFiles>(
        QList<OpenVolume>{{{letter, native::canonical(tree.path())}, *root, {}}});
}

struct Walked
{
    QList<WindowsPath> files;
    QList<WalkedFolder> troubles;

    QStringList names() const
    {
        QStringList shown;
        for (const WindowsPath& path : files) {
            shown.append(path.display());
        }
        shown.sort();
        return shown;
    }
};

Walked walk(const Files& files, std::vector<WalkRoot> roots)
{
    Walked walked;
    files.walk(
        roots, CancelToken(),
        [&walked](FileEntry&& entry) {
            walked.files.append(entry.path);
            return true;
        },
        walked.troubles);
    return walked;
}

/** Runs `work` in a child without root's rights; its result is the child's exit status. */
int withoutRights(const std::function<int()>& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
            ::_exit(99);
        }
        ::_exit(work());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

} // namespace

class SourceVolumeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryName_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("shell") << QByteArray("a';$(calc)&'\xE2\x80\x99[x]#@{}.aspx");
        QTest::newRow("newline") << QByteArray("a\nb.aspx");
        QTest::newRow("override") << QByteArray("a\xE2\x80\xAExpsa.txt");
        QTest::newRow("surrogate") << QByteArray("a\xED\xA0\x80.aspx");
        QTest::newRow("no text") << QByteArray("\xFF.aspx");
        QTest::newRow("device") << QByteArray("COM1");
        QTest::newRow("device with extension") << QByteArray("aux.aspx");
        QTest::newRow("dots at the end") << QByteArray("page.aspx...");
        QTest::newRow("space at the end") << QByteArray("page.aspx ");
        QTest::newRow("stream") << QByteArray("a.txt:b.aspx");
        QTest::newRow("backslash") << QByteArray("a\\b.aspx");
        QTest::newRow("longest") << QByteArray(255, 'x');
        QTest::newRow("one byte") << QByteArray("\x01");
    }

    void keepsEveryName()
    {
        QFETCH(QByteArray, name);
        const RawTree tree;
        tree.file({"inetpub", "wwwroot", name}, "content of " + name);
        const auto files = openFiles(tree);
        const WindowsPath path = at("C:\\inetpub\\wwwroot").child(name);

        const Walked walked = walk(*files, {{at("C:\\inetpub"), true}});
        QCOMPARE(walked.files.size(), 1);
        QCOMPARE(walked.files.first().name(), name);
        QVERIFY(walked.troubles.isEmpty());
        const QList<FileEntry> found = files->find(path);
        QCOMPARE(found.size(), 1);
        const auto content = readWhole(*files, found.first(), 1000);
        QVERIFY(content);
        QCOMPARE(*content, "content of " + name);
    }

    void aTargetIsKeptAbsolute()
    {
        const RawTree tree;
        tree.file("server/c/file", "x");
        tree.file("server/d,e/file", "x");
        const QString before = QDir::currentPath();
        const QString root = QFileInfo(QString::fromLocal8Bit(tree.path())).canonicalFilePath();
        QVERIFY(QDir::setCurrent(root + QStringLiteral("/server")));
        const auto absolute = [](const char* text) { return absoluteTarget(QString::fromLatin1(text)); };
        QCOMPARE(absolute("c"), root + QStringLiteral("/server/c"));
        QCOMPARE(absolute("."), root + QStringLiteral("/server"));
        QCOMPARE(absolute("./c/"), root + QStringLiteral("/server/c"));
        QCOMPARE(absolute("../server/d,e"), root + QStringLiteral("/server/d,e"));
        QCOMPARE(absolute("c=c,D=d,e"), QStringLiteral("C=%1/server/c,D=%1/server/d,e").arg(root));
        const QString whole = root + QStringLiteral("/server/c");
        QCOMPARE(absoluteTarget(whole), whole);
        for (const char* kept : {"sample:", "sample:repaired", "not-there", "C=", "C=c,C=c", ""}) {
            QCOMPARE(absolute(kept), QString::fromLatin1(kept));
        }
        // ".." behind a link is where the link leads, and no text can say that.
        tree.file("other/deep/file", "x");
        tree.file("other/e/file", "x");
        tree.link({"server", "link"}, "../other/deep");
        QVERIFY(QFileInfo(absolute("link/../e/file")).exists());
        QVERIFY(QDir::setCurrent(before));
    }

    void findsWithoutCaseAndAllTwins()
    {
        const RawTree tree;
        tree.file("InetPub/WWWroot/A.aspx", "one");
        tree.file("inetpub/wwwroot/a.ASPX", "two");
        tree.file({"inetpub", "wwwroot", "\xC3\x84.aspx"}, "umlaut");
        const auto files = openFiles(tree);
        const QList<FileEntry> found = files->find(at("c:\\INETPUB\\wwwroot\\a.aspx"));
        QCOMPARE(found.size(), 2);
        QSet<QByteArray> contents;
        for (const FileEntry& entry : found) {
            contents.insert(*readWhole(*files, entry, 100));
        }
        QCOMPARE(contents, (QSet<QByteArray>{"one", "two"}));
        QCOMPARE(files->find(at("C:\\inetpub\\wwwroot\\ä.aspx")).size(), 1);
        QCOMPARE(files->find(at("C:\\inetpub\\wwwroot")).size(), 0); // a folder is no file
        QCOMPARE(walk(*files, {{at("C:\\INETPUB"), true}}).files.size(), 3);
    }

    void absentIsNotEmpty()
    {
        const RawTree tree;
        tree.folder({"empty"});
        tree.file("file", "x");
        const auto files = openFiles(tree);
        QCOMPARE(files->folderState(at("C:\\empty"), {"a.aspx"}).state, ReadState::Read);
        QCOMPARE(files->folderState(at("C:\\none"), {"a.aspx"}).state, ReadState::Missing);
        QCOMPARE(files->folderState(at("C:\\none\\below"), {"a.aspx"}).state, ReadState::Missing);
        QCOMPARE(files->folderState(at("C:\\file"), {"a.aspx"}).state, ReadState::Missing);
        const FolderState other = files->folderState(at("D:\\Exchange"), {"a.aspx"});
        QCOMPARE(other.state, ReadState::NotCollected);
        QVERIFY(inEnglish(other.reason).contains(QStringLiteral("Drive D:")));
    }

    void followsLinksInsideOnly()
    {
        const RawTree outside;
        outside.file("secret.txt", "no");
        const RawTree tree;
        tree.file("real/page.aspx", "page");
        tree.link({"web", "relative"}, "../real");
        tree.link({"web", "absolute"}, tree.path() + "/real");
        tree.link({"web", "windows"}, "C:\\real");
        tree.link({"web", "out"}, outside.path());
        tree.link({"web", "climbs"}, "../../../../../../../../etc");
        tree.link({"web", "file-out.aspx"}, outside.path() + "/secret.txt");
        tree.link({"web", "unc"}, "\\\\server\\share");
        tree.link({"web", "nowhere"}, "gone");
        tree.link({"web", "page-link.aspx"}, "../real/page.aspx");
        const auto files = openFiles(tree);

        for (const char* name : {"relative", "absolute", "windows"}) {
            const WindowsPath path = at("C:\\web").child(name).child("PAGE.aspx");
            const QList<FileEntry> found = files->find(path);
            QVERIFY2(found.size() == 1, name);
            QCOMPARE(*readWhole(*files, found.first(), 100), QByteArray("page"));
        }
        const QList<FileEntry> link = files->find(at("C:\\web\\page-link.aspx"));
        QCOMPARE(link.size(), 1);
        QCOMPARE(link.first().size, 4);
        QCOMPARE(*readWhole(*files, link.first(), 100), QByteArray("page"));

        for (const char* name : {"out\\secret.txt", "climbs\\passwd", "unc\\x"}) {
            QVERIFY2(files->find(at("C:\\web").joined(QString::fromLatin1(name))).isEmpty(), name);
        }
        QCOMPARE(files->folderState(at("C:\\web\\out"), {"a"}).state, ReadState::NotCollected);
        const QList<FileEntry> out = files->find(at("C:\\web\\file-out.aspx"));
        QCOMPARE(out.size(), 1); // it is there, and it can't be read
        QCOMPARE(files->open(out.first()).error().kind, ErrorKind::Unsupported);

        const Walked walked = walk(*files, {{at("C:\\web"), true}});
        QStringList troubles;
        for (const WalkedFolder& folder : walked.troubles) {
            QCOMPARE(folder.state.state, ReadState::NotCollected);
            troubles.append(folder.folder.display());
        }
        troubles.sort();
        QCOMPARE(troubles,
                 (QStringList{QStringLiteral("C:\\web\\climbs"), QStringLiteral("C:\\web\\file-out.aspx"),
                              QStringLiteral("C:\\web\\nowhere"), QStringLiteral("C:\\web\\out"),
                              QStringLiteral("C:\\web\\unc")}));
        // Three links to one folder are one folder; the link to the page is a name of its own.
        QCOMPARE(walked.files.size(), 2);
    }

    void followsLinksToOtherDrivesThatWereGiven()
    {
        const RawTree system;
        const RawTree data;
        data.file("data/page.aspx", "on D");
        system.link({"web", "windows"}, "/?\?/D:/data");
        system.link({"web", "mounted"}, data.path() + "/data");
        system.link({"web", "ntfs-3g"}, system.path() + "/.NTFS-3G/D:/data");
        system.link({"web", "volume"},
                    system.path() + "/.NTFS-3G/Volume{11111111-2222-3333-4444-555555555555}");
        const VolumeFiles both(
            {{{'C', native::canonical(system.path())}, *native::openFolder(system.path()), {}},
             {{'D', native::canonical(data.path())}, *native::openFolder(data.path()), {}}});
        for (const char* name : {"windows", "mounted", "ntfs-3g"}) {
            const WindowsPath page = at("C:\\web").child(name).child("page.aspx");
            const QList<FileEntry> found = both.find(page);
            QVERIFY2(found.size() == 1, name);
            QCOMPARE(found.first().path.display(), page.display());
            QCOMPARE(*readWhole(both, found.first(), 100), QByteArray("on D"));
            const Walked walked = walk(both, {{page.parent(), true}});
            QCOMPARE(walked.names(), QStringList{page.display()});
            QCOMPARE(walk(both, {{page.parent(), false}}).names(), QStringList{page.display()});
        }
        QCOMPARE(both.folderState(at("C:\\web\\volume"), {"a"}).state, ReadState::NotCollected);
        const auto alone = openFiles(system); // D: was not given
        QCOMPARE(alone->folderState(at("C:\\web\\windows"), {"a"}).state, ReadState::NotCollected);
    }

    void walksEachFileOnce()
    {
        const RawTree tree;
        tree.file("a/b/c/deep.txt", "1");
        tree.file("a/top.txt", "2");
        tree.file("e/other.txt", "3");
        tree.link({"a", "loop"}, "..");
        tree.link({"a", "b", "self"}, ".");
        tree.link({"ring1"}, "ring2");
        tree.link({"ring2"}, "ring1");
        const auto files = openFiles(tree);
        const QStringList all{QStringLiteral("C:\\a\\b\\c\\deep.txt"), QStringLiteral("C:\\a\\top.txt"),
                              QStringLiteral("C:\\e\\other.txt")};
        QCOMPARE(walk(*files,
                      {{at("C:\\"), true}, {at("C:\\a"), true}, {at("C:\\A\\B"), true}, {at("C:\\a"), false}})
                     .names(),
                 all);
        QCOMPARE(walk(*files, {{at("C:\\a\\b"), true}, {at("C:\\"), true}}).names(), all);
        QCOMPARE(walk(*files, {{at("C:\\a"), false}}).names(), QStringList{QStringLiteral("C:\\a\\top.txt")});
        // From inside, the loop leads to files that no root covers: they are served under the link's name.
        const QStringList looped = walk(*files, {{at("C:\\a"), true}}).names();
        QVERIFY(looped.contains(QStringLiteral("C:\\a\\loop\\e\\other.txt")));
        QCOMPARE(looped.size(), 3);
    }

    /** Who asks for some files only doesn't keep a folder from those who ask for all. */
    void walksPassByPass()
    {
        const RawTree tree;
        tree.file("Users/svc/site/page.aspx", "1");
        tree.file("Users/svc/NTUSER.DAT", "2");
        tree.file("ProgramData/site/bin/a.dll", "3");
        tree.file("ProgramData/tool.ini", "4");
        tree.link({"web"}, "C:\\Users\\svc\\site");
        tree.link({"shop"}, "C:\\ProgramData\\site");
        tree.link({"Users", "All Users"}, "C:\\ProgramData");
        const auto files = openFiles(tree);
        const std::vector<WalkRoot> roots{{at("C:\\web"), true, 0},
                                          {at("C:\\shop"), true, 0},
                                          {at("C:\\ProgramData"), true, 1},
                                          {at("C:\\Users\\All Users"), true, 1},
                                          {at("C:\\Users"), true, WalkRoot::firstNamed},
                                          {at("C:\\Users\\svc"), false, WalkRoot::firstNamed + 1},
                                          {at("C:\\web"), false, WalkRoot::firstNamed + 1},
                                          {at("C:\\ProgramData\\site\\bin"), false, 0}};
        QCOMPARE(walk(*files, roots).names(),
                 (QStringList{QStringLiteral("C:\\ProgramData\\site\\bin\\a.dll"),
                              QStringLiteral("C:\\ProgramData\\tool.ini"),
                              QStringLiteral("C:\\Users\\svc\\NTUSER.DAT"),
                              QStringLiteral("C:\\Users\\svc\\site\\page.aspx"),
                              QStringLiteral("C:\\shop\\bin\\a.dll"), QStringLiteral("C:\\web\\page.aspx")}));
    }

    void tellsTroublesUnderEveryName()
    {
        const RawTree tree;
        tree.pipe({"ProgramData", "site", "below", "pipe"});
        tree.file("ProgramData/site/below/page.aspx", "1");
        tree.link({"web"}, "C:\\ProgramData\\site");
        tree.link({"other"}, "C:\\ProgramData\\site\\below");
        const auto files = openFiles(tree);
        const Walked walked = walk(
            *files, {{at("C:\\web"), true, 0}, {at("C:\\other"), true, 0}, {at("C:\\ProgramData"), true, 1}});
        QCOMPARE(walked.names(), QStringList{QStringLiteral("C:\\web\\below\\page.aspx")});
        QStringList troubles;
        for (const WalkedFolder& trouble : walked.troubles) {
            QCOMPARE(trouble.state.state, ReadState::Partly);
            troubles.append(trouble.folder.display());
        }
        troubles.sort();
        QCOMPARE(troubles, (QStringList{QStringLiteral("C:\\ProgramData\\site"), QStringLiteral("C:\\other"),
                                        QStringLiteral("C:\\web\\below\\pipe")}));
    }

    void readsPathsOfAnyLength()
    {
        const RawTree tree;
        QList<QByteArray> components;
        for (int i = 0; i < 40; ++i) {
            components.append(QByteArray(200, static_cast<char>('a' + i % 26)));
        }
        components.append("page.aspx");
        tree.file(components, "deep");
        const auto files = openFiles(tree);
        const Walked walked = walk(*files, {{at("C:\\"), true}});
        QCOMPARE(walked.files.size(), 1);
        QCOMPARE(walked.files.first().components(), components);
        const QList<FileEntry> found = files->find(WindowsPath('C', components));
        QCOMPARE(found.size(), 1);
        QCOMPARE(*readWhole(*files, found.first(), 10), QByteArray("deep"));
    }

    void walksDeepAndWideWithFewHandles()
    {
        const RawTree tree;
        QList<QByteArray> chain;
        for (int i = 0; i < 300; ++i) {
            chain.append("d");
            tree.folder(chain.first(i) + QList<QByteArray>{"s"});
        }
        tree.file(chain + QList<QByteArray>{"end.txt"}, "x");
        const auto files = openFiles(tree);
        rlimit before = {};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const rlimit few{200, before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
        const Walked walked = walk(*files, {{at("C:\\"), true}});
        ::setrlimit(RLIMIT_NOFILE, &before);
        QVERIFY(walked.troubles.isEmpty());
        QCOMPARE(walked.files.size(), 1);
    }

    void neverOpensPipes()
    {
        const RawTree tree;
        tree.pipe({"web", "pipe.aspx"});
        tree.file("web/page.aspx", "x");
        const auto files = openFiles(tree);
        const Walked walked = walk(*files, {{at("C:\\web"), true}});
        QCOMPARE(walked.files.size(), 1);
        QCOMPARE(walked.troubles.size(), 1);
        QCOMPARE(walked.troubles.first().folder.name(), QByteArray("pipe.aspx"));
        const QList<FileEntry> found = files->find(at("C:\\web\\pipe.aspx"));
        QCOMPARE(found.size(), 1);
        QCOMPARE(files->open(found.first()).error().kind, ErrorKind::Unsupported);
    }

    void saysWhatItMayNotRead()
    {
        const RawTree tree;
        ::chmod(tree.path().constData(), 0755);
        tree.file("open/closed/page.aspx", "x");
        tree.file("open/locked.aspx", "x");
        ::chmod((tree.path() + "/open/locked.aspx").constData(), 0000);
        ::chmod((tree.path() + "/open/closed").constData(), 0000);
        const int status = withoutRights([&tree] {
            const auto files = openFiles(tree);
            if (files->folderState(at("C:\\open\\closed"), {"a"}).state != ReadState::Denied) {
                return 1;
            }
            if (files->folderState(at("C:\\open\\closed\\below"), {"a"}).state != ReadState::Denied) {
                return 2;
            }
            const Walked walked = walk(*files, {{at("C:\\open"), true}});
            if (walked.troubles.size() != 1 || walked.troubles.first().state.state != ReadState::Denied ||
                walked.files.size() != 1) {
                return 3;
            }
            const QList<FileEntry> found = files->find(at("C:\\open\\locked.aspx"));
            if (found.size() != 1 || files->open(found.first()).error().kind != ErrorKind::Denied) {
                return 4;
            }
            return 0;
        });
        QCOMPARE(status, 0);
    }

    void stopsWhenAsked()
    {
        const RawTree tree;
        for (int i = 0; i < 50; ++i) {
            tree.file({"f" + QByteArray::number(i), "x"}, "x");
        }
        const auto files = openFiles(tree);
        const std::vector<WalkRoot> roots{{at("C:\\"), true}};
        QList<WalkedFolder> troubles;
        int seen = 0;
        files->walk(
            roots, CancelToken(), [&seen](FileEntry&&) { return ++seen < 5; }, troubles);
        QCOMPARE(seen, 5);
        CancelToken cancel;
        seen = 0;
        files->walk(
            roots, cancel,
            [&seen, &cancel](FileEntry&&) {
                if (++seen == 3) {
                    cancel.cancel();
                }
                return true;
            },
            troubles);
        QCOMPARE(seen, 3);
    }

    void readsNoMoreThanAllowed()
    {
        const RawTree tree;
        tree.file("big", QByteArray(5000, 'x'));
        const auto files = openFiles(tree);
        const FileEntry entry = files->find(at("C:\\big")).first();
        QCOMPARE(readWhole(*files, entry, 4999).error().kind, ErrorKind::TooLarge);
        QCOMPARE(readWhole(*files, entry, 5000)->size(), 5000);
        FileEntry lying = entry; // grown since it was listed
        lying.size = 3;
        QCOMPARE(readWhole(*files, lying, 4999).error().kind, ErrorKind::TooLarge);
        QCOMPARE(readWhole(*files, lying, 5000)->size(), 5000);
        tree.remove({"big"});
        QCOMPARE(files->open(entry).error().kind, ErrorKind::NotFound);
    }
};

MAILMEND_TEST_CLASS(SourceVolumeTest)

#include "source_volume_test.moc"
