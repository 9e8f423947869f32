// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/keys.h"
#include "gui/pages/registry.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <algorithm>

using namespace mailmend;
using namespace mailmend::testing;

/** F1 says on every page what it is for, and leads back to it. */
class HelpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPageHasHelp();
    void fromWhereWordsAreTyped();
    void fromTheRail();
};

namespace {

bool shows(const TestWindow& test, const QString& words)
{
    const auto labels = test.window.findChildren<gui::Label*>();
    return std::any_of(labels.begin(), labels.end(), [&words](const gui::Label* label) {
        return label->isVisible() && label->text() == words;
    });
}

} // namespace

void HelpTest::everyPageHasHelp()
{
    TestWindow test;
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.window.showView(handMadeCase());
    for (const gui::PageEntry* page : gui::allPages()) {
        const QString id = QString::fromLatin1(page->id);
        const QString help = QString::fromUtf8(page->help.source);
        QVERIFY2(help.endsWith(QLatin1Char('.')), page->id);
        if (id == QStringLiteral("help")) {
            continue;
        }
        test.open(id, id == QStringLiteral("finding") ? QStringLiteral("f1") : QString());
        press(Qt::Key_F1);
        QCOMPARE(test.window.currentPage(), QStringLiteral("help"));
        QVERIFY2(shows(test, help), page->id);
        STEP(tabTo("Back to where you were"));
        press(Qt::Key_Return);
        QCOMPARE(test.window.currentPage(), id);
    }
}

void HelpTest::fromWhereWordsAreTyped()
{
    TestWindow test;
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.open(QStringLiteral("start"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(QStringLiteral("/mnt/disk"));
    press(Qt::Key_F1);
    QCOMPARE(test.window.currentPage(), QStringLiteral("help"));
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(test.window.currentPage(), QStringLiteral("start"));
    press(Qt::Key_Y, Qt::AltModifier);
    press(Qt::Key_Return); // what was typed is still there
    QCOMPARE(test.window.currentPage(), QStringLiteral("source"));
}

void HelpTest::fromTheRail()
{
    TestWindow test;
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.open(QStringLiteral("settings"));
    STEP(tabTo("Help (F1)"));
    press(Qt::Key_Return);
    QCOMPARE(test.window.currentPage(), QStringLiteral("help"));
    STEP(tabTo("Back to where you were"));
    press(Qt::Key_Return);
    QCOMPARE(test.window.currentPage(), QStringLiteral("settings"));
}

MAILMEND_TEST_CLASS(HelpTest)
#include "help_test.moc"
