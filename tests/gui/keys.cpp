// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/keys.h"

#include <QAccessible>
#include <QApplication>
#include <QTest>

namespace mailmend::testing {

void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
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

namespace {

QString withDescription(QAccessibleInterface* interface)
{
    return interface == nullptr ? QString()
                                : interface->text(QAccessible::Name) + QStringLiteral(" | ") +
                                      interface->text(QAccessible::Description);
}

} // namespace

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
    (void)tabToOneOf({words});
}

QByteArray tabToOneOf(const QList<QByteArray>& choices)
{
    for (int times = 0; times < 120; ++times) {
        for (const QByteArray& words : choices) {
            if (says(words.constData())) {
                return words;
            }
        }
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::qWait(10);
    }
    QTest::qFail(("no way by Tab to: " + choices.join(", ")).constData(), __FILE__, __LINE__);
    return {};
}

void downTo(const char* words)
{
    press(Qt::Key_Home);
    for (int times = 0; times < 120 && !says(words); ++times) {
        press(Qt::Key_Down);
    }
    QVERIFY2(says(words), qPrintable(QStringLiteral("no row says: ") + QString::fromUtf8(words)));
}

} // namespace mailmend::testing
