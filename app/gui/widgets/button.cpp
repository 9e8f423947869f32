// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/button.h"

#include "gui/theme/type_scale.h"
#include "gui/widgets/spacing.h"

#include <QEvent>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace mailmend::gui {

Button::Button(const Theme& theme, ButtonKind kind, const QString& text, Drawing drawing)
    : QPushButton(text), m_theme(theme), m_kind(kind), m_drawing(drawing)
{
    setAutoDefault(false);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKind(kind);
}

void Button::setKind(ButtonKind kind)
{
    m_kind = kind;
    setProperty("kind", static_cast<int>(kind));
    dress();
    updateGeometry();
    update();
}

bool Button::event(QEvent* event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange) {
        dress();
    }
    return QPushButton::event(event);
}

void Button::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QPushButton::keyPressEvent(event);
}

void Button::dress()
{
    const QFont wanted = fontFor(m_kind == ButtonKind::Main ? TextRole::Strong : TextRole::Body);
    if (font() != wanted) {
        setFont(wanted);
    }
    if (m_drawing != Drawing::None) {
        const Token token = m_kind == ButtonKind::Main    ? Token::OnAccent
                            : m_kind == ButtonKind::Quiet ? Token::Accent
                                                          : Token::TextQuiet;
        setIcon(iconOf(m_drawing, m_theme.color(token), px(16)));
        setIconSize(QSize(px(16), px(16)));
    }
}

Disclosure::Disclosure(const Theme& theme, const QString& title, QWidget* content)
    : m_theme(theme), m_button(new Button(theme, ButtonKind::Quiet, title)), m_content(content)
{
    auto* column = new QVBoxLayout(this);
    space(column, 0, 0, 0, 0, 8);
    column->addWidget(m_button, 0, Qt::AlignLeft);
    column->addWidget(content);
    content->hide();
    m_button->setCheckable(true);
    connect(m_button, &QPushButton::toggled, this, [this](bool open) {
        m_content->setVisible(open);
        dress();
    });
    dress();
}

bool Disclosure::event(QEvent* event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange) {
        dress();
    }
    return QWidget::event(event);
}

void Disclosure::dress()
{
    const Drawing drawing = m_button->isChecked() ? Drawing::ChevronDown : Drawing::ChevronRight;
    m_button->setIcon(iconOf(drawing, m_theme.color(Token::Accent), px(14)));
    m_button->setIconSize(QSize(px(14), px(14)));
}

} // namespace mailmend::gui
