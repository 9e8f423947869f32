// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/icons.h"
#include "gui/theme/style.h"
#include "gui/theme/theme.h"

#include <QPushButton>

namespace mailmend::gui {

/** A button: the page's one main one, a plain one, or a quiet one that looks like a link. */
class Button : public QPushButton
{
    Q_OBJECT

public:
    Button(const Theme& theme, ButtonKind kind, const QString& text = {}, Drawing drawing = Drawing::None);

    void setKind(ButtonKind kind);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void dress();

    const Theme& m_theme;
    ButtonKind m_kind;
    Drawing m_drawing;
};

/** "Technical details": a quiet button that opens and closes what stands below it. */
class Disclosure : public QWidget
{
    Q_OBJECT

public:
    Disclosure(const Theme& theme, const QString& title, QWidget* content);

    QPushButton* button() const { return m_button; }

protected:
    bool event(QEvent* event) override;

private:
    void dress();

    const Theme& m_theme;
    QPushButton* m_button;
    QWidget* m_content;
};

} // namespace mailmend::gui
