// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/card.h"

#include "gui/theme/style.h"
#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace mailmend::gui {

namespace {

void paintSurface(QWidget* widget, const QColor& fill, const QColor& edge)
{
    QPainter painter(widget);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(edge.isValid() ? QPen(edge, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(widget->rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace

Card::Card(const Theme& theme, Token ground)
    : m_theme(theme), m_ground(ground), m_column(new QVBoxLayout(this))
{
    space(m_column, 16, 14, 16, 14, 8);
}

void Card::paintEvent(QPaintEvent*)
{
    paintSurface(this, m_theme.color(m_ground), m_theme.color(Token::Border));
}

AnswerCard::AnswerCard(const Theme& theme, const QString& question, Look look, const QString& word,
                       const QString& because)
    : Card(theme)
{
    column()->addWidget(new Label(theme, TextRole::Body, Token::TextQuiet, question));
    column()->addWidget(new StateLabel(theme, TextRole::Status, look, word));
    column()->addWidget(new Label(theme, TextRole::Body, Token::Text, because));
    column()->addStretch(1);
    setAccessibleName(question + QStringLiteral(" ") + word);
    setAccessibleDescription(because);
}

RowButton::RowButton(const Theme& theme, Look look, const QString& stateWord, const QString& title,
                     const QString& under)
    : m_theme(theme)
{
    auto* row = new QHBoxLayout(this);
    space(row, 12, 10, 12, 10, 12);
    row->addWidget(new IconLabel(theme, look, 20), 0, Qt::AlignVCenter);
    auto* words = new QVBoxLayout;
    space(words, 0, 0, 0, 0, 2);
    words->addWidget(new Label(theme, TextRole::Body, Token::Text, title));
    if (!under.isEmpty()) {
        words->addWidget(new ElidedLabel(theme, TextRole::Small, Token::TextQuiet, under));
    }
    row->addLayout(words, 1);
    row->addWidget(new IconLabel(theme, {Drawing::ChevronRight, Token::TextQuiet}, 18), 0, Qt::AlignVCenter);
    const QList<QWidget*> inside = findChildren<QWidget*>();
    for (QWidget* child : inside) {
        child->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(stateWord.isEmpty() ? title : stateWord + QStringLiteral(": ") + title);
    setAccessibleDescription(under);
    setToolTip(plainTip(under.isEmpty() ? title : under));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void RowButton::setBordered(bool bordered)
{
    m_bordered = bordered;
    update();
}

void RowButton::paintEvent(QPaintEvent*)
{
    const bool raised = underMouse() || isDown();
    if (raised || m_bordered) {
        paintSurface(this, m_theme.color(raised ? Token::Raised : Token::Surface),
                     m_bordered ? m_theme.color(Token::Border) : QColor());
    }
    if (hasFocus()) {
        QPainter painter(this);
        drawFocusRing(&painter, rect(), m_theme.color(Token::Accent), 6);
    }
}

void RowButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

} // namespace mailmend::gui
