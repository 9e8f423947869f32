// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "actions/volume/posix/write_facts.h"
#include "base/reader.h"
#include "base/sha256.h"
#include "evidence/parse/ntfs_volume.h"
#include "support/mutations.h"
#include "support/registration.h"

#include <QProcess>
#include <QRandomGenerator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** An NTFS image that mkntfs made, once. */
const QByteArray& ntfsImage()
{
    static const QByteArray image = [] {
        const RawTree tree;
        const QString path = tree.text() + QStringLiteral("/image");
        QFile file(path);
        if (!file.open(QIODevice::ReadWrite) || !file.resize(2 * 1024 * 1024)) {
            qFatal("image");
        }
        QProcess mkntfs;
        mkntfs.start(QStringLiteral("/sbin/mkntfs"),
                     {QStringLiteral("-F"), QStringLiteral("-Q"), QStringLiteral("-q"), path});
        if (!mkntfs.waitForFinished() || mkntfs.exitCode() != 0) {
            qFatal("mkntfs (package ntfs-3g): %s", mkntfs.readAllStandardError().constData());
        }
        return file.readAll();
    }();
    return image;
}

QByteArray volumeRecord()
{
    const auto geometry = readNtfsBootSector(ntfsImage().left(512));
    return geometry ? ntfsImage().mid(geometry->volumeRecord, geometry->recordSize) : QByteArray();
}

/** Position of the flags in the record: those of $VOLUME_INFORMATION. */
qsizetype flagsAt(const QByteArray& record)
{
    const qsizetype attribute = record.indexOf(QByteArray("\x70\0\0\0", 4), 0x30);
    return attribute + static_cast<quint8>(record.at(attribute + 20)) + 10;
}

QString whyNot(const WriteFacts& facts)
{
    const auto why = whyNotWritable(facts);
    return why ? wordsOf(*why) : QString();
}

} // namespace

/** Disks that must not be written: read-only, asleep, dirty, forced, or not to be judged. */
class DiskStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imageOfMkntfs();
    void truncatedNtfs();
    void mutatedNtfs();
    void dirtyImages();
    void whatSpeaksAgainst();
    void mountTable();
    void asleep_data();
    void asleep();
    void aDriveThatWeMayNotEnter();
    void readOnlyMount();
};

void DiskStateTest::imageOfMkntfs()
{
    const auto flags = readNtfsVolumeFlags(volumeRecord());
    MAILMEND_OK(flags);
    QCOMPARE(*flags, quint16(0));
    QByteArray dirty = volumeRecord();
    dirty[flagsAt(dirty)] = 1;
    const auto set = readNtfsVolumeFlags(dirty);
    MAILMEND_OK(set);
    QCOMPARE(*set & kNtfsDirty, 1);
}

void DiskStateTest::truncatedNtfs()
{
    const QByteArray sector = ntfsImage().left(512);
    for (qsizetype size = 0; size < sector.size(); ++size) {
        QVERIFY(!readNtfsBootSector(QByteArrayView(sector).first(size)));
    }
    const QByteArray record = volumeRecord();
    for (qsizetype size = 0; size < record.size(); ++size) {
        QVERIFY(!readNtfsVolumeFlags(record.left(size)));
    }
}

void DiskStateTest::mutatedNtfs()
{
    QRandomGenerator random(7);
    const QByteArray sector = ntfsImage().left(512), record = volumeRecord();
    int read = 0, refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        QByteArray bad = i % 2 == 0 ? sector : record;
        for (int flips = random.bounded(1, 4); flips > 0; --flips) {
            const int at = random.bounded(static_cast<int>(i % 4 < 2 ? 128 : bad.size()));
            bad[at] = static_cast<char>(random.bounded(256));
        }
        if (i % 2 == 0) {
            const auto geometry = readNtfsBootSector(bad);
            (geometry ? read : refused) += 1;
            QVERIFY(!geometry || (geometry->volumeRecord >= 0 && geometry->recordSize >= 512 &&
                                  geometry->recordSize <= 65536));
        } else {
            (readNtfsVolumeFlags(bad) ? read : refused) += 1;
        }
    }
    QVERIFY(read > 100 && refused > 100);
}

