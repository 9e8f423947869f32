// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/keys.h"
#include "gui/repair_keys.h"
#include "gui/test_window.h"
#include "support/registration.h"
#include "wine/dressing.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** One of the sample's pages that no Exchange ever shipped. */
constexpr char pageName[] = "OutlookZH.aspx";
constexpr char pagePath[] =
    "C:/Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy/ecp/auth/OutlookZH.aspx";

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** A picture of the window for people, in the build's folder. */
void keepPicture(TestWindow& test, const char* name)
{
    TestWindow::settle();
    const QDir folder(QStringLiteral(MAILMEND_BINARY_DIR "/screenshots"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    QVERIFY(test.window.grab().save(folder.filePath(QString::fromLatin1(name))));
}

} // namespace

/** The window on the server itself, with keys only: looked at, found, done, proven, undone, reported. */
class ThisComputerWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fromAScanToAReport();

private:
    ConsoleRun m_console;
};

void ThisComputerWindowTest::initTestCase()
{
    dressAsSampleServer(m_console);
}

void ThisComputerWindowTest::fromAScanToAReport()
{
    const QString page = QString::fromLatin1(pagePath);
    const QByteArray content = bytesOf(page);
    QVERIFY(!content.isEmpty());
    TestWindow test(m_console.folder(), builtHelper());
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    STEP(waitForPage("What should we look at?"));
    STEP(keepPicture(test, "this-computer-1-start.png"));
    STEP(tabTo("This computer"));
    press(Qt::Key_Return);
    STEP(waitForPage("This is "));
    const QList<QLabel*> labels = test.window.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text().contains(QStringLiteral("rights of an administrator already"));
    })); // as wine gives them to everybody
    STEP(keepPicture(test, "this-computer-2-source.png"));
    STEP(checkIt());
    STEP(keepPicture(test, "this-computer-3-found.png"));
    STEP(decideToRepair());
    STEP(goToPreview(pageName, StepsBefore::Skipped));

    // Looked at and left: nothing was changed.
    press(Qt::Key_Return);
    STEP(waitUntilSays("Keep it"));
    STEP(keepPicture(test, "this-computer-4-preview.png"));
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));
    QCOMPARE(bytesOf(page), content);

    // Done, and proven by looking again.
    STEP(agree(pageName));
    STEP(waitUntilSays("Next step"));
    STEP(keepPicture(test, "this-computer-5-fixed.png"));
    QVERIFY(!QFile::exists(page));

    // Undone: the page is as it was.
    STEP(tabTo("Undo…"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Leave it as it is"));
    press(Qt::Key_Tab);
    QVERIFY2(says("Put ") && says(pageName), qPrintable(said()));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    QCOMPARE(bytesOf(page), content);
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));

    // Findings for the eye, then a report.
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    STEP(keepPicture(test, "this-computer-6-findings.png"));
    press(Qt::Key_R, Qt::AltModifier);
    STEP(waitForPage("Save a report"));
    press(Qt::Key_I, Qt::AltModifier);
    const QString report = m_console.path("report.html");
    type(report);
    press(Qt::Key_V, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(bytesOf(report).contains("</html>"), 30000);
    QVERIFY(bytesOf(report).contains("MAPLE-EX01"));
}

MAILMEND_TEST_CLASS(ThisComputerWindowTest)
#include "this_computer_window_test.moc"
