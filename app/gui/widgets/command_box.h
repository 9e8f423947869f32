// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/widgets/card.h"

#include <QPlainTextEdit>

namespace mailmend::gui {

class Button;

/** A command in full, in the fixed-width font, wrapped anywhere, that can be read and selected but not
 * changed. */
class CommandText : public QPlainTextEdit
{
    Q_OBJECT

public:
    CommandText(const Theme& theme, const QString& command);

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;

private:
    void dress();

    const Theme& m_theme;
};

/** A command to copy: where it is typed, the command, a button, and after copying what is now on the
 * clipboard. */
class CommandBox : public Card
{
    Q_OBJECT

public:
    /** @param number of the instruction, for the button's accessible name. */
    CommandBox(const Theme& theme, int number, const QString& where, const QString& command);
};

} // namespace mailmend::gui
