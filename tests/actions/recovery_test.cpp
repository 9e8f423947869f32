// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/scene.h"
#include "base/reader.h"
#include "base/sha256.h"
#include "support/registration.h"

#include <QFile>

#include <cerrno>

#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

/** The next start after an interruption: killed itself, on a disk that fails, or on one that others changed.
 */
class RecoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedWhileRecovering_data();
    void killedWhileRecovering();
    void recoveringFails_data();
    void recoveringFails();
    void diskNotThereStaysOpen();
    void thereAgainWhileInterrupted();
    void replacedWhileInterrupted();
    void bothNamesOnOneFile();
    void copyGoneToo();
    void copyDamagedMeanwhile();
    void diskPutToSleepMeanwhile();

private:
    DisksInMemory m_inMemory;
};

void RecoveryTest::killedWhileRecovering_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("call"); // the last one of its kind that was made before
    QTest::newRow("copy half written") << QByteArray("apply") << QByteArray("write .partial");
    QTest::newRow("copy whole, not noted") << QByteArray("apply") << QByteArray("rename .partial");
    QTest::newRow("original aside") << QByteArray("apply") << QByteArray("rename help.aspx");
    QTest::newRow("original gone") << QByteArray("apply") << QByteArray("unlink .mailmend-");
    QTest::newRow("half put back") << QByteArray("undo") << QByteArray("write .mailmend-");
    QTest::newRow("put back, not noted") << QByteArray("undo") << QByteArray("rename .mailmend-");
    QTest::newRow("copy gone, not noted") << QByteArray("undo") << QByteArray("unlink .kept");
}

void RecoveryTest::killedWhileRecovering()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, call);
    const int number = numberOf(verb, call);
    QVERIFY2(number > 0, call.constData());
    for (int at = 1;; ++at) {
        Scene scene(verb);
        QVERIFY(scene.run(verb.constData(), number, QStringLiteral("kill")).killed);
        const ProgramRun run = scene.run("recover", at, QStringLiteral("kill"));
        const QByteArray place = where("recover", at, run);
        QVERIFY2(scene.oneWholeCopy(), place.constData());
        const auto settled = scene.settle();
        QVERIFY2(settled, place.constData());
        QVERIFY2(settled->recovered, place.constData());
        QVERIFY2(scene.whole() ==
                     (settled->state == ChangeState::Applied ? Whole::InTheCase : Whole::AtItsPlace),
                 place.constData());
        if (!run.killed) {
            QVERIFY2(run.exitCode == 0, place.constData());
            QVERIFY(at > 2);
            break;
        }
    }
}

void RecoveryTest::recoveringFails_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("call");
    QTest::addColumn<QString>("deed");
    const QList<std::pair<const char*, const char*>> starts{
        {"apply", "write .partial"},    {"apply", "rename .partial"}, {"apply", "rename help.aspx"},
        {"apply", "unlink .mailmend-"}, {"undo", "write .mailmend-"}, {"undo", "rename .mailmend-"},
        {"undo", "unlink .kept"}};
    for (const auto& [verb, call] : starts) {
        for (const auto& [name, deed] :
             QList<std::pair<const char*, QString>>{{"no room once", QStringLiteral("fail=%1").arg(ENOSPC)},
                                                    {"no room from then on", QStringLiteral("full")},
                                                    {"disk error", QStringLiteral("fail=%1").arg(EIO)}}) {
            QTest::addRow("%s, %s, %s", verb, call, name) << QByteArray(verb) << QByteArray(call) << deed;
        }
    }
}

/** The disk fails at every call of the next start too: nothing is lost, and the start after it settles it. */
void RecoveryTest::recoveringFails()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, call);
    QFETCH(QString, deed);
    const int number = numberOf(verb, call);
    QVERIFY2(number > 0, call.constData());
    int failed = 0;
    for (int at = 1;; ++at) {
        Scene scene(verb);
        QVERIFY(scene.run(verb.constData(), number, QStringLiteral("kill")).killed);
        const ProgramRun run = scene.run("recover", at, deed);
        const QByteArray place = where("recover", at, run);
        QVERIFY2(!run.killed, place.constData());
        QVERIFY2(scene.oneWholeCopy(), place.constData());
        if (run.exitCode != 0) {
            const bool full = !deed.endsWith(QString::number(EIO));
            QVERIFY2(run.out.contains(full ? QStringLiteral("no room left")
                                           : QStringLiteral("The disk gave an error")),
                     place.constData());
            ++failed;
        }
        const auto settled = scene.settle();
        QVERIFY2(settled, place.constData());
        QVERIFY2(settled->recovered, place.constData());
        QVERIFY2(scene.whole() ==
                     (settled->state == ChangeState::Applied ? Whole::InTheCase : Whole::AtItsPlace),
                 place.constData());
        if (run.mutations.size() < at) {
            QVERIFY2(run.exitCode == 0, place.constData());
            break;
        }
    }
    QVERIFY(failed > 0);
}

