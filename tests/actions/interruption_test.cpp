// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "base/reader.h"
#include "base/sha256.h"
#include "support/mutations.h"
#include "support/registration.h"

#include <QFileInfo>

#include <cerrno>

#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** What is left on the disk and in the store: one whole copy, or not. */
enum class Whole { AtItsPlace, InTheCase, Neither, Both };

/** A disk and its store in a program of its own, stopped or failed at a chosen call. */
class Scene
{
public:
    Scene() : before(withoutFolderTimes(snapshotOf(kit.disk()))), change(newChangeId()) {}

    /** The file is in the case already, where an undo is to be looked at. */
    explicit Scene(const QByteArray& verb) : Scene()
    {
        if (verb == "undo") {
            ActionRequest request = kit.request(helpPage(), helpContent());
            request.change = change;
            if (const auto taken = kit.take(request); !taken) {
                qFatal("%s", qPrintable(logLine(taken.error())));
            }
        }
    }

    ProgramRun run(const char* verb, int at, const QString& deed)
    {
        kit.closeStore();
        const MutationPlan plan{
            {QString::fromLocal8Bit(kit.disk()), QString::fromLocal8Bit(kit.store())}, {}, at, deed};
        const ProgramRun made = runCounted(builtProgram("actions_driver"),
                                           {QString::fromLatin1(verb), QString::fromLocal8Bit(kit.store()),
                                            QString::fromLocal8Bit(kit.disk()), change,
                                            QStringLiteral("C:\\inetpub\\wwwroot\\help.aspx"),
                                            QString::fromLatin1(sha256Hex(helpContent()))},
                                           plan);
        kit.restart();
        return made;
    }

    /** Finishes or rolls back what is open. Nothing was begun where there is no journal. */
    Result<ChangeRecord> settle()
    {
        const auto list = kit.changes().list();
        if (!list) {
            return list.error();
        }
        return list->isEmpty() ? nothingBegun() : kit.recover(change);
    }

    static Result<ChangeRecord> nothingBegun()
    {
        ChangeRecord record;
        record.state = ChangeState::RolledBack;
        return record;
    }

    /** Exactly: with nothing of ours left beside it. */
    Whole whole()
    {
        DiskSnapshot now = withoutFolderTimes(snapshotOf(kit.disk()));
        const bool there = differenceOf(before, now).isEmpty();
        DiskSnapshot without = before;
        without.remove("/inetpub/wwwroot/help.aspx");
        const bool gone = differenceOf(without, now).isEmpty();
        const KeptContent content{helpContent().size(), sha256(helpContent())};
        const bool kept =
            bool(kit.changes().verify(change, content, [](const ActionProgress&) { return true; }));
        const bool none = kit.stored("objects").isEmpty();
        return there && none   ? Whole::AtItsPlace
               : gone && kept  ? Whole::InTheCase
               : there && kept ? Whole::Both
                               : Whole::Neither;
    }

    /** At least one whole copy somewhere, whatever lies about beside it. */
    bool oneWholeCopy()
    {
        const KeptContent content{helpContent().size(), sha256(helpContent())};
        bool found = bool(kit.changes().verify(change, content, [](const ActionProgress&) { return true; }));
        const DiskSnapshot now = snapshotOf(kit.disk());
        for (const QByteArray& line : now) {
            found = found || line.contains(sha256Hex(helpContent()));
        }
        return found;
    }

    Kit kit;
    const DiskSnapshot before;
    QString change;
};

QString where(const char* verb, int at, const ProgramRun& run)
{
    return QStringLiteral("%1, call %2 (%3): %4 %5")
        .arg(QString::fromLatin1(verb))
        .arg(at)
        .arg(run.mutations.value(at - 1), run.out.trimmed(), run.err.trimmed());
}

/** The number of the last call of this kind at such a path, in a run that nothing stops; 0: there is none. */
int numberOf(const QByteArray& verb, const QByteArray& call)
{
    Scene trial(verb);
    const QStringList calls = trial.run(verb.constData(), 0, {}).mutations;
    const qsizetype space = call.indexOf(' ');
    int number = 0;
    for (int i = 0; i < calls.size(); ++i) {
        if (calls.at(i).startsWith(QString::fromLatin1(call.left(space + 1))) &&
            calls.at(i).contains(QString::fromLatin1(call.mid(space + 1)))) {
            number = i + 1;
        }
    }
    return number;
}

} // namespace

