// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "base/reader.h"
#include "base/sha256.h"
#include "support/registration.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

/** Taking a file away and putting it back: exactly what was said, and back to what was. */
class QuarantineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void previewChangesNothing();
    void previewSaysWhatHappens();
    void applyDoesExactlyThat();
    void undoBringsEverythingBack();
    void emptyFileToo();
    void againAfterUndo();
    void contentLiesEncoded();
    void namesOfAnyKind_data();
    void namesOfAnyKind();
    void namesThatDifferInCase();
    void throughALinkInside();
    void otherNamesOfTheFileStay();
    void stopAtEverySafePoint();
    void replacedAtTheLastMoment_data();
    void replacedAtTheLastMoment();
};

void QuarantineTest::previewChangesNothing()
{
    Kit kit;
    const DiskSnapshot before = snapshotOf(kit.disk());
    MAILMEND_OK(kit.preview(kit.request(helpPage(), helpContent())));
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
    QVERIFY(kit.stored("changes").isEmpty());
    QVERIFY(kit.stored("objects").isEmpty());
}

void QuarantineTest::previewSaysWhatHappens()
{
    Kit kit;
    const auto preview = kit.preview(kit.request({"INETPUB", "wwwroot", "Help.ASPX"}, helpContent()));
    MAILMEND_OK(preview);
    QCOMPARE(inEnglish(preview->consent), QStringLiteral("Quarantine help.aspx"));
    QVERIFY(inEnglish(preview->title).contains(QStringLiteral("help.aspx")));
    QVERIFY(inEnglish(preview->changes.first()).contains(QStringLiteral("C:\\inetpub\\wwwroot\\help.aspx")));
    QVERIFY(inEnglish(preview->undo).contains(QStringLiteral("26 December 2026")));
    QString lost;
    for (const Text& text : preview->cannotComeBack) {
        lost += inEnglish(text) + QLatin1Char('\n');
    }
    QVERIFY(lost.contains(QStringLiteral("The time at which the file was made")));
    QVERIFY(lost.contains(QStringLiteral("The time at which the folder was last changed")));
    QVERIFY(staysIn(*preview).contains(QString::fromLatin1(sha256Hex(helpContent()))));
    QCOMPARE(preview->digest.size(), 32);
}

void QuarantineTest::applyDoesExactlyThat()
{
    Kit kit;
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto record = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(record);
    QVERIFY(record->state == ChangeState::Applied);
    QVERIFY(!record->recovered);
    const DiskSnapshot after = snapshotOf(kit.disk());
    DiskSnapshot expected = before;
    expected.remove("/inetpub/wwwroot/help.aspx");
    QCOMPARE(differenceOf(withoutFolderTimes(expected), withoutFolderTimes(after)), QByteArray());
    // Of all folders' times only that of its own folder is new, as the preview said.
    QCOMPARE(after.value("/inetpub"), before.value("/inetpub"));
    QVERIFY(after.value("/inetpub/wwwroot") != before.value("/inetpub/wwwroot"));
    QCOMPARE(kit.stored("objects"), QList<QByteArray>{record->change.toLatin1() + ".kept"});
}

void QuarantineTest::undoBringsEverythingBack()
{
    Kit kit;
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    kit.restart();
    const auto undone = kit.undo(*taken);
    MAILMEND_OK(undone);
    QVERIFY(undone->state == ChangeState::Undone);
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
    QVERIFY(kit.stored("objects").isEmpty());
    // What could not come back is named, and nothing else.
    QCOMPARE(undone->lost.size(), 1);
    QVERIFY(inEnglish(undone->lost.first()).contains(QStringLiteral("was made")));
    const auto twice = kit.undo(*undone);
    QVERIFY(!twice && twice.error().kind == ErrorKind::BadCall);
}

void QuarantineTest::emptyFileToo()
{
    Kit kit;
    kit.write({"inetpub", "empty.aspx"}, {});
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto taken = kit.take(kit.request({"inetpub", "empty.aspx"}, {}));
    MAILMEND_OK(taken);
    QVERIFY(!kit.exists({"inetpub", "empty.aspx"}));
    MAILMEND_OK(kit.undo(*taken));
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
}

void QuarantineTest::againAfterUndo()
{
    Kit kit;
    const auto first = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(first);
    MAILMEND_OK(kit.undo(*first));
    const auto second = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(second);
    const auto list = kit.changes().list();
    MAILMEND_OK(list);
    QCOMPARE(list->size(), 2);
    ActionRequest used = kit.request(helpPage(), helpContent());
    MAILMEND_OK(kit.undo(*second));
    used.change = first->change;
    const auto again = kit.take(used);
    QVERIFY2(!again && again.error().kind == ErrorKind::Conflict, "an id serves once");
}