void RecoveryTest::diskNotThereStaysOpen()
{
    Scene scene;
    QVERIFY(scene.run("apply", numberOf("apply", "rename /help.aspx"), QStringLiteral("kill")).killed);
    QVERIFY(!scene.kit.exists(helpPage()));
    const QByteArray folder = scene.kit.native({"inetpub"});
    QCOMPARE(::rename(folder.constData(), (folder + "-away").constData()), 0);
    const auto open = scene.settle();
    QVERIFY(!open && open.error().kind == ErrorKind::NotFound);
    QVERIFY(wordsOf(open.error()).contains(QStringLiteral("Connect the disk")));
    QVERIFY(scene.kit.changes().record(scene.change)->state == ChangeState::Begun);
    QCOMPARE(::rename((folder + "-away").constData(), folder.constData()), 0);
    const auto settled = scene.settle();
    MAILMEND_OK(settled);
    QVERIFY(settled->state == ChangeState::Applied && settled->recovered);
    QVERIFY(inEnglish(settled->what).contains(QStringLiteral("interrupted and has now been finished")));
    QVERIFY(scene.whole() == Whole::InTheCase);
}

void RecoveryTest::thereAgainWhileInterrupted()
{
    // The original stands aside, and before the next start somebody puts a page there again.
    for (const QByteArray& again : {QByteArray("another page"), helpContent()}) {
        Scene scene;
        QVERIFY(
            scene.run("apply", numberOf("apply", "rename /help.aspx") + 1, QStringLiteral("kill")).killed);
        QVERIFY(!scene.kit.exists(helpPage()));
        scene.kit.write(helpPage(), again);
        const auto settled = scene.settle();
        MAILMEND_OK(settled);
        QVERIFY(settled->state == ChangeState::Applied);
        QVERIFY2(inEnglish(settled->what).contains(QStringLiteral("what is there now was left alone")),
                 qPrintable(inEnglish(settled->what)));
        QVERIFY(scene.kit.exists(helpPage()));
    }
}

void RecoveryTest::replacedWhileInterrupted()
{
    // The copy is whole, and before the next start somebody else changes the original: neither is lost.
    Scene scene;
    QVERIFY(scene.run("apply", numberOf("apply", "rename /help.aspx") - 1, QStringLiteral("kill")).killed);
    scene.kit.write(helpPage(), "something new");
    const auto settled = scene.settle();
    MAILMEND_OK(settled);
    QVERIFY(settled->state == ChangeState::Applied);
    QVERIFY(inEnglish(settled->what).contains(QStringLiteral("by somebody else")));
    QVERIFY(scene.oneWholeCopy());
    QVERIFY(snapshotOf(scene.kit.disk())
                .value("/inetpub/wwwroot/help.aspx")
                .contains(sha256Hex("something new")));
    QVERIFY(!scene.kit.undo(*settled));
}

void RecoveryTest::bothNamesOnOneFile()
{
    // File systems that can't rename without replacing take a second name first, and may be stopped between.
    for (const QByteArray verb : {"apply", "undo"}) {
        const bool undoing = verb == "undo";
        Scene scene(verb);
        const QByteArray named = scene.kit.native(helpPage());
        const QByteArray aside =
            scene.kit.native({"inetpub", "wwwroot", ".mailmend-" + scene.change.toLatin1()});
        const QByteArray& last = undoing ? aside : named; // the file's name until it is renamed
        QVERIFY(scene.run(verb.constData(), numberOf(verb, "rename /wwwroot/") - 1, QStringLiteral("kill"))
                    .killed);
        QCOMPARE(::link(last.constData(), (undoing ? named : aside).constData()), 0);
        const auto settled = scene.settle();
        MAILMEND_OK(settled);
        QVERIFY(settled->state == (undoing ? ChangeState::Undone : ChangeState::Applied));
        QVERIFY(scene.whole() == (undoing ? Whole::AtItsPlace : Whole::InTheCase));
    }
}