/** The program ends, or the disk fails, at every call by which it changes anything. Nothing is ever lost. */
class InterruptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void killed_data();
    void killed();
    void killedWhileRecovering_data();
    void killedWhileRecovering();
    void callsThatFail_data();
    void callsThatFail();
    void flushesStandBeforeWhatReliesOnThem();
    void undoFlushesToo();
    void diskNotThereStaysOpen();
    void replacedWhileInterrupted();
    void thereAgainWhileInterrupted();
    void bothNamesOnOneFile();
    void copyGoneToo();
    void diskPutToSleepMeanwhile();

private:
    QByteArray m_temporary;
};

void InterruptionTest::initTestCase()
{
    // Hundreds of disks: in memory, where there is room for it, since every call is flushed.
    if (QFileInfo(QStringLiteral("/dev/shm")).isWritable()) {
        m_temporary = qgetenv("TMPDIR");
        qputenv("TMPDIR", "/dev/shm");
    }
}

void InterruptionTest::cleanupTestCase()
{
    m_temporary.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", m_temporary);
}

void InterruptionTest::killed_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::newRow("apply") << QByteArray("apply");
    QTest::newRow("undo") << QByteArray("undo");
}

void InterruptionTest::killed()
{
    QFETCH(QByteArray, verb);
    int points = 0, finished = 0, back = 0;
    for (int at = 1;; ++at) {
        Scene scene(verb);
        const ProgramRun run = scene.run(verb.constData(), at, QStringLiteral("kill"));
        const QByteArray place = where(verb.constData(), at, run).toLocal8Bit();
        if (!run.killed) {
            QVERIFY2(run.exitCode == 0, place.constData());
            points = at - 1;
            break;
        }
        QVERIFY2(scene.oneWholeCopy(), place.constData());
        const auto settled = scene.settle();
        QVERIFY2(settled, place.constData());
        const Whole whole = scene.whole();
        const bool inCase = settled->state == ChangeState::Applied;
        QVERIFY2(whole == (inCase ? Whole::InTheCase : Whole::AtItsPlace), place.constData());
        QVERIFY2(settled->state != ChangeState::Begun && settled->state != ChangeState::Undoing,
                 place.constData());
        QVERIFY2(!settled->recovered || !settled->what.isEmpty(), place.constData());
        const bool forward = (verb == "apply") == inCase;
        (forward ? finished : back) += 1;
        const auto again = scene.settle(); // once more changes nothing
        QVERIFY2(again && again->head == settled->head, place.constData());
    }
    qInfo("%s: killed after each of %d calls; %d finished, %d put back", verb.constData(), points, finished,
          back);
    QVERIFY(points > 20);
    QVERIFY(finished > 3);
    QVERIFY(back > 3);
}

void InterruptionTest::killedWhileRecovering_data()
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

void InterruptionTest::killedWhileRecovering()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, call);
    const int number = numberOf(verb, call);
    QVERIFY2(number > 0, call.constData());
    for (int at = 1;; ++at) {
        Scene scene(verb);
        QVERIFY(scene.run(verb.constData(), number, QStringLiteral("kill")).killed);
        const ProgramRun run = scene.run("recover", at, QStringLiteral("kill"));
        const QByteArray place = where("recover", at, run).toLocal8Bit();
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

void InterruptionTest::callsThatFail_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QString>("deed");
    for (const char* verb : {"apply", "undo"}) {
        QTest::addRow("%s, no room once", verb) << QByteArray(verb) << QStringLiteral("fail=%1").arg(ENOSPC);
        QTest::addRow("%s, no room from then on", verb) << QByteArray(verb) << QStringLiteral("full");
        QTest::addRow("%s, disk error", verb) << QByteArray(verb) << QStringLiteral("fail=%1").arg(EIO);
    }
}

void InterruptionTest::callsThatFail()
{
    QFETCH(QByteArray, verb);
    QFETCH(QString, deed);
    for (int at = 1;; ++at) {
        Scene scene(verb);
        const ProgramRun run = scene.run(verb.constData(), at, deed);
        const QByteArray place = where(verb.constData(), at, run).toLocal8Bit();
        QVERIFY2(!run.killed, place.constData());
        if (run.mutations.size() < at) {
            QVERIFY2(run.exitCode == 0, place.constData());
            QVERIFY(at > 20);
            break;
        }
        QVERIFY2(scene.oneWholeCopy(), place.constData());
        if (run.exitCode != 0) {
            const bool full = !deed.endsWith(QString::number(EIO));
            QVERIFY2(run.out.contains(full ? QStringLiteral("no room left")
                                           : QStringLiteral("The disk gave an error")),
                     place.constData());
        }
        const auto settled = scene.settle();
        QVERIFY2(settled, place.constData());
        const bool inCase = settled->state == ChangeState::Applied;
        QVERIFY2(scene.whole() == (inCase ? Whole::InTheCase : Whole::AtItsPlace), place.constData());
        // And once there is room again, it can be done again.
        if ((verb == "apply") == inCase) {
            continue;
        }
        if (verb == "apply") {
            MAILMEND_OK(scene.kit.take(scene.kit.request(helpPage(), helpContent())));
            QVERIFY2(!scene.kit.exists(helpPage()), place.constData());
        } else {
            MAILMEND_OK(scene.kit.undo(*settled));
            QVERIFY2(scene.whole() == Whole::AtItsPlace, place.constData());
        }
    }
}

