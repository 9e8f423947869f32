// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/repair_keys.h"

#include "gui/keys.h"

#include <QTest>

namespace mailmend::testing {
namespace {

/** From anywhere to the step that takes the page away. */
void goToStep(const char* page)
{
    press(Qt::Key_F, Qt::AltModifier);
    STEP(waitForPage("Findings"));
    STEP(tabTo("Needs action"));
    STEP(downTo(page));
    press(Qt::Key_Return);
    STEP(tabTo("Go to the repair"));
    press(Qt::Key_Return);
    STEP(waitForPage(planTitle));
}

} // namespace

void checkIt()
{
    STEP(waitForPage("This is "));
    press(Qt::Key_K, Qt::AltModifier);
    STEP(waitUntilSays("See what we found"));
    press(Qt::Key_Return);
    STEP(waitForPage("What we found on "));
}

void decideToRepair()
{
    press(Qt::Key_P, Qt::AltModifier);
    STEP(waitForPage(planTitle));
    STEP(tabTo("To do: "));
    STEP(downTo("rebuild this server"));
    press(Qt::Key_Tab);
    STEP(tabTo("Repair this server"));
    press(Qt::Key_Space);
    press(Qt::Key_H, Qt::AltModifier);
}

void goToPreview(const char* page, StepsBefore before)
{
    bool skipNext = true;
    for (int steps = 0; steps < 20; ++steps) {
        STEP(goToStep(page));
        const QByteArray next =
            tabToOneOf({"Preview…", "Go to the step that comes first", "Check again…", "I have done this"});
        if (QTest::currentTestFailed() || next == "Preview…") {
            return;
        }
        QCOMPARE(next, QByteArray("Go to the step that comes first"));
        press(Qt::Key_Return);
        if (skipNext) {
            press(Qt::Key_K, Qt::AltModifier);
            STEP(waitUntilSays("Why is this step skipped?"));
            type(QStringLiteral("It is a disk, and no server runs from it."));
            press(Qt::Key_Return);
        } else {
            STEP(tabTo("I have done this"));
            press(Qt::Key_Return);
        }
        skipNext = before == StepsBefore::Skipped || !skipNext;
        QTest::qWait(200);
    }
    QFAIL("there is always another step before it");
}

void agree(const char* page)
{
    STEP(tabTo("Preview…"));
    press(Qt::Key_Return);
    // The safe choice has the focus; what does it is one Tab away and names what it does.
    STEP(waitUntilSays("Keep it"));
    press(Qt::Key_Tab);
    QVERIFY2(says("Quarantine "), qPrintable(said()));
    QVERIFY2(says(page), qPrintable(said()));
    press(Qt::Key_Return);
}

} // namespace mailmend::testing
