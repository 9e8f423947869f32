// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "evidence/sample/sample.h"
#include "gui/hand_made_case.h"
#include "gui/hand_made_office.h"
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/office.h"
#include "support/registration.h"

#include <QCursor>
#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

/** Pictures of every page, light and dark, with large text and from right to left: for people to look at. */
class ScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPage_data();
    void everyPage();
    void theSample_data();
    void theSample();
    void aCollection_data();
    void aCollection();
    void anOffice();
    void aRepair_data();
    void aRepair();
};

namespace {

void take(TestWindow& test, const QString& name)
{
    const QDir folder(QStringLiteral(MAILMEND_BINARY_DIR "/screenshots"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    QCursor::setPos(0, 0); // nothing is shown as pointed at
    TestWindow::settle();
    const QImage picture = test.window.grab().toImage();
    QCOMPARE(picture.size(), test.window.size() * test.window.devicePixelRatio());
    QVERIFY(picture.save(folder.filePath(name + QStringLiteral(".png"))));
}

} // namespace

void ScreenshotsTest::everyPage_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("percent");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("rightToLeft");
    QTest::addColumn<bool>("office");
    QTest::newRow("light") << false << 100 << QSize(1120, 760) << false << false;
    QTest::newRow("dark") << true << 100 << QSize(1120, 760) << false << false;
    QTest::newRow("small-large-text") << false << 150 << QSize(960, 540) << false << false;
    QTest::newRow("right-to-left") << false << 100 << QSize(1120, 760) << true << false;
    QTest::newRow("office") << false << 100 << QSize(1120, 760) << false << true;
}

void ScreenshotsTest::everyPage()
{
    QFETCH(bool, dark);
    QFETCH(int, percent);
    QFETCH(QSize, size);
    QFETCH(bool, rightToLeft);
    QFETCH(bool, office);
    QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    TestWindow test({dark, false}, percent);
    test.show(size);
    test.window.showView(office ? officeCase() : handMadeCase());
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        test.open(page, argument);
        take(test, QStringLiteral("%1%2-%3")
                       .arg(page, argument.isEmpty() ? QString() : QLatin1Char('-') + argument,
                            QString::fromLatin1(QTest::currentDataTag()))
                       .replace(QRegularExpression(QStringLiteral("[? ]")), QStringLiteral("-")));
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

void ScreenshotsTest::theSample_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

/** The sample server, really opened, checked and checked again. */
void ScreenshotsTest::theSample()
{
    QFETCH(bool, dark);
    const QString look = QStringLiteral("-") + QString::fromLatin1(QTest::currentDataTag());
    TestWindow test({dark, false});
    test.show();
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    QSignalSpy scanned(&test.session, &gui::Session::scanFinished);
    QSignalSpy viewed(&test.session, &gui::Session::viewChanged);
    QSignalSpy again(&test.session, &gui::Session::checkedAgain);
    test.open(QStringLiteral("source"), QStringLiteral("sample:"));
    QVERIFY(looked.count() > 0 || looked.wait(60000));
    take(test, QStringLiteral("sample-source") + look);
    test.session.startScan(test.session.lookedAt()->caseFile);
    test.open(QStringLiteral("scan"));
    take(test, QStringLiteral("sample-scan") + look);
    QVERIFY(scanned.count() > 0 || scanned.wait(60000));
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    take(test, QStringLiteral("sample-scan-done") + look);
    for (const char* page : {"overview", "findings", "plan", "history"}) {
        test.open(QString::fromLatin1(page));
        take(test, QStringLiteral("sample-") + QString::fromLatin1(page) + look);
    }
    QVERIFY(!test.session.view()->findings.isEmpty());
    test.open(QStringLiteral("finding"), test.session.view()->findings.first().finding.id);
    take(test, QStringLiteral("sample-finding") + look);
    test.open(QStringLiteral("look-again"));
    take(test, QStringLiteral("sample-look-again") + look);
    test.session.checkAgain(QStringLiteral("sample:repaired"));
    QVERIFY(again.wait(60000));
    TestWindow::settle();
    take(test, QStringLiteral("sample-looked-again") + look);
}

void ScreenshotsTest::aCollection_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("percent");
    QTest::newRow("light") << false << 100;
    QTest::newRow("dark") << true << 100;
    QTest::newRow("large-text") << false << 200;
}

/** One that is locked, really made and opened. */
void ScreenshotsTest::aCollection()
{
    QFETCH(bool, dark);
    QFETCH(int, percent);
    const QString look = QStringLiteral("-") + QString::fromLatin1(QTest::currentDataTag());
    TestWindow test({dark, false}, percent);
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    const QString disk = test.folder.filePath(QStringLiteral("disk"));
    const QString zip = test.folder.filePath(QStringLiteral("server.zip"));
    QVERIFY(writeSample(disk, false));
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.open(QStringLiteral("source"), disk + QStringLiteral("/C"));
    QVERIFY(looked.count() > 0 || looked.wait(60000));
    take(test, QStringLiteral("disk-source") + look);
    test.open(QStringLiteral("collect"), disk + QStringLiteral("/C"));
    take(test, QStringLiteral("collect-ready") + look);
    press(Qt::Key_I, Qt::AltModifier);
    STEP(waitUntilSays("Into which file"));
    type(zip);
    STEP(tabTo("A passphrase for it"));
    type(QStringLiteral("four words to practise"));
    STEP(tabTo("The same once more"));
    type(QStringLiteral("four words to practise"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Into which file"));
    take(test, QStringLiteral("collect-examined-disk") + look);
    STEP(tabTo("Write there all the same"));
    press(Qt::Key_Return);
    STEP(waitForPage("The collection is made"));
    take(test, QStringLiteral("collect-made") + look);
    QSignalSpy wanted(&test.session, &gui::Session::passphraseWanted);
    test.open(QStringLiteral("source"), zip);
    QVERIFY(wanted.count() > 0 || wanted.wait(60000));
    take(test, QStringLiteral("source-locked") + look);
    test.session.look(QStringLiteral("sample:"));
    QVERIFY(looked.wait(60000));
    test.session.startScan(test.session.lookedAt()->caseFile);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    test.open(QStringLiteral("look-again"));
    test.session.checkAgain(zip, {{zip, Secret("another one")}});
    QVERIFY(wanted.wait(60000));
    take(test, QStringLiteral("look-again-locked") + look);
}

/** Two servers in one case, really opened and checked. */
void ScreenshotsTest::anOffice()
{
    TestWindow test;
    RawTree birch;
    RawTree cedar;
    writeOfficeServer(birch, false, QStringLiteral("BIRCH-EX01"));
    writeOfficeServer(cedar, true, QStringLiteral("CEDAR-EX02"));
    test.show();
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(birch.text());
    QVERIFY(looked.wait(60000));
    test.session.startScan(test.session.lookedAt()->caseFile);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    test.open(QStringLiteral("further-source"), cedar.text());
    QVERIFY(looked.count() > 1 || looked.wait(60000));
    take(test, QStringLiteral("office-source"));
    test.open(QStringLiteral("scan"));
    test.session.scanIntoCase();
    QTRY_COMPARE_WITH_TIMEOUT(test.session.view()->targets.size(), 2, 60000);
    take(test, QStringLiteral("office-scan-done"));
    for (const char* page : {"overview", "findings", "plan", "history"}) {
        test.open(QString::fromLatin1(page));
        take(test, QStringLiteral("office-") + QString::fromLatin1(page));
    }
}

void ScreenshotsTest::aRepair_data()
{
    theSample_data();
}

/** A page on the sample's disk, really taken away and put back: the engine's own words. */
void ScreenshotsTest::aRepair()
{
    QFETCH(bool, dark);
    const QString look = QStringLiteral("-") + QString::fromLatin1(QTest::currentDataTag());
    TestWindow test({dark, false});
    const QString disk = test.folder.filePath(QStringLiteral("disk"));
    QVERIFY(writeSample(disk, false));
    test.show();
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    QSignalSpy previewed(&test.session, &gui::Session::previewed);
    QSignalSpy fixed(&test.session, &gui::Session::fixed);
    QSignalSpy undone(&test.session, &gui::Session::undone);
    test.session.look(disk + QStringLiteral("/C"));
    QVERIFY(looked.wait(60000));
    test.session.startScan(test.session.lookedAt()->caseFile);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    test.session.append({events::wayChosen(QStringLiteral("repair"), QStringLiteral("Ada"))});
    QTRY_COMPARE(test.session.view()->way, QStringLiteral("repair"));
    QString step;
    QList<Event> before;
    for (const CaseStep& entry : test.session.view()->steps) {
        if (!entry.step.action.isEmpty()) {
            step = entry.step.id;
            break;
        }
        before.append(
            events::stepSkipped(entry.step.id, QStringLiteral("It is a disk."), QStringLiteral("Ada")));
    }
    QVERIFY(!step.isEmpty());
    test.session.append(before);
    QTRY_VERIFY(test.session.view()->step(step)->waitsFor.isEmpty());
    test.open(QStringLiteral("plan"), step);
    take(test, QStringLiteral("repair-plan") + look);
    test.window.go(QStringLiteral("preview"), step);
    QVERIFY(previewed.wait(60000));
    take(test, QStringLiteral("repair-preview") + look);
    test.window.go(QStringLiteral("fix"), step);
    test.session.fix(previewed.first().first().value<StepPreview>());
    take(test, QStringLiteral("repair-running") + look);
    QVERIFY(fixed.count() > 0 || fixed.wait(60000));
    take(test, QStringLiteral("repair-done") + look);
    test.open(QStringLiteral("plan"), step);
    take(test, QStringLiteral("repair-plan-done") + look);
    const QString change = test.session.view()->changes.first().record.change;
    test.open(QStringLiteral("undo"), change);
    take(test, QStringLiteral("repair-undo") + look);
    test.window.go(QStringLiteral("fix"), change);
    test.session.undo(change, UndoWish::OnlyIfUntouched);
    QVERIFY(undone.wait(60000));
    take(test, QStringLiteral("repair-undone") + look);
    test.open(QStringLiteral("history"));
    take(test, QStringLiteral("repair-history") + look);
}

MAILMEND_TEST_CLASS(ScreenshotsTest)
#include "screenshots_test.moc"