void DiskStateTest::dirtyImages()
{
    const RawTree tree;
    QByteArray image = ntfsImage();
    const auto state = [&tree](const QByteArray& content) {
        tree.file("image", content);
        return dirtyStateOf(tree.path() + "/image");
    };
    QVERIFY(state(image) == DirtyState::Clean);
    const auto geometry = readNtfsBootSector(image.left(512));
    MAILMEND_OK(geometry);
    image[geometry->volumeRecord + flagsAt(volumeRecord())] = 1;
    QVERIFY(state(image) == DirtyState::Dirty);
    QVERIFY(state(image.left(4096)) == DirtyState::Unreadable);
    image.replace(geometry->volumeRecord, 4, "BAAD");
    QVERIFY(state(image) == DirtyState::Unreadable);
    QVERIFY(state(QByteArray(4096, '\0')) == DirtyState::NotNtfs);
    QVERIFY(state({}) == DirtyState::Unreadable);
    QVERIFY(dirtyStateOf("sshfs#host:/") == DirtyState::Unreadable);
    QVERIFY(dirtyStateOf("/dev/null/none") == DirtyState::Unreadable);
}

void DiskStateTest::whatSpeaksAgainst()
{
    WriteFacts facts;
    facts.shown = QStringLiteral("C:\\inetpub");
    facts.mount.type = "ext4";
    facts.mount.options = {"rw", "relatime"};
    QCOMPARE(whyNot(facts), QString());
    const auto with = [&facts](const std::function<void(WriteFacts&)>& change) {
        WriteFacts other = facts;
        change(other);
        return whyNot(other);
    };
    QVERIFY(
        with([](WriteFacts& f) { f.mount.readOnly = true; }).contains(QStringLiteral("for reading only")));
    QVERIFY(
        with([](WriteFacts& f) { f.sleep = SleepState::Asleep; }).contains(QStringLiteral("put to sleep")));
    QVERIFY(with([](WriteFacts& f) {
                f.sleep = SleepState::Unreadable;
            }).contains(QStringLiteral("could not see")));
    QVERIFY(with([](WriteFacts& f) { f.mayWrite = false; }).contains(QStringLiteral("may not change")));
    QCOMPARE(with([](WriteFacts& f) { f.mount.type = "ntfs3"; }), QString());
    QVERIFY(with([](WriteFacts& f) {
                f.mount = {"ntfs3", "/dev/sdb1", {"rw", "force"}, false};
            }).contains(QStringLiteral("by force")));
    for (const char* type : {"fuseblk", "fuse"}) {
        facts.mount.type = type;
        facts.ntfs = true;
        facts.dirty = DirtyState::Clean;
        QCOMPARE(whyNot(facts), QString());
        QVERIFY(with([](WriteFacts& f) {
                    f.dirty = DirtyState::Dirty;
                }).contains(QStringLiteral("not put away in order")));
        QVERIFY(with([](WriteFacts& f) {
                    f.dirty = DirtyState::Unreadable;
                }).contains(QStringLiteral("could not see")));
    }
    // Another FUSE file system has no such flag; a block device that can't be read may be NTFS.
    facts.ntfs = false;
    QCOMPARE(with([](WriteFacts& f) { f.dirty = DirtyState::Unreadable; }), QString());
    facts.mount.type = "fuseblk";
    QVERIFY(with([](WriteFacts& f) {
                f.dirty = DirtyState::Unreadable;
            }).contains(QStringLiteral("could not see")));
    QCOMPARE(with([](WriteFacts& f) { f.dirty = DirtyState::NotNtfs; }), QString());
}

void DiskStateTest::mountTable()
{
    const QByteArray table =
        "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
        "90 22 8:17 / /mnt/my\\040disk ro,nosuid shared:4 master:1 - ntfs3 /dev/sdb\\0401 rw,force,uid=0\n"
        "broken\n91 22 8:17 / /x rw -\n\n";
    const auto found = readMountInfo(table, 90);
    QVERIFY(found);
    QCOMPARE(found->type, QByteArray("ntfs3"));
    QCOMPARE(found->source, QByteArray("/dev/sdb 1"));
    QVERIFY(found->readOnly);
    QVERIFY(found->options.contains("force"));
    QVERIFY(readMountInfo(table, 22) && !readMountInfo(table, 22)->readOnly);
    QVERIFY(!readMountInfo(table, 91));
    QVERIFY(!readMountInfo(table, 7));
    for (qsizetype size = 0; size < table.size(); ++size) {
        readMountInfo(table.left(size), 90); // ends without a crash
    }
    const Kit kit;
    const int folder = ::open(kit.disk().constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const auto here = mountOf(folder);
    ::close(folder);
    MAILMEND_OK(here);
    QVERIFY(!here->type.isEmpty());
}

void DiskStateTest::asleep_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("refused");
    QTest::newRow("awake") << QByteArray(4096, '\0') << false;
    QTest::newRow("empty") << QByteArray() << false;
    for (const char* head : {"hibr", "HIBR", "wake", "WAKE", "rstr", "what"}) {
        QTest::newRow(head) << head + QByteArray(4092, '\0') << true;
    }
}

