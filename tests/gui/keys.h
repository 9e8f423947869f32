// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <Qt>

/**
 * The window as somebody uses it who can neither see it nor use a mouse: keys go to whatever has the focus,
 * and what is on the screen is known from what the focus says of itself. No widget is looked up.
 */
namespace mailmend::testing {

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
/** Replaces what is in the line that has the focus. */
void type(const QString& text);

/** Name and description of what has the focus: for lists and tables, of the row in them that has it. */
QString said();
bool says(const char* words);
void waitUntilSays(const char* words);

/** A page is there when its title has the focus: a text, and not a button of the same name. */
void waitForPage(const char* title);

void tabTo(const char* words);
/** @return which of them it was. */
QByteArray tabToOneOf(const QList<QByteArray>& choices);
void downTo(const char* words);

} // namespace mailmend::testing

/** One step of a way: leaves the test where it failed. */
#define STEP(call)                                                                                           \
    call;                                                                                                    \
    if (QTest::currentTestFailed())                                                                          \
    return
