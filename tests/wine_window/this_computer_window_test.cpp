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
#include <QProcess>
#include <QTest>

#include <windows.h>

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

/** A window that is on the screen and of this process. */
struct WindowOf
{
    DWORD process = 0;
    HWND window = nullptr;
    QString title;
};

BOOL CALLBACK noteWindow(HWND window, LPARAM wanted)
{
    auto* of = reinterpret_cast<WindowOf*>(wanted);
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    if (process != of->process || !IsWindowVisible(window)) {
        return TRUE;
    }
    wchar_t title[256] = {};
    GetWindowTextW(window, title, 255);
    of->window = window;
    of->title = QString::fromWCharArray(title);
    return FALSE;
}

WindowOf windowOf(qint64 process)
{
    WindowOf of;
    of.process = static_cast<DWORD>(process);
    EnumWindows(noteWindow, reinterpret_cast<LPARAM>(&of));
    return of;
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
    void aCaseOpensByItsFile();

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
    press(Qt::Key_S, Qt::AltModifier); // for a specialist
    QTest::qWait(200);                 // the button goes down and up first
    press(Qt::Key_I, Qt::AltModifier);
    const QString report = m_console.path("report.html");
    type(report);
    press(Qt::Key_V, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(bytesOf(report).contains("</html>"), 30000);
    const QByteArray written = bytesOf(report);
    for (const char* part : {"MAPLE-EX01", pageName, "Undone for", "What was running on"}) {
        QVERIFY2(written.contains(part), part);
    }
    STEP(keepPicture(test, "this-computer-7-report.png"));
    const QString shown = QStringLiteral(MAILMEND_BINARY_DIR "/screenshots/this-computer-report.html");
    QFile::remove(shown);
    QVERIFY(QFile::copy(report, shown)); // for people
}

/** As a double click in Explorer starts it: the program, and the case's path. */
void ThisComputerWindowTest::aCaseOpensByItsFile()
{
    const QString folder = m_console.folder() + QStringLiteral("/Fälle der Kanzlei");
    QVERIFY(QDir().mkpath(folder));
    const QString file = QDir::toNativeSeparators(folder + QStringLiteral("/Büro 1 案件.MAILMEND"));
    QVERIFY(
        m_console.run({QStringLiteral("check"), QStringLiteral("sample:"), QStringLiteral("--case"), file})
            .status < 3);
    QVERIFY(QFile::exists(file));
    QProcess program;
    program.setProcessEnvironment(m_console.environment());
    program.start(QStringLiteral(MAILMEND_BINARY_DIR "/bin/mailmend"), {file});
    QVERIFY2(program.waitForStarted(), qPrintable(program.errorString()));
    QTRY_VERIFY2_WITH_TIMEOUT(windowOf(program.processId()).title.endsWith(QStringLiteral(" – Mailmend")),
                              qPrintable(windowOf(program.processId()).title), 30000);
    QVERIFY(windowOf(program.processId()).title.contains(QStringLiteral("MAPLE-EX01")));
    PostMessageW(windowOf(program.processId()).window, WM_CLOSE, 0, 0);
    QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 60000);
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
}

MAILMEND_TEST_CLASS(ThisComputerWindowTest)
#include "this_computer_window_test.moc"
