// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QCursor>
#include <QDir>
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
    QTest::newRow("light") << false << 100 << QSize(1120, 760) << false;
    QTest::newRow("dark") << true << 100 << QSize(1120, 760) << false;
    QTest::newRow("small-large-text") << false << 150 << QSize(960, 540) << false;
    QTest::newRow("right-to-left") << false << 100 << QSize(1120, 760) << true;
}

void ScreenshotsTest::everyPage()
{
    QFETCH(bool, dark);
    QFETCH(int, percent);
    QFETCH(QSize, size);
    QFETCH(bool, rightToLeft);
    QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    TestWindow test({dark, false}, percent);
    test.show(size);
    test.window.showView(handMadeCase());
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        test.open(page, argument);
        take(test,
             QStringLiteral("%1%2-%3").arg(page, argument.isEmpty() ? QString() : QLatin1Char('-') + argument,
                                           QString::fromLatin1(QTest::currentDataTag())));
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

MAILMEND_TEST_CLASS(ScreenshotsTest)
#include "screenshots_test.moc"
