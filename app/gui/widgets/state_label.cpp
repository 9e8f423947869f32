// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/state_label.h"

#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace mailmend::gui {

IconLabel::IconLabel(const Theme& theme, Look look, int drawnSize)
    : m_theme(theme), m_look(look), m_size(drawnSize)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setLook(Look look)
{
    m_look = look;
    update();
}

QSize IconLabel::sizeHint() const
{
    return {px(m_size), px(m_size)};
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QPixmap pixmap = drawn(m_look.drawing, m_theme.color(m_look.token), width(), devicePixelRatioF());
    if (m_look.drawing == Drawing::ChevronRight && layoutDirection() == Qt::RightToLeft) {
        pixmap = pixmap.transformed(QTransform::fromScale(-1, 1));
    }
    painter.drawPixmap(0, 0, pixmap);
}

bool IconLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange) {
        updateGeometry();
    }
    return QWidget::event(event);
}

StateLabel::StateLabel(const Theme& theme, TextRole role, Look look, const QString& word)
    : m_icon(new IconLabel(theme, look, role == TextRole::Status ? 26 : 18)),
      m_word(new Label(theme, role, look.token, word))
{
    auto* row = new QHBoxLayout(this);
    space(row, 0, 0, 0, 0, 8);
    m_word->setWordWrap(false);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addWidget(m_word, 1, Qt::AlignVCenter);
}

void StateLabel::setState(Look look, const QString& word)
{
    m_icon->setLook(look);
    m_word->setToken(look.token);
    m_word->setText(word);
}

} // namespace mailmend::gui
