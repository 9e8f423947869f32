// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "base/reader.h"
#include "support/registration.h"

#include <QDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

/** Undo where the disk is not as it was left. */
class UndoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void somethingElseAtThePlace_data();
    void somethingElseAtThePlace();
    void keepsBoth();
    void anotherOneInTheWayByNow();
    void afterThirtyDays();
    void folderGone();
    void recordOfAnotherJournal();
    void somethingUnderThePrivateName();
    void onlyWhatWasMadeIsRemoved_data();
    void onlyWhatWasMadeIsRemoved();
    void triedTooOften();
    void changedContentIsNotWrittenBack();
    void ownerThatCanNotBeGiven();
};

void UndoTest::somethingElseAtThePlace_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("file") << QByteArray("file") << QByteArray("help.aspx");
    QTest::newRow("the same content") << QByteArray("same") << QByteArray("help.aspx");
    QTest::newRow("file, other case") << QByteArray("file") << QByteArray("HELP.aspx");
    QTest::newRow("folder") << QByteArray("folder") << QByteArray("help.aspx");
    QTest::newRow("link") << QByteArray("link") << QByteArray("help.aspx");
    QTest::newRow("pipe") << QByteArray("pipe") << QByteArray("help.aspx");
}

void UndoTest::somethingElseAtThePlace()
{
    QFETCH(QByteArray, what);
    QFETCH(QByteArray, name);
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const Names there{"disk", "inetpub", "wwwroot", name};
    if (what == "folder") {
        kit.tree().folder(there);
    } else if (what == "link") {
        kit.tree().link(there, "iisstart.htm");
    } else if (what == "pipe") {
        kit.tree().pipe(there);
    } else {
        kit.tree().file(there, what == "same" ? helpContent() : QByteArray("new"));
    }
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto undone = kit.undo(*taken);
    QVERIFY(!undone && undone.error().kind == ErrorKind::Conflict);
    const QString words = wordsOf(undone.error());
    QVERIFY2(words.contains(QString::fromLatin1(name)), qPrintable(words));
    const bool isFile = what == "file" || what == "same";
    QVERIFY2(words.contains(isFile           ? QStringLiteral("another file of")
                            : what == "pipe" ? QStringLiteral("no ordinary file")
                                             : QString::fromLatin1(what)),
             qPrintable(words));
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
    QVERIFY(kit.changes().record(taken->change)->state == ChangeState::Applied);
    if (!isFile) {
        const auto both = kit.inTheWay(*taken);
        QVERIFY2(!both && both.error().kind == ErrorKind::Conflict, "only a file can be kept too");
        QCOMPARE(wordsOf(both.error()), words);
        QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
    }
}

void UndoTest::keepsBoth()
{
    Kit kit;
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    auto nothing = kit.inTheWay(*taken);
    MAILMEND_OK(nothing);
    QVERIFY(!*nothing);
    kit.write({"inetpub", "wwwroot", "HELP.ASPX"}, "what came later");
    const DiskSnapshot between = snapshotOf(kit.disk());
    const auto there = kit.inTheWay(*taken);
    MAILMEND_OK(there);
    QVERIFY(*there && (*there)->request.change != taken->change);
    QVERIFY(inEnglish((*there)->preview.title).contains(QStringLiteral("HELP.ASPX")));
    QCOMPARE(differenceOf(between, snapshotOf(kit.disk())), QByteArray()); // it only looked
    ActionRun run = kit.run();
    const auto later = quarantineFile.apply((*there)->request, (*there)->preview.digest, run);
    MAILMEND_OK(later);
    const auto undone = kit.undo(*taken);
    MAILMEND_OK(undone);
    QVERIFY(undone->state == ChangeState::Undone);
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
    // And back again: what came later, with what is there now kept too.
    const auto now = kit.inTheWay(*later);
    MAILMEND_OK(now);
    QVERIFY(*now);
    ActionRun again = kit.run();
    MAILMEND_OK(quarantineFile.apply((*now)->request, (*now)->preview.digest, again));
    MAILMEND_OK(kit.undo(*later));
    QVERIFY(!kit.exists(helpPage()));
    QVERIFY(kit.exists({"inetpub", "wwwroot", "HELP.ASPX"}));
}

/** What was agreed to is what is taken: a file that was changed since it was looked at is not. */
void UndoTest::anotherOneInTheWayByNow()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    kit.write(helpPage(), "what came later");
    const auto there = kit.inTheWay(*taken);
    MAILMEND_OK(there);
    QVERIFY(*there);
    kit.write(helpPage(), "and what came last");
    const DiskSnapshot before = snapshotOf(kit.disk());
    ActionRun run = kit.run();
    const auto later = quarantineFile.apply((*there)->request, (*there)->preview.digest, run);
    QVERIFY(!later && later.error().kind == ErrorKind::Conflict);
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
}

