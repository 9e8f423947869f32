// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/scene.h"
#include "base/reader.h"
#include "support/registration.h"

#include <cerrno>

using namespace mailmend;
using namespace mailmend::testing;

/** The program ends, or the disk fails, at every call by which it changes anything. Nothing is ever lost. */
class InterruptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killed_data();
    void killed();
    void callsThatFail_data();
    void callsThatFail();
    void flushesStandBeforeWhatReliesOnThem();
    void undoFlushesToo();

private:
    DisksInMemory m_inMemory;
};

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
        const QByteArray place = where(verb.constData(), at, run);
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
        const QByteArray place = where(verb.constData(), at, run);
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

MAILMEND_TEST_CLASS(InterruptionTest)
#include "interruption_test.moc"
