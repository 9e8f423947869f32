// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/keys.h"
#include "gui/pages/registry.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <QLineEdit>

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
    void whatWasBegunStays();
    void fromTheRail();
    void quarantineLiesInOneOfTwoPlaces();
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

/** Words that were typed, and the question that asked for them, are there when the help is left again. */
void HelpTest::whatWasBegunStays()
{
    TestWindow test;
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.window.showView(handMadeCase());
    const auto typed = [&test](const QString& words) {
        const auto lines = test.window.findChildren<QLineEdit*>();
        return std::count_if(lines.begin(), lines.end(), [&words](const QLineEdit* line) {
            return line->isVisible() && line->text() == words;
        });
    };
    test.open(QStringLiteral("history"));
    STEP(tabTo("Add a note…"));
    press(Qt::Key_Return);
    type(QStringLiteral("half a note"));
    press(Qt::Key_F1);
    QCOMPARE(test.window.currentPage(), QStringLiteral("help"));
    STEP(tabTo("Back to where you were"));
    press(Qt::Key_Return);
    QCOMPARE(test.window.currentPage(), QStringLiteral("history"));
    QCOMPARE(typed(QStringLiteral("half a note")), 1);
    press(Qt::Key_Return); // still held down: it adds nothing
    QCOMPARE(typed(QStringLiteral("half a note")), 1);

    test.open(QStringLiteral("sign-off"));
    press(Qt::Key_N, Qt::AltModifier);
    type(QStringLiteral("two servers"));
    press(Qt::Key_F1);
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(test.window.currentPage(), QStringLiteral("sign-off"));
    QCOMPARE(typed(QStringLiteral("two servers")), 1);

    // Who goes somewhere else instead begins anew.
    test.open(QStringLiteral("history"));
    QCOMPARE(typed(QStringLiteral("half a note")), 0);
    test.open(QStringLiteral("sign-off"));
    QCOMPARE(typed(QStringLiteral("two servers")), 0);
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

/** Who looks beside the case alone may remove the only copy of what was taken with rights. */
void HelpTest::quarantineLiesInOneOfTwoPlaces()
{
    TestWindow test;
    test.show();
    test.open(QStringLiteral("help"));
    QString words;
    const auto labels = test.window.findChildren<gui::Label*>();
    for (const gui::Label* label : labels) {
        words += label->text().remove(QChar(0x200B)) + QLatin1Char('\n');
    }
    QVERIFY(words.contains(QStringLiteral("beside the case or")));
    QVERIFY(words.contains(QStringLiteral("in a protected folder of that computer")));
    QVERIFY(words.contains(QStringLiteral("Removing Mailmend there together with its data removes it too")));
}

MAILMEND_TEST_CLASS(HelpTest)
#include "help_test.moc"
