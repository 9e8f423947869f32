// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"
#include "gui/keys.h"
#include "gui/late_helper.h"
#include "gui/repair_keys.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

/**
 * The first real repair with keys only, on the sample written out as a disk: seen, agreed to, done, proven,
 * undone, done again, signed off; paused and stopped; interrupted and taken up again; something else in the
 * way of undoing.
 */
class RepairJourneyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromAScanToASignedReport();
    void pausesFirstThenAsks();
    void closingTheWindowPutsItBack();
    void takesUpWhatWasInterrupted();
    void asksWhereSomethingElseIsInTheWay();

private:
    void scan(TestWindow& test);
    /** From the step, with the helper not started yet, to a repair that waits at its first safe point. */
    void pause(const LateHelper& helper, Qt::Key cancel, Qt::KeyboardModifiers modifiers);
};

namespace {

/** One of the sample's pages that no Exchange ever shipped. */
constexpr char page[] = "OutlookZH.aspx";

QString pageOn(const QString& disk)
{
    QDirIterator files(disk, {QString::fromLatin1(page)}, QDir::Files, QDirIterator::Subdirectories);
    return files.hasNext() ? files.next() : QString();
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** A home with the sample's disk in it. */
struct Home
{
    Home() : good(writeSample(folder.filePath(QStringLiteral("disk")), false) && !file().isEmpty()) {}

    QString path() const { return folder.path(); }
    QString disk() const { return folder.filePath(QStringLiteral("disk/C")); }
    QString file() const { return pageOn(disk()); }
    QString caseFile() const
    {
        const QDir cases(folder.filePath(QStringLiteral("cases")));
        const QStringList files = cases.entryList({QStringLiteral("*.mailmend")}, QDir::Files);
        return files.isEmpty() ? QString() : cases.filePath(files.first());
    }

    QTemporaryDir folder;
    bool good;
};

} // namespace

void RepairJourneyTest::scan(TestWindow& test)
{
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    STEP(waitForPage("What should we look at?"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(test.home + QStringLiteral("/disk/C"));
    press(Qt::Key_Return);
    STEP(checkIt());
    STEP(decideToRepair());
}

void RepairJourneyTest::pause(const LateHelper& helper, Qt::Key cancel, Qt::KeyboardModifiers modifiers)
{
    STEP(tabTo("Preview…"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Keep it"));
    helper.close();
    press(Qt::Key_Tab);
    press(Qt::Key_Return);
    STEP(waitForPage("Doing this step: OutlookZH.aspx"));
    press(cancel, modifiers);
    STEP(waitForPage("Pausing")); // a button that is pressed by its letter is released a moment later
    helper.open();
    STEP(waitUntilSays("Stop and put it back"));
}

void RepairJourneyTest::fromAScanToASignedReport()
{
    Home home;
    QVERIFY(home.good);
    const QString file = home.file();
    const QByteArray content = contentOf(file);
    TestWindow test(home.path(), builtHelper());
    STEP(scan(test));
    STEP(goToPreview(page));

    // Looked at and left: nothing was changed.
    press(Qt::Key_Return);
    STEP(waitUntilSays("Keep it"));
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));
    QCOMPARE(contentOf(file), content);

    // Done, and proven by looking again.
    STEP(agree(page));
    STEP(waitUntilSays("Next step"));
    QVERIFY(!QFile::exists(file));

    // Undone: the page is as it was, and the step can be done again.
    STEP(tabTo("Undo…"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Leave it as it is"));
    press(Qt::Key_Tab);
    QVERIFY2(says("Put ") && says(page), qPrintable(said()));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    QCOMPARE(contentOf(file), content);
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));

    // Done again.
    STEP(agree(page));
    STEP(waitUntilSays("Next step"));
    QVERIFY(!QFile::exists(file));
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    press(Qt::Key_W, Qt::AltModifier);
    press(Qt::Key_End);
    press(Qt::Key_Up);
    STEP(tabTo(page));
    QVERIFY2(says("Fixed"), qPrintable(said()));

    // Signed off, with what is still open; then a report.
    press(Qt::Key_T, Qt::AltModifier);
    STEP(waitForPage("Time line"));
    press(Qt::Key_I, Qt::AltModifier);
    STEP(waitForPage("Sign off the case"));
    press(Qt::Key_D, Qt::AltModifier);
    type(QStringLiteral("ada "));
    press(Qt::Key_C, Qt::AltModifier); // one alone is no second person
    STEP(waitUntilSays("A second person"));
    QVERIFY(!test.session.view()->signOff.has_value());
    type(QStringLiteral("Grace"));
    press(Qt::Key_C, Qt::AltModifier);
    STEP(waitUntilSays("Save report…"));
    QVERIFY(test.session.view()->signOff.has_value());
    QVERIFY(test.session.view()->signOff->stands);
    press(Qt::Key_Return);
    STEP(waitForPage("Save a report"));
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_I, Qt::AltModifier);
    const QString report = home.path() + QStringLiteral("/report.html");
    type(report);
    press(Qt::Key_V, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report), 30000);
    QVERIFY(contentOf(report).contains("Grace"));
}

void RepairJourneyTest::pausesFirstThenAsks()
{
    Home home;
    QVERIFY(home.good);
    const QString file = home.file();
    const QByteArray content = contentOf(file);
    const LateHelper helper(home.path());
    TestWindow test(home.path(), helper.program());
    STEP(scan(test));
    STEP(goToPreview(page));

    // Stopped: everything is put back.
    STEP(pause(helper, Qt::Key_Escape, Qt::NoModifier));
    QCOMPARE(contentOf(file), content);
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    QCOMPARE(contentOf(file), content);
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));

    // Gone on with: done and proven.
    STEP(pause(helper, Qt::Key_C, Qt::AltModifier));
    // The plan leads back to it, and does not say that it was interrupted.
    press(Qt::Key_P, Qt::AltModifier);
    STEP(waitForPage(planTitle));
    STEP(tabTo("Go to the repair"));
    press(Qt::Key_Return);
    STEP(waitForPage("It is paused"));
    STEP(tabTo("Go on"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Next step"));
    QVERIFY(!QFile::exists(file));
}

void RepairJourneyTest::closingTheWindowPutsItBack()
{
    Home home;
    QVERIFY(home.good);
    const QString file = home.file();
    const QByteArray content = contentOf(file);
    const LateHelper helper(home.path());
    TestWindow test(home.path(), helper.program());
    STEP(scan(test));
    STEP(goToPreview(page));
    STEP(pause(helper, Qt::Key_Escape, Qt::NoModifier));
    test.window.close();
    QTRY_VERIFY_WITH_TIMEOUT(!test.window.isVisible(), 60000);
    QCOMPARE(contentOf(file), content);
    QTRY_COMPARE_WITH_TIMEOUT(test.session.view()->changes.value(0).record.state, ChangeState::RolledBack,
                              60000);
}

void RepairJourneyTest::takesUpWhatWasInterrupted()
{
    Home home;
    QVERIFY(home.good);
    const QString file = home.file();
    const QByteArray content = contentOf(file);
    const LateHelper helper(home.path());
    QString step;
    {
        TestWindow test(home.path(), helper.program());
        STEP(scan(test));
        STEP(goToPreview(page));
        STEP(pause(helper, Qt::Key_C, Qt::AltModifier));
        helper.breakDown();
        QVERIFY(LateHelper::killRunning());
        STEP(waitUntilSays("Back to the plan"));
        step = test.session.view()->currentStep;
        QCOMPARE(test.session.view()->changes.size(), 1);
        QCOMPARE(test.session.view()->changes.first().record.state, ChangeState::Begun);
    }
    helper.open();
    TestWindow test(home.path(), helper.program());
    QSignalSpy settled(&test.session, &gui::Session::tookOver);
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    STEP(waitForPage("What should we look at?"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(home.caseFile());
    press(Qt::Key_Return);

    // The same step, and what was begun is settled: exactly one whole copy, and the step can be done.
    STEP(waitForPage(planTitle));
    QTRY_COMPARE_WITH_TIMEOUT(settled.count(), 1, 60000);
    QTRY_COMPARE_WITH_TIMEOUT(test.session.view()->changes.first().record.state, ChangeState::RolledBack,
                              60000);
    QCOMPARE(test.session.view()->currentStep, step);
    QCOMPARE(contentOf(file), content);
    STEP(agree(page));
    STEP(waitUntilSays("Next step"));
    QVERIFY(!QFile::exists(file));
}

void RepairJourneyTest::asksWhereSomethingElseIsInTheWay()
{
    Home home;
    QVERIFY(home.good);
    const QString file = home.file();
    const QByteArray content = contentOf(file);
    const QByteArray other("Somebody put this here.");
    TestWindow test(home.path(), builtHelper());
    STEP(scan(test));
    STEP(goToPreview(page));
    STEP(agree(page));
    STEP(waitUntilSays("Next step"));
    QFile present(file);
    QVERIFY(present.open(QIODevice::WriteOnly | QIODevice::NewOnly));
    present.write(other);
    present.close();

    // Asked, and left alone.
    STEP(tabTo("Undo…"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Leave it as it is"));
    press(Qt::Key_Tab);
    press(Qt::Key_Return);
    STEP(waitForPage("Putting OutlookZH.aspx back"));
    STEP(waitUntilSays("Leave it as it is"));
    QCOMPARE(contentOf(file), other);
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));
    QCOMPARE(contentOf(file), other);

    // Asked again, and both are kept.
    STEP(tabTo("Undo…"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Leave it as it is"));
    press(Qt::Key_Tab);
    press(Qt::Key_Return);
    STEP(waitForPage("Putting OutlookZH.aspx back"));
    STEP(waitUntilSays("Leave it as it is"));
    STEP(tabTo("Keep both and put it back"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    QCOMPARE(contentOf(file), content);
    // What was taken on the way is a change of its own.
    const QList<CaseChange>& changes = test.session.view()->changes;
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes.at(1).roomFor, changes.at(0).record.change);
    QVERIFY(changes.at(1).consentedAt.isValid() && changes.at(1).by == test.session.person());
    const QString room = changes.at(1).record.change;

    // It is found under Time line, and undone from there; the page that lies there is asked about again.
    press(Qt::Key_T, Qt::AltModifier);
    STEP(waitForPage("Time line"));
    STEP(tabTo("Undo: "));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Leave it as it is"));
    press(Qt::Key_Tab);
    press(Qt::Key_Return);
    STEP(waitUntilSays("Leave it as it is"));
    STEP(tabTo("Keep both and put it back"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    QCOMPARE(contentOf(file), other);
    QCOMPARE(test.session.view()->change(room)->record.state, ChangeState::Undone);
}

MAILMEND_TEST_CLASS(RepairJourneyTest)
#include "repair_journey_test.moc"