void QuarantineTest::contentLiesEncoded()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    QFile object(QString::fromLocal8Bit(kit.store() + "/objects/" + taken->change.toLatin1() + ".kept"));
    QVERIFY(object.open(QIODevice::ReadOnly));
    const QByteArray raw = object.readAll();
    QVERIFY(raw.size() > helpContent().size());
    QVERIFY(!raw.contains("a page that is"));
    struct stat found = {};
    for (const char* path : {"", "/objects", "/changes"}) {
        QCOMPARE(::stat((kit.store() + path).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777U, 0700U);
    }
    QCOMPARE(::stat((kit.store() + "/objects/" + taken->change.toLatin1() + ".kept").constData(), &found), 0);
    QCOMPARE(found.st_mode & 0777U, 0600U);
}

void QuarantineTest::namesOfAnyKind_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("no UTF-8") << QByteArray("sh\xff\xfe.aspx");
    QTest::newRow("255 bytes") << QByteArray(250, 'a') + ".aspx";
    QTest::newRow("line break and quotes") << QByteArray("a\n'\"`.aspx");
    QTest::newRow("direction") << QByteArray("x\xe2\x80\xaexpsa.gpj");
    QTest::newRow("dots and spaces") << QByteArray(" ..aspx. .");
    QTest::newRow("unpaired unit") << QByteArray("a\xed\xa0\x80.aspx");
    QTest::newRow("backslash") << QByteArray("a\\b.aspx");
    QTest::newRow("one that is ours") << QByteArray(".mailmend-0123456789abcdef0123456789abcdef");
}

void QuarantineTest::namesOfAnyKind()
{
    QFETCH(QByteArray, name);
    Kit kit;
    kit.write({"web", name}, "content");
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto taken = kit.take(kit.request({"web", name}, "content"));
    MAILMEND_OK(taken);
    QVERIFY(!kit.exists({"web", name}));
    MAILMEND_OK(kit.undo(*taken));
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
}

void QuarantineTest::namesThatDifferInCase()
{
    Kit kit;
    kit.write({"web", "Shell.aspx"}, "one");
    kit.write({"web", "SHELL.aspx"}, "two");
    kit.write({"WEB", "shell.ASPX"}, "three");
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto preview = kit.preview(kit.request({"web", "shell.aspx"}, "two"));
    MAILMEND_OK(preview);
    QVERIFY(staysIn(*preview).contains(QStringLiteral("Shell.aspx")));
    const auto taken = kit.take(kit.request({"web", "shell.aspx"}, "two"));
    MAILMEND_OK(taken);
    QVERIFY(kit.exists({"web", "Shell.aspx"}));
    QVERIFY(!kit.exists({"web", "SHELL.aspx"}));
    QVERIFY(kit.exists({"WEB", "shell.ASPX"}));
    MAILMEND_OK(kit.undo(*taken)); // its twin was there before and is in nobody's way
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());

    kit.write({"web", "Shell.aspx"}, "two");
    const auto several = kit.take(kit.request({"web", "shell.aspx"}, "two"));
    QVERIFY(!several && several.error().kind == ErrorKind::Conflict);
    const auto none = kit.take(kit.request({"web", "shell.aspx"}, "four"));
    QVERIFY(!none && none.error().kind == ErrorKind::Conflict);
}

void QuarantineTest::throughALinkInside()
{
    Kit kit;
    kit.tree().link({"disk", "short"}, "inetpub/wwwroot");
    const auto preview = kit.preview(kit.request({"short", "help.aspx"}, helpContent()));
    MAILMEND_OK(preview);
    QVERIFY(inEnglish(preview->changes.at(0)).contains(QStringLiteral("C:\\inetpub\\wwwroot\\help.aspx")));
    QVERIFY(inEnglish(preview->changes.at(1)).contains(QStringLiteral("C:\\short\\help.aspx")));
    const auto taken = kit.take(kit.request({"short", "help.aspx"}, helpContent()));
    MAILMEND_OK(taken);
    QVERIFY(!kit.exists(helpPage()));
    QVERIFY(kit.exists({"short"}));
    MAILMEND_OK(kit.undo(*taken));
    QVERIFY(kit.exists(helpPage()));
}