void RecoveryTest::copyGoneToo()
{
    for (const char* call : {"rename /help.aspx", "unlink /.mailmend-"}) {
        Scene scene;
        QVERIFY(scene.run("apply", numberOf("apply", call), QStringLiteral("kill")).killed);
        const QByteArray object = scene.kit.store() + "/objects/" + scene.change.toLatin1() + ".kept";
        QCOMPARE(::unlink(object.constData()), 0);
        const auto settled = scene.settle();
        if (QByteArray(call).startsWith("rename")) {
            MAILMEND_OK(settled); // the original still lies beside its place, and goes back there
            QVERIFY(settled->state == ChangeState::RolledBack);
            QVERIFY(scene.whole() == Whole::AtItsPlace);
        } else {
            QVERIFY(!settled && settled.error().kind == ErrorKind::Damaged);
            QVERIFY(scene.kit.changes().record(scene.change)->state == ChangeState::Begun);
        }
    }
}

/** The copy's SHA-256 is checked before the original is let go of: it is the only whole one then. */
void RecoveryTest::copyDamagedMeanwhile()
{
    for (const char* call : {"rename /help.aspx", "unlink /.mailmend-"}) {
        Scene scene;
        QVERIFY(scene.run("apply", numberOf("apply", call), QStringLiteral("kill")).killed);
        QFile object(
            QString::fromLocal8Bit(scene.kit.store() + "/objects/" + scene.change.toLatin1() + ".kept"));
        QVERIFY(object.open(QIODevice::ReadWrite) && object.seek(object.size() - 9));
        QVERIFY(object.write("x") == 1);
        object.close();
        const auto settled = scene.settle();
        if (QByteArray(call).startsWith("rename")) {
            MAILMEND_OK(settled);
            QVERIFY(settled->state == ChangeState::RolledBack);
            QVERIFY(inEnglish(settled->what).contains(QStringLiteral("was damaged or changed")));
            QVERIFY(scene.whole() == Whole::AtItsPlace);
        } else {
            // The original is gone: what is left stays as it is, and that is said.
            QVERIFY(!settled && settled.error().kind == ErrorKind::Damaged);
            QVERIFY(wordsOf(settled.error()).contains(QStringLiteral("ask a responder")));
            QVERIFY(scene.kit.changes().record(scene.change)->state == ChangeState::Begun);
            QVERIFY(object.exists());
        }
    }
    // While it was being put back: the half that is there stays, and so does the damaged copy.
    Scene scene("undo");
    QVERIFY(scene.run("undo", numberOf("undo", "write .mailmend-"), QStringLiteral("kill")).killed);
    QFile object(QString::fromLocal8Bit(scene.kit.store() + "/objects/" + scene.change.toLatin1() + ".kept"));
    QVERIFY(object.open(QIODevice::ReadWrite) && object.seek(object.size() - 9) && object.write("x") == 1);
    object.close();
    const DiskSnapshot before = snapshotOf(scene.kit.disk());
    const auto settled = scene.settle();
    QVERIFY(!settled && settled.error().kind == ErrorKind::Damaged);
    QCOMPARE(differenceOf(before, snapshotOf(scene.kit.disk())), QByteArray());
    QVERIFY(object.exists());
}

void RecoveryTest::diskPutToSleepMeanwhile()
{
    Scene scene;
    QVERIFY(scene.run("apply", numberOf("apply", "rename /help.aspx"), QStringLiteral("kill")).killed);
    scene.kit.write({"hiberfil.sys"}, "hibr");
    const auto open = scene.settle();
    QVERIFY(!open && open.error().kind == ErrorKind::Unsupported);
    QVERIFY(wordsOf(open.error()).contains(QStringLiteral("put to sleep")));
    QVERIFY(scene.oneWholeCopy());
    QCOMPARE(::unlink(scene.kit.native({"hiberfil.sys"}).constData()), 0);
    MAILMEND_OK(scene.settle());
    QVERIFY(scene.whole() == Whole::InTheCase);
}

MAILMEND_TEST_CLASS(RecoveryTest)
#include "recovery_test.moc"
