// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QDir>
#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

/** A check that is stopped keeps what it has found, says that it was stopped, and leaves nothing running. */
class CancelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasFound();
    void closingTheWindowStopsTheWork();
    void closingTheWindowKeepsWhatWasFound();

private:
    static QString manyPages(const QTemporaryDir& folder);
};

/** The sample as a disk, and some thousand pages beside its own: enough to be stopped in the middle. */
QString CancelTest::manyPages(const QTemporaryDir& folder)
{
    const QString disk = folder.filePath(QStringLiteral("disk"));
    if (!writeSample(disk, false)) {
        return {};
    }
    const QDir pages(disk + QStringLiteral("/C/inetpub/wwwroot/many"));
    pages.mkpath(QStringLiteral("."));
    const QByteArray content = QByteArray("<%@ Page Language=\"C#\" %><p>").repeated(1500);
    for (int number = 0; number < 4000; ++number) {
        QFile page(pages.filePath(QStringLiteral("page%1.aspx").arg(number)));
        if (!page.open(QIODevice::WriteOnly) || page.write(content) != content.size()) {
            return {};
        }
    }
    return disk + QStringLiteral("/C");
}

void CancelTest::keepsWhatWasFound()
{
    TestWindow test;
    const QString disk = manyPages(test.folder);
    QVERIFY(!disk.isEmpty());
    test.show();
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    QSignalSpy finished(&test.session, &gui::Session::scanFinished);
    test.window.go(QStringLiteral("source"), disk);
    QVERIFY(looked.wait(60000));
    test.window.go(QStringLiteral("scan"));
    connect(&test.session, &gui::Session::news, &test.session, [&test](const gui::WorkNews& news) {
        if (news.progress.filesRead > 0) {
            test.session.cancel();
        }
    });
    test.session.startScan(test.folder.filePath(QStringLiteral("case.mailmend")));
    QVERIFY(finished.wait(60000));
    QCOMPARE(finished.first().first().toBool(), true);
    QCOMPARE(test.session.work(), gui::Session::Work::None);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    const gui::ViewPointer view = test.session.view();
    QVERIFY(view->scan.has_value());
    QVERIFY(view->scan->cancelled);
    QVERIFY(!view->scan->leftOut.isEmpty());
    QVERIFY(view->scan->answers.stillInside.answer != Answer::NoneFound);
}

void CancelTest::closingTheWindowStopsTheWork()
{
    QTemporaryDir folder;
    const QString disk = manyPages(folder);
    QVERIFY(!disk.isEmpty());
    {
        TestWindow test;
        test.show();
        QSignalSpy looked(&test.session, &gui::Session::lookFinished);
        test.session.look(disk);
        QVERIFY(looked.wait(60000));
        QSignalSpy news(&test.session, &gui::Session::news);
        test.session.startScan(test.folder.filePath(QStringLiteral("case.mailmend")));
        QVERIFY(news.wait(60000));
    }
    // Getting here at all means that everything was joined; under the sanitizers, that nothing was touched
    // after.
    QVERIFY(folder.isValid());
}

void CancelTest::closingTheWindowKeepsWhatWasFound()
{
    QTemporaryDir folder;
    const QString disk = manyPages(folder);
    const QString file = folder.filePath(QStringLiteral("case.mailmend"));
    QVERIFY(!disk.isEmpty());
    TestWindow test;
    test.show();
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(disk);
    QVERIFY(looked.wait(60000));
    test.open(QStringLiteral("scan"));
    const auto closing =
        connect(&test.session, &gui::Session::news, &test.window, [&test](const gui::WorkNews& news) {
            if (news.progress.filesRead > 0) {
                test.window.close();
            }
        });
    test.session.startScan(file);
    QTRY_VERIFY_WITH_TIMEOUT(!test.window.isVisible(), 60000);
    disconnect(closing);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    QVERIFY(test.session.view()->scan->cancelled);
    QVERIFY(QFile::exists(file));
}

MAILMEND_TEST_CLASS(CancelTest)
#include "cancel_test.moc"