void QuarantineTest::otherNamesOfTheFileStay()
{
    Kit kit;
    QCOMPARE(::link(kit.native(helpPage()).constData(), kit.native({"Windows", "other.aspx"}).constData()),
             0);
    const auto request = kit.request(helpPage(), helpContent());
    const auto preview = kit.preview(request);
    MAILMEND_OK(preview);
    QVERIFY(staysIn(*preview).contains(QStringLiteral("1 other name")));
    QVERIFY(inEnglish(preview->cannotComeBack.at(1)).contains(QStringLiteral("1 other name")));
    MAILMEND_OK(kit.take(request));
    QVERIFY(kit.exists({"Windows", "other.aspx"}));
    QVERIFY(!kit.exists(helpPage()));
}

void QuarantineTest::stopAtEverySafePoint()
{
    Kit kit;
    const DiskSnapshot before = snapshotOf(kit.disk());
    int asked = 0, stopAt = 0;
    QStringList doings;
    const SafePoint mayGoOn = [&](const ActionProgress& progress) {
        doings.append(inEnglish(progress.doing));
        return progress.bytesDone <= progress.bytesAll && ++asked != stopAt;
    };
    std::optional<ChangeRecord> taken;
    for (stopAt = 1; !taken; ++stopAt) {
        asked = 0;
        const ActionRequest request = kit.request(helpPage(), helpContent());
        const auto preview = kit.preview(request);
        MAILMEND_OK(preview);
        ActionRun run = kit.run(mayGoOn);
        const auto result = quarantineFile.apply(request, preview->digest, run);
        if (result) {
            taken = *result;
        } else {
            QVERIFY(result.error().kind == ErrorKind::Cancelled);
            QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
                     QByteArray());
            QVERIFY(kit.stored("objects").isEmpty());
        }
    }
    QVERIFY(stopAt > 8);
    std::optional<ChangeRecord> undone;
    for (stopAt = 1; !undone; ++stopAt) {
        asked = 0;
        const auto now = kit.changes().record(taken->change);
        MAILMEND_OK(now);
        ActionRun run = kit.run(mayGoOn);
        const auto result = quarantineFile.undo(*now, run);
        if (result) {
            undone = *result;
        } else {
            QVERIFY(result.error().kind == ErrorKind::Cancelled);
            QVERIFY(!kit.exists(helpPage()));
            QCOMPARE(kit.stored("objects").size(), 1);
        }
    }
    QVERIFY(stopAt > 8);
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
    // Where it lies, beside the case or protected, one word fits both.
    QVERIFY(doings.contains(QStringLiteral("Copying the file into quarantine")));
    QVERIFY(doings.contains(QStringLiteral("Checking the copy in quarantine")));
    QVERIFY(doings.filter(QStringLiteral("the case")).isEmpty());
}

void QuarantineTest::replacedAtTheLastMoment_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("another file") << 0;
    QTest::newRow("written to") << 1;
    QTest::newRow("removed") << 2;
    QTest::newRow("a link") << 3;
}

void QuarantineTest::replacedAtTheLastMoment()
{
    QFETCH(int, how);
    Kit kit;
    const ActionRequest request = kit.request(helpPage(), helpContent());
    const auto preview = kit.preview(request);
    MAILMEND_OK(preview);
    const QByteArray page = kit.native(helpPage());
    // Once the copy is whole, and the original is about to be moved.
    ActionRun run = kit.run([&](const ActionProgress& progress) {
        if (inEnglish(progress.doing).startsWith(QStringLiteral("Taking the file"))) {
            if (how == 0) {
                kit.write({"inetpub", "wwwroot", "new"}, "new");
                ::rename(kit.native({"inetpub", "wwwroot", "new"}).constData(), page.constData());
            } else if (how == 1) {
                kit.write(helpPage(), "new");
            } else {
                ::unlink(page.constData());
            }
            if (how == 3) {
                kit.tree().link({"disk", "inetpub", "wwwroot", "help.aspx"}, "iisstart.htm");
            }
        }
        return true;
    });
    const auto taken = quarantineFile.apply(request, preview->digest, run);
    MAILMEND_OK(taken); // what was scanned is in the case, whatever happened to its place
    QVERIFY(taken->state == ChangeState::Applied);
    QVERIFY2(how == 2 || inEnglish(taken->what).contains(QStringLiteral("by somebody else")),
             qPrintable(inEnglish(taken->what)));
    const QByteArray now = snapshotOf(kit.disk()).value("/inetpub/wwwroot/help.aspx");
    QVERIFY(how == 2 ? now.isEmpty()
                     : now.contains(how == 3 ? QByteArray("to iisstart.htm") : sha256Hex("new")));
    QVERIFY(!kit.exists({"inetpub", "wwwroot", ".mailmend-" + request.change.toLatin1()}));
    QCOMPARE(!kit.undo(*taken), how != 2);
}

MAILMEND_TEST_CLASS(QuarantineTest)
#include "quarantine_test.moc"