void UndoTest::afterThirtyDays()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    kit.setNow(QDateTime({2026, 12, 27}, {12, 0}, Qt::UTC));
    const auto late = kit.undo(*taken);
    QVERIFY(!late && late.error().kind == ErrorKind::Unsupported);
    QVERIFY(wordsOf(late.error()).contains(QStringLiteral("30 days")));
    QVERIFY(wordsOf(late.error()).contains(QStringLiteral("by hand")));
    QVERIFY(wordsOf(late.error()).contains(QStringLiteral("beside the case")));
    // What a helper with rights keeps lies elsewhere, and goes with Mailmend's data.
    kit.restart(disk::Keeper::Administrators);
    const auto protectedOne = kit.undo(*taken);
    QVERIFY(!protectedOne && protectedOne.error().kind == ErrorKind::Unsupported);
    const QString words = wordsOf(protectedOne.error());
    QVERIFY2(!words.contains(QStringLiteral("beside the case")), qPrintable(words));
    for (const char* said : {"%ProgramData%\\Mailmend", "only administrators get in", "Removing Mailmend"}) {
        QVERIFY2(words.contains(QString::fromLatin1(said)), qPrintable(words));
    }
    kit.restart();
    // The whole of the last day, also where the clocks are 12 hours behind.
    kit.setNow(QDateTime({2026, 12, 26}, {23, 59, 59}, Qt::OffsetFromUTC, -12 * 3600));
    MAILMEND_OK(kit.undo(*taken));
}

void UndoTest::folderGone()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const QByteArray folder = kit.native({"inetpub", "wwwroot"});
    QCOMPARE(::rename(folder.constData(), (folder + "2").constData()), 0);
    const auto undone = kit.undo(*taken);
    QVERIFY(!undone && undone.error().kind == ErrorKind::NotFound);
    QVERIFY(wordsOf(undone.error()).contains(QStringLiteral("C:\\inetpub\\wwwroot")));
    // A link in its place leads elsewhere and is not followed.
    QCOMPARE(::symlink((folder + "2").constData(), folder.constData()), 0);
    const auto through = kit.undo(*taken);
    QVERIFY(!through && through.error().kind == ErrorKind::Unsupported);
    QCOMPARE(::unlink(folder.constData()), 0);
    QCOMPARE(::rename((folder + "2").constData(), folder.constData()), 0);
    MAILMEND_OK(kit.undo(*taken));
}

void UndoTest::recordOfAnotherJournal()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    ChangeRecord other = *taken;
    other.head[0] = static_cast<char>(other.head.at(0) ^ 1);
    const auto undone = kit.undo(other);
    QVERIFY(!undone && undone.error().kind == ErrorKind::Conflict);
    QVERIFY(!kit.exists(helpPage()));
}

void UndoTest::somethingUnderThePrivateName()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const Names aside{"inetpub", "wwwroot", ".mailmend-" + taken->change.toLatin1()};
    kit.write(aside, "somebody else's");
    kit.write({"inetpub", "wwwroot", "HELP.ASPX"}, "what came later");
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto undone = kit.undo(*taken);
    const auto both = kit.inTheWay(*taken);
    for (const Error& error : {undone.error(), both.error()}) {
        QVERIFY(error.kind == ErrorKind::Conflict);
        QVERIFY(wordsOf(error).contains(QString::fromLatin1(aside.last())));
        QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
        QCOMPARE(kit.changes().record(taken->change)->head, taken->head);
    }
    QCOMPARE(::unlink(kit.native(aside).constData()), 0);
    QCOMPARE(::unlink(kit.native({"inetpub", "wwwroot", "HELP.ASPX"}).constData()), 0);
    MAILMEND_OK(kit.undo(*taken));
}

void UndoTest::onlyWhatWasMadeIsRemoved_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("removed");
    QByteArray torn = helpContent().left(20) + QByteArray(7, '\0');
    QByteArray other = helpContent().left(20);
    other[3] = static_cast<char>(other.at(3) ^ 1);
    QTest::newRow("nothing written yet") << QByteArray() << true;
    QTest::newRow("the first bytes") << helpContent().left(20) << true;
    QTest::newRow("all of it") << helpContent() << true;
    QTest::newRow("zeros after a power cut") << torn << true;
    QTest::newRow("one byte is another") << other << false;
    QTest::newRow("longer") << helpContent() + 'x' << false;
    QTest::newRow("of somebody else") << QByteArray("our own") << false;
}

