// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QAccessible>
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

namespace {

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QVERIFY(QApplication::focusWidget() != nullptr);
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    QTest::qWait(10);
}

void type(const QString& text)
{
    press(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), text);
}

QString withDescription(QAccessibleInterface* interface)
{
    return interface == nullptr ? QString()
                                : interface->text(QAccessible::Name) + QStringLiteral(" | ") +
                                      interface->text(QAccessible::Description);
}

/** What has the focus says: for lists and tables, the row in them that has it. */
QString said()
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(QApplication::focusWidget());
    if (interface == nullptr) {
        return {};
    }
    QAccessibleInterface* inside = interface->focusChild();
    if (inside != nullptr && !inside->isValid()) {
        // Without a screen reader nobody told the table's interface that its rows are new ones.
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(interface));
        interface = QAccessible::queryAccessibleInterface(QApplication::focusWidget());
        inside = interface->focusChild();
    }
    return withDescription(inside != nullptr && inside != interface ? inside : interface);
}

bool says(const char* words)
{
    return said().contains(QString::fromUtf8(words));
}

void waitUntilSays(const char* words)
{
    QTRY_VERIFY2_WITH_TIMEOUT(
        says(words), qPrintable(QStringLiteral("wanted: %1, says: %2").arg(QString::fromUtf8(words), said())),
        60000);
}

/** A page is there when its title has the focus: a text, and not a button of the same name. */
void waitForPage(const char* title)
{
    const auto isThere = [title] {
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(QApplication::focusWidget());
        return interface != nullptr && interface->role() == QAccessible::StaticText && says(title);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(
        isThere(),
        qPrintable(QStringLiteral("wanted the page: %1, says: %2").arg(QString::fromUtf8(title), said())),
        60000);
}

void tabTo(const char* words)
{
    for (int times = 0; times < 120 && !says(words); ++times) {
        press(Qt::Key_Tab);
    }
    QVERIFY2(says(words), qPrintable(QStringLiteral("no way by Tab to: ") + QString::fromUtf8(words)));
}

void downTo(const char* words)
{
    press(Qt::Key_Home);
    for (int times = 0; times < 120 && !says(words); ++times) {
        press(Qt::Key_Down);
    }
    QVERIFY2(says(words), qPrintable(QStringLiteral("no row says: ") + QString::fromUtf8(words)));
}

#define STEP(call)                                                                                           \
    call;                                                                                                    \
    if (QTest::currentTestFailed())                                                                          \
    return

} // namespace

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