void InterruptionTest::flushesStandBeforeWhatReliesOnThem()
{
    Scene scene;
    const QStringList calls = scene.run("apply", 0, {}).mutations;
    const auto find = [&calls](const char* call, const char* part, qsizetype from) {
        for (qsizetype i = from; i < calls.size(); ++i) {
            if (calls.at(i).startsWith(QString::fromLatin1(call) + QLatin1Char(' ')) &&
                calls.at(i).endsWith(QString::fromLatin1(part))) {
                return i;
            }
        }
        return qsizetype(-1);
    };
    // Each stands behind the one before it.
    qsizetype at = 0;
    for (const auto& [call, part] : QList<std::pair<const char*, QByteArray>>{
             {"fallocate", ".journal.new"},
             {"fsync", ".journal.new"},
             {"rename", ".journal.new"},
             {"fsync", "/store/changes"}, // the intent is on the disk
             {"open", scene.change.toLatin1() + ".partial"},
             {"fsync", ".partial"}, // the copy's content
             {"rename", ".partial"},
             {"fsync", "/store/objects"}, // and its name
             {"write", ".journal"},
             {"fdatasync", ".journal"},
             {"write", ".journal"}, // "kept" counts now
             {"fdatasync", ".journal"},
             {"rename", "/help.aspx"},
             {"fsync", "/inetpub/wwwroot"},
             {"unlink", "/.mailmend-" + scene.change.toLatin1()},
             {"fsync", "/inetpub/wwwroot"}, // before it is said to be done
             {"write", ".journal"},
             {"fdatasync", ".journal"},
             {"write", ".journal"},
             {"fdatasync", ".journal"}}) {
        const qsizetype next = find(call, part.constData(), at);
        QVERIFY2(next >= 0,
                 qPrintable(QString::fromLatin1(call) + QLatin1Char(' ') + QString::fromLatin1(part) +
                            QLatin1Char('\n') + calls.join(QLatin1Char('\n'))));
        at = next + 1;
    }
    QCOMPARE(at, calls.size());
}

void InterruptionTest::undoFlushesToo()
{
    Scene scene("undo");
    const QStringList calls = scene.run("undo", 0, {}).mutations;
    const QString aside = QStringLiteral("/.mailmend-") + scene.change;
    qsizetype at = 0;
    for (const QString& wanted :
         {QStringLiteral("fdatasync .journal"), QStringLiteral("open ") + aside,
          QStringLiteral("fsync ") + aside, QStringLiteral("futimens ") + aside,
          QStringLiteral("fsync ") + aside, QStringLiteral("fsync /inetpub/wwwroot"),
          QStringLiteral("rename ") + aside, QStringLiteral("fsync /inetpub/wwwroot"),
          QStringLiteral("fdatasync .journal"), QStringLiteral("fdatasync .journal"),
          QStringLiteral("unlink .kept"), QStringLiteral("fsync /store/objects"),
          QStringLiteral("fdatasync .journal"), QStringLiteral("fdatasync .journal")}) {
        const QString call = wanted.section(QLatin1Char(' '), 0, 0),
                      part = wanted.section(QLatin1Char(' '), 1);
        while (at < calls.size() &&
               !(calls.at(at).startsWith(call + QLatin1Char(' ')) && calls.at(at).endsWith(part))) {
            ++at;
        }
        QVERIFY2(at < calls.size(), qPrintable(wanted + QLatin1Char('\n') + calls.join(QLatin1Char('\n'))));
        ++at;
    }
    QCOMPARE(at, calls.size());
}

void InterruptionTest::diskNotThereStaysOpen()
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

void InterruptionTest::thereAgainWhileInterrupted()
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

void InterruptionTest::replacedWhileInterrupted()
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

void InterruptionTest::bothNamesOnOneFile()
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

void InterruptionTest::copyGoneToo()
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

void InterruptionTest::diskPutToSleepMeanwhile()
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

MAILMEND_TEST_CLASS(InterruptionTest)
#include "interruption_test.moc"
