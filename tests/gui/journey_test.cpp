// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QFile>

using namespace mailmend;
using namespace mailmend::testing;

/**
 * The main job with keys only: each goes to whatever has the focus, and what is on the screen is known from
 * what the focus says of itself, as somebody who can't see the window would know it. No widget is looked up.
 */
class JourneyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromACollectionToAReport();
};

void JourneyTest::fromACollectionToAReport()
{
    TestWindow test;
    const QString before = test.folder.filePath(QStringLiteral("before.zip"));
    const QString after = test.folder.filePath(QStringLiteral("after.zip"));
    const QString report = test.folder.filePath(QStringLiteral("report.html"));
    QVERIFY(writeSample(before, false));
    QVERIFY(writeSample(after, true));
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));

    // What to look at is typed.
    STEP(waitForPage("What should we look at?"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(before);
    press(Qt::Key_Return);

    // A first look says whose server it is; then the check.
    STEP(waitForPage("This is "));
    press(Qt::Key_K, Qt::AltModifier);
    STEP(waitUntilSays("See what we found"));
    press(Qt::Key_Return);

    // What was found, and one of it in full.
    STEP(waitForPage("What we found on "));
    STEP(tabTo("Needs action: "));
    const QString finding = said().section(QStringLiteral(" | "), 0, 0).section(QStringLiteral(": "), 1);
    press(Qt::Key_Return);
    STEP(waitForPage(finding.toUtf8().constData()));

    // The plan: which way to go is chosen first.
    press(Qt::Key_P, Qt::AltModifier);
    STEP(waitForPage("Repair, step by step"));
    STEP(tabTo("To do: "));
    STEP(downTo("rebuild this server"));
    press(Qt::Key_Tab);
    STEP(tabTo("Repair this server"));
    press(Qt::Key_Space);
    press(Qt::Key_H, Qt::AltModifier);

    // The step that repairs this finding is marked as done.
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    STEP(tabTo(finding.toUtf8().constData()));
    press(Qt::Key_Return);
    STEP(waitForPage(finding.toUtf8().constData()));
    press(Qt::Key_I, Qt::AltModifier);
    STEP(waitForPage("Repair, step by step"));
    press(Qt::Key_D, Qt::AltModifier);
    STEP(tabTo("Check again"));

    // The repaired server is looked at.
    press(Qt::Key_Return);
    STEP(waitForPage("Check again"));
    press(Qt::Key_N, Qt::AltModifier);
    type(after);
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    press(Qt::Key_Return);
    STEP(waitForPage("Repair, step by step"));

    // The finding is fixed.
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    press(Qt::Key_W, Qt::AltModifier);
    press(Qt::Key_End);
    press(Qt::Key_Up);
    STEP(tabTo(finding.toUtf8().constData()));
    QVERIFY2(says("Fixed"), qPrintable(said()));

    // And a report says so.
    press(Qt::Key_R, Qt::AltModifier);
    STEP(waitForPage("Save a report"));
    press(Qt::Key_S, Qt::AltModifier);
    press(Qt::Key_I, Qt::AltModifier);
    type(report);
    press(Qt::Key_V, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report), 30000);
    QFile written(report);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray page = written.readAll();
    QVERIFY(page.contains("Fixed"));
    QVERIFY(page.contains("<html"));
}

MAILMEND_TEST_CLASS(JourneyTest)
#include "journey_test.moc"
