// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/rail.h"

#include "base/escape.h"
#include "base/reader.h"
#include "gui/theme/style.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyleOption>
#include <QVBoxLayout>

namespace mailmend::gui {

RailButton::RailButton(const Theme& theme, Drawing drawing) : m_theme(theme), m_drawing(drawing)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void RailButton::setCount(const QString& count)
{
    m_count = count;
    update();
}

void RailButton::setCompact(bool compact)
{
    m_compact = compact;
    setToolTip(compact ? plainTip(accessibleName()) : QString());
    updateGeometry();
    update();
}

QSize RailButton::sizeHint() const
{
    if (m_compact) {
        return {px(42), px(36)};
    }
    return {px(48) + fontMetrics().horizontalAdvance(text() + m_count) + px(24),
            qMax(px(36), fontMetrics().height() + px(14))};
}

void RailButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Raised));
        painter.drawRoundedRect(rect(), 6, 6);
    }
    const auto mirrored = [this](const QRect& part) {
        return QStyle::visualRect(layoutDirection(), rect(), part);
    };
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Accent));
        painter.drawRoundedRect(mirrored(QRect(0, px(7), px(3), height() - 2 * px(7))), 1.5, 1.5);
    }
    const int size = px(18);
    const Token token = isChecked() ? Token::Accent : Token::TextQuiet;
    painter.drawPixmap(mirrored(QRect(px(12), (height() - size) / 2, size, size)).topLeft(),
                       drawn(m_drawing, m_theme.color(token), size, devicePixelRatioF()));
    if (hasFocus()) {
        drawFocusRing(&painter, rect(), m_theme.color(Token::Accent), 6);
    }
    if (m_compact) {
        return;
    }
    painter.setFont(fontFor(isChecked() ? TextRole::Strong : TextRole::Body));
    painter.setPen(m_theme.color(Token::Text));
    const int start = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft));
    const int end = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight));
    QStyleOption option;
    option.initFrom(this);
    const bool underline = style()->styleHint(QStyle::SH_UnderlineShortcut, &option, this) != 0;
    const QRect words =
        mirrored(QRect(px(12) + size + px(10), 0, width() - px(12) - size - px(22), height()));
    painter.drawText(
        words, start | Qt::AlignVCenter | (underline ? Qt::TextShowMnemonic : Qt::TextHideMnemonic), text());
    painter.setFont(fontFor(TextRole::Small));
    painter.setPen(m_theme.color(Token::TextQuiet));
    painter.drawText(words, end | Qt::AlignVCenter, m_count);
}

void RailButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

Rail::Rail(const Theme& theme)
    : m_theme(theme), m_column(new QVBoxLayout(this)),
      m_name(new ElidedLabel(theme, TextRole::Section, Token::Text)),
      m_targets(new ElidedLabel(theme, TextRole::Small, Token::TextQuiet))
{
    space(m_column, 12, 24, 12, 16, 2);
    auto* head = new QVBoxLayout;
    space(head, 12, 0, 8, 16, 0);
    head->addWidget(m_name);
    head->addWidget(m_targets);
    m_column->addLayout(head);
    addButtons({RailPlace::Work, RailPlace::Case});
    m_column->addStretch(1);
    addButtons({RailPlace::Always});
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    retranslate();
}

void Rail::addButtons(const QList<RailPlace>& places)
{
    for (const PageEntry* page : allPages()) {
        if (!places.contains(page->place)) {
            continue;
        }
        const QString id = QString::fromLatin1(page->id);
        auto* button = new RailButton(m_theme, page->drawing);
        connect(button, &QAbstractButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
        m_buttons.insert(id, button);
        m_column->addWidget(button);
    }
}

void Rail::setView(const ViewPointer& view)
{
    m_view = view;
    retranslate();
}

void Rail::setCurrent(const QString& page)
{
    const PageEntry* shown = findPage(page);
    const QString lit =
        shown != nullptr && shown->within != nullptr ? QString::fromLatin1(shown->within) : page;
    for (auto entry = m_buttons.cbegin(); entry != m_buttons.cend(); ++entry) {
        entry.value()->setChecked(entry.key() == lit);
    }
}

bool Rail::isShown(const PageEntry& page) const
{
    return page.place == RailPlace::Always || (page.place == RailPlace::Case && m_view) ||
           (page.place == RailPlace::Work && m_working == QLatin1String(page.id));
}

void Rail::retranslate()
{
    const Reader reader = programReader(locale(), QTimeZone::utc());
    m_name->setWords(m_view ? escapeForDisplay(m_view->title) : QStringLiteral("Mailmend"));
    QStringList hosts;
    if (m_view) {
        for (const TargetInfo& target : m_view->targets) {
            hosts.append(escapeForDisplay(target.host.isEmpty() ? target.path : target.host));
        }
    }
    const QString targets = hosts.join(QStringLiteral(", "));
    m_targets->setWords(targets);
    m_name->setVisible(!m_compact);
    m_targets->setVisible(!m_compact && !targets.isEmpty() && targets != m_name->text());
    space(m_column, m_compact ? 8 : 12, 24, m_compact ? 8 : 12, 16, 2);
    for (const PageEntry* page : allPages()) {
        RailButton* button = m_buttons.value(QString::fromLatin1(page->id));
        if (button == nullptr) {
            continue;
        }
        const QString words = mailmend::render(say(page->title), Format::Plain, reader);
        button->setText(words);
        button->setAccessibleName(QString(words).remove(QLatin1Char('&')));
        button->setCompact(m_compact);
        button->setVisible(isShown(*page));
        const RailCount count = m_view && page->count != nullptr ? page->count(*m_view) : RailCount{};
        button->setCount(count.signs);
        button->setAccessibleDescription(mailmend::render(count.spoken, Format::Plain, reader));
    }
}

void Rail::setWorking(const QString& page)
{
    m_working = page;
    retranslate();
}

void Rail::setCompact(bool compact)
{
    if (compact != m_compact) {
        m_compact = compact;
        retranslate();
        updateGeometry();
    }
}

QSize Rail::sizeHint() const
{
    if (m_compact) {
        return {px(42) + px(16), px(300)};
    }
    int width = px(196);
    for (const RailButton* button : m_buttons) {
        width = qMax(width, button->sizeHint().width() + px(24));
    }
    return {width, px(300)};
}

void Rail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Surface));
    painter.setPen(m_theme.color(Token::Border));
    const int x = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.drawLine(x, 0, x, height());
}

} // namespace mailmend::gui
