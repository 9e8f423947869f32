// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/rail.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

using namespace mailmend;
using namespace mailmend::testing;

/** Walks every page of a case whose every name was made to do harm. */
class AccessibilityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyControlHasAName();
    void mnemonicsAreUnique();
    void evidenceIsPlainText();
    void titleHasTheFocusAndSaysWhereWeAre();
    void everyControlIsReachedByTab();
    void theRailShowsWhereWeAre();

private:
    void onEveryPage(const std::function<void(TestWindow&, const QString&)>& check);
};

namespace {

QString nameOf(QWidget* widget)
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return interface != nullptr ? interface->text(QAccessible::Name) : QString();
}

bool isControl(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
           !widget->inherits("QScrollArea");
}

QChar mnemonicOf(const QString& text)
{
    const QKeySequence sequence = QKeySequence::mnemonic(text);
    return sequence.isEmpty() ? QChar() : QChar(sequence[0].key());
}

} // namespace

void AccessibilityTest::onEveryPage(const std::function<void(TestWindow&, const QString&)>& check)
{
    TestWindow test;
    test.show();
    test.window.showView(hostileCase());
    test.repair = handMadeRepair(hostileNames().join(QString()));
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        test.open(page, argument);
        check(test, page + QLatin1Char(' ') + argument);
        if (QTest::currentTestFailed()) {
            return;
        }
    }
}

void AccessibilityTest::everyControlHasAName()
{
    onEveryPage([](TestWindow& test, const QString& page) {
        const auto widgets = test.window.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            if (isControl(widget)) {
                QVERIFY2(!nameOf(widget).isEmpty(),
                         qPrintable(page + QStringLiteral(": a %1").arg(
                                               QLatin1String(widget->metaObject()->className()))));
            }
        }
    });
}

void AccessibilityTest::mnemonicsAreUnique()
{
    onEveryPage([](TestWindow& test, const QString& page) {
        QHash<QChar, QString> taken;
        const auto widgets = test.window.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const auto* label = qobject_cast<QLabel*>(widget);
            if (!widget->isVisible() ||
                (button == nullptr && (label == nullptr || label->buddy() == nullptr))) {
                continue;
            }
            const QString text = button != nullptr ? button->text() : label->text();
            const QChar letter = mnemonicOf(text);
            if (!letter.isNull()) {
                QVERIFY2(
                    !taken.contains(letter),
                    qPrintable(QStringLiteral("%1: \"%2\" and \"%3\"").arg(page, taken.value(letter), text)));
                taken.insert(letter, text);
            }
        }
    });
}

void AccessibilityTest::evidenceIsPlainText()
{
    onEveryPage([](TestWindow& test, const QString& page) {
        const auto labels = test.window.findChildren<QLabel*>();
        for (const QLabel* label : labels) {
            QVERIFY2(label->textFormat() == Qt::PlainText,
                     qPrintable(page + QStringLiteral(": ") + label->text()));
            QVERIFY2(!label->text().contains(QChar(0x202E)), qPrintable(page));
        }
        const auto widgets = test.window.findChildren<QWidget*>();
        for (const QWidget* widget : widgets) {
            const QString tip = widget->toolTip();
            QVERIFY2(!tip.contains(QStringLiteral("<script"), Qt::CaseInsensitive) &&
                         !tip.contains(QStringLiteral("<img"), Qt::CaseInsensitive),
                     qPrintable(page + QStringLiteral(": ") + tip));
        }
    });
}

void AccessibilityTest::titleHasTheFocusAndSaysWhereWeAre()
{
    onEveryPage([](TestWindow&, const QString& page) {
        QVERIFY2(QApplication::focusWidget() != nullptr, qPrintable(page));
        QVERIFY2(!nameOf(QApplication::focusWidget()).isEmpty(), qPrintable(page));
        // A page that asks, or says how a repair ended, has it on the safe choice or on what comes next.
        const bool asks = page.endsWith(QStringLiteral("ready")) ||
                          page.startsWith(QStringLiteral("undo 0")) ||
                          (page.startsWith(QStringLiteral("fix ")) && page.size() > 4);
        QWidget* focus = QApplication::focusWidget();
        QVERIFY2(page.contains(QLatin1Char('?')) ? qobject_cast<QLineEdit*>(focus) != nullptr
                 : asks                          ? qobject_cast<QPushButton*>(focus) != nullptr
                                                 : qobject_cast<QLabel*>(focus) != nullptr,
                 qPrintable(page));
    });
}

void AccessibilityTest::everyControlIsReachedByTab()
{
    onEveryPage([](TestWindow& test, const QString& page) {
        QSet<QWidget*> reached;
        for (int press = 0; press < 200; ++press) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY2(QApplication::focusWidget() != nullptr, qPrintable(page));
            if (reached.contains(QApplication::focusWidget())) {
                break;
            }
            reached.insert(QApplication::focusWidget());
        }
        const auto widgets = test.window.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            // One of a group of radio buttons is reached, the others with the arrows.
            if (isControl(widget) && !widget->inherits("QRadioButton")) {
                QVERIFY2(reached.contains(widget),
                         qPrintable(page + QStringLiteral(": not reached: ") + nameOf(widget)));
            }
        }
    });
}

void AccessibilityTest::theRailShowsWhereWeAre()
{
    onEveryPage([](TestWindow& test, const QString& page) {
        QStringList lit;
        const auto buttons = test.window.findChildren<gui::RailButton*>();
        for (const gui::RailButton* button : buttons) {
            if (button->isVisible() && button->isChecked()) {
                lit.append(button->accessibleName());
            }
        }
        // The check has its place in the rail only while it runs.
        QVERIFY2(lit.size() == (page.startsWith(QStringLiteral("scan")) ? 0 : 1), qPrintable(page));
    });
}

MAILMEND_TEST_CLASS(AccessibilityTest)
#include "accessibility_test.moc"
