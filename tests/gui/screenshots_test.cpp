// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QDir>

using namespace mailmend;
using namespace mailmend::testing;

/** Pictures of every page, light and dark, with large text and from right to left: for people to look at. */
class ScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPage_data();
    void everyPage();
};

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
    const QDir folder(QStringLiteral(MAILMEND_BINARY_DIR "/screenshots"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        test.open(page, argument);
        const QImage picture = test.window.grab().toImage();
        QCOMPARE(picture.size(), test.window.size() * test.window.devicePixelRatio());
        const QString name = QStringLiteral("%1%2-%3.png")
                                 .arg(page, argument.isEmpty() ? QString() : QLatin1Char('-') + argument,
                                      QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(picture.save(folder.filePath(name)));
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

MAILMEND_TEST_CLASS(ScreenshotsTest)
#include "screenshots_test.moc"