void DiskStateTest::asleep()
{
    QFETCH(QByteArray, head);
    QFETCH(bool, refused);
    Kit kit;
    kit.write({"HiberFil.sys"}, head);
    const auto preview = kit.preview(kit.request(helpPage(), helpContent()));
    QCOMPARE(!preview, refused);
    if (refused) {
        QVERIFY(wordsOf(preview.error()).contains(QStringLiteral("put to sleep")));
    }
    // A Windows that sleeps has its other disks in memory as well.
    kit.tree().file({"data", "shell.aspx"}, "x");
    auto both = openVolumeFiles(
        {{'C', QString::fromLocal8Bit(kit.disk())}, {'D', kit.tree().text() + QStringLiteral("/data")}});
    MAILMEND_OK(both);
    QCOMPARE(!(*both)->mayWrite(WindowsPath('D', {})), refused);
}

void DiskStateTest::aDriveThatWeMayNotEnter()
{
    Kit kit;
    kit.tree().file({"data", "shell.aspx"}, "x");
    const QByteArray data = kit.tree().path() + "/data";
    const auto look = [&](VolumesOf of) {
        return openVolumeFiles({{'C', QString::fromLocal8Bit(kit.disk())},
                                {'D', QString::fromLocal8Bit(data)},
                                {'E', kit.tree().text() + QStringLiteral("/none")}},
                               of);
    };
    const auto why = [](const Result<std::unique_ptr<MachineFiles>>& files, char letter) {
        const auto found = (*files)->find(WindowsPath(letter, {"shell.aspx"}));
        return found ? std::optional<ErrorKind>() : found.error().kind;
    };
    {
        const auto all = look(VolumesOf::ThisComputer);
        MAILMEND_OK(all);
        QVERIFY(!why(all, 'D'));
    }
    // Others may enter what stands above it, and not itself; the administrator of this test is one of them.
    QCOMPARE(::chmod(kit.tree().path().constData(), 0755), 0);
    QCOMPARE(::chmod(kit.disk().constData(), 0755), 0);
    QCOMPARE(::chmod(data.constData(), ::geteuid() == 0 ? 0700 : 0000), 0);
    const bool isRoot = ::geteuid() == 0;
    constexpr uid_t nobody = 65534;
    QVERIFY(!isRoot || ::seteuid(nobody) == 0);
    const auto some = look(VolumesOf::ThisComputer);
    const auto disks = look(VolumesOf::Disks);
    QVERIFY(!isRoot || ::seteuid(0) == 0);
    QCOMPARE(::chmod(data.constData(), 0700), 0);
    MAILMEND_OK(some);
    QVERIFY(why(some, 'D') == ErrorKind::Denied); // rights can be asked for
    QVERIFY((*some)->mayWrite(WindowsPath('D', {})).error().kind == ErrorKind::Denied);
    QVERIFY(why(some, 'E') == ErrorKind::NotFound); // an empty slot: no rights help
    QVERIFY(why(some, 'F') == ErrorKind::NotFound);
    QVERIFY(!disks && disks.error().kind == ErrorKind::Denied);
}

void DiskStateTest::readOnlyMount()
{
    Kit kit;
    kit.closeStore();
    const DiskSnapshot before = snapshotOf(kit.disk());
    const QString script = QStringLiteral("mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && "
                                          "exec \"$2\" apply \"$3\" \"$1\" 0123456789abcdef0123456789abcdef "
                                          "'C:\\inetpub\\wwwroot\\help.aspx' \"$4\"");
    QProcess unshare;
    QStringList arguments{QStringLiteral("-m")};
    if (::geteuid() != 0) {
        arguments.append(QStringLiteral("--map-root-user"));
    }
    unshare.start(QStringLiteral("unshare"),
                  arguments + QStringList{QStringLiteral("sh"), QStringLiteral("-c"), script,
                                          QStringLiteral("sh"), QString::fromLocal8Bit(kit.disk()),
                                          builtProgram("actions_driver"), QString::fromLocal8Bit(kit.store()),
                                          QString::fromLatin1(sha256Hex(helpContent()))});
    QVERIFY(unshare.waitForFinished());
    const QString out = QString::fromUtf8(unshare.readAllStandardOutput() + unshare.readAllStandardError());
    QVERIFY2(out.contains(QStringLiteral("is connected for reading only")), qPrintable(out));
    QCOMPARE(unshare.exitCode(), 1);
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
}

MAILMEND_TEST_CLASS(DiskStateTest)
#include "disk_state_test.moc"