/** Undo was interrupted, and a file lies beside the place when it is taken up again. */
void UndoTest::onlyWhatWasMadeIsRemoved()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, removed);
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    {
        auto journal = kit.changes().journal(taken->change);
        MAILMEND_OK(journal);
        JournalEntry entry;
        entry.step = QStringLiteral("undoing");
        entry.state = ChangeState::Undoing;
        entry.what = say(MAILMEND_TEXT("test", "Begun."));
        entry.at = taken->settled;
        QVERIFY(journal->append(entry));
    }
    const Names aside{"inetpub", "wwwroot", ".mailmend-" + taken->change.toLatin1()};
    kit.write(aside, content);
    const auto recovered = kit.recover(taken->change);
    MAILMEND_OK(recovered);
    QVERIFY(recovered->state == ChangeState::Applied);
    QCOMPARE(kit.exists(aside), !removed);
    const auto undone = kit.undo(*recovered);
    QCOMPARE(static_cast<bool>(undone), removed);
    QCOMPARE(kit.exists(helpPage()), removed);
}

/** Every try is noted, and the journal has its size: the last ones are refused before anything is begun. */
void UndoTest::triedTooOften()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const DiskSnapshot before = withoutFolderTimes(snapshotOf(kit.disk()));
    int tries = 0;
    for (bool refused = false; !refused; ++tries) {
        QVERIFY(tries < 1000);
        const auto record = kit.changes().record(taken->change);
        MAILMEND_OK(record);
        QVERIFY(record->state == ChangeState::Applied);
        int asked = 0;
        ActionRun run = kit.run([&asked](const ActionProgress& progress) {
            asked += inEnglish(progress.doing).startsWith(QStringLiteral("Putting")) ? 1 : 0;
            return asked == 0; // stopped just before it gets its name
        });
        const auto undone = quarantineFile.undo(*record, run);
        QVERIFY(!undone);
        refused = undone.error().kind == ErrorKind::Unsupported;
        if (refused) {
            QVERIFY(wordsOf(undone.error()).contains(QStringLiteral("failed too often")));
            QVERIFY(wordsOf(undone.error()).contains(QStringLiteral("by hand")));
            QCOMPARE(kit.changes().record(taken->change)->head, record->head);
        } else {
            QCOMPARE(undone.error().kind, ErrorKind::Cancelled);
        }
    }
    QVERIFY(tries > 20);
    QCOMPARE(differenceOf(before, withoutFolderTimes(snapshotOf(kit.disk()))), QByteArray());
    QCOMPARE(kit.stored("objects").size(), 1);
}

void UndoTest::changedContentIsNotWrittenBack()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const QString path =
        QString::fromLocal8Bit(kit.store() + "/objects/" + taken->change.toLatin1() + ".kept");
    QFile object(path);
    QVERIFY(object.open(QIODevice::ReadOnly));
    const QByteArray good = object.readAll();
    object.close();
    const DiskSnapshot before = snapshotOf(kit.disk());
    QList<QByteArray> bad{
        {}, good.left(100), good.left(good.size() - 1), good + 'x', QByteArray(good.size(), '\0')};
    for (const qsizetype at :
         {qsizetype(0), qsizetype(20), qsizetype(70), qsizetype(200), good.size() / 2, good.size() - 1}) {
        QByteArray flipped = good;
        flipped[at] = static_cast<char>(flipped.at(at) ^ 0x10);
        bad.append(flipped);
    }
    for (const QByteArray& content : std::as_const(bad)) {
        QVERIFY(object.open(QIODevice::WriteOnly | QIODevice::Truncate));
        object.write(content);
        object.close();
        const auto undone = kit.undo(*taken);
        QVERIFY(!undone);
        QVERIFY2(undone.error().kind == ErrorKind::Damaged, qPrintable(logLine(undone.error())));
        QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
        QVERIFY(kit.changes().record(taken->change)->state == ChangeState::Applied);
    }
    QVERIFY(object.open(QIODevice::WriteOnly | QIODevice::Truncate));
    object.write(good);
    object.close();
    MAILMEND_OK(kit.undo(*taken));
}

void UndoTest::ownerThatCanNotBeGiven()
{
    FileRecord wanted, present;
    wanted.owner = 7;
    wanted.attributes = {{"user.a", "1"}, {"user.b", "2"}};
    present.attributes = {{"user.a", "1"}};
    wanted.modified = present.modified = {5, 6};
    const QList<Text> lost = differences(wanted, present);
    QCOMPARE(lost.size(), 2);
    QVERIFY(inEnglish(lost.at(0)).contains(QStringLiteral("owner")));
    QVERIFY(inEnglish(lost.at(1)).contains(QStringLiteral("user.b")));
    QVERIFY(differences(wanted, wanted).isEmpty());
}

MAILMEND_TEST_CLASS(UndoTest)
#include "undo_test.moc"
