// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/row_delegate.h"

#include "gui/models/roles.h"
#include "gui/theme/looks.h"
#include "gui/theme/style.h"
#include "gui/theme/type_scale.h"

#include <QAbstractItemView>
#include <QPainter>

namespace mailmend::gui {

namespace {

void paintGround(QPainter* painter, const QStyleOptionViewItem& option, const QRect& rect, const Theme& theme)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Token::Raised));
        painter->drawRoundedRect(rect, 6, 6);
        if (selected) {
            painter->setBrush(theme.color(Token::Accent));
            const QRect bar =
                QStyle::visualRect(option.direction, rect,
                                   QRect(rect.left(), rect.top() + px(6), px(3), rect.height() - px(12)));
            painter->drawRoundedRect(bar, 1.5, 1.5);
        }
        painter->restore();
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        drawFocusRing(painter, rect, theme.color(Token::Accent), 6);
    }
}

QRect mirrored(const QStyleOptionViewItem& option, const QRect& rect)
{
    return QStyle::visualRect(option.direction, option.rect, rect);
}

int alignment(const QStyleOptionViewItem& option, Qt::Alignment vertical)
{
    return static_cast<int>((option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) |
                            vertical);
}

/** One line at a time, so that a long title is cut at the end of its second line. */
void paintTwoLines(QPainter* painter, const QRect& rect, const QString& text, int flags)
{
    const QFontMetrics metrics = painter->fontMetrics();
    const QRect all = metrics.boundingRect(QRect(0, 0, rect.width(), 10000), flags | Qt::TextWordWrap, text);
    if (all.height() <= rect.height() + 1) {
        painter->drawText(rect, flags | Qt::TextWordWrap, text);
        return;
    }
    painter->drawText(rect, flags | Qt::TextWordWrap,
                      metrics.elidedText(text, Qt::ElideRight, rect.width() * 2 - metrics.height() * 2));
}

constexpr int sectionHeight = 34;

} // namespace

ListRowDelegate::ListRowDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{}

void ListRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    painter->save();
    QRect rect = option.rect;
    const QString section = index.data(SectionRole).toString();
    if (!section.isEmpty()) {
        painter->setFont(fontFor(TextRole::Small));
        painter->setPen(m_theme.color(Token::TextQuiet));
        const QRect line(rect.left() + px(10), rect.top(), rect.width() - px(20), px(sectionHeight) - px(6));
        painter->drawText(mirrored(option, line), alignment(option, Qt::AlignBottom),
                          painter->fontMetrics().elidedText(section, Qt::ElideRight, line.width()));
        rect.setTop(rect.top() + px(sectionHeight));
    }
    paintGround(painter, option, rect.adjusted(1, 1, -1, -1), m_theme);
    const Look look = index.data(LookRole).value<Look>();
    const int size = px(18);
    const QRect icon(rect.left() + px(12), rect.top() + px(9), size, size);
    painter->drawPixmap(mirrored(option, icon).topLeft(), drawn(look.drawing, m_theme.color(look.token), size,
                                                                painter->device()->devicePixelRatioF()));
    const int left = icon.right() + px(10);
    const QString under = index.data(UnderRole).toString();
    const int underHeight = under.isEmpty() ? 0 : QFontMetrics(fontFor(TextRole::Small)).height();
    const QRect words(left, rect.top() + px(7), rect.right() - left - px(8),
                      rect.height() - px(14) - underHeight);
    painter->setFont(fontFor(TextRole::Body));
    painter->setPen(m_theme.color(Token::Text));
    paintTwoLines(painter, mirrored(option, words), index.data(Qt::DisplayRole).toString(),
                  alignment(option, Qt::AlignTop));
    if (!under.isEmpty()) {
        painter->setFont(fontFor(TextRole::Small));
        painter->setPen(m_theme.color(Token::TextQuiet));
        const QRect line(left, words.bottom(), words.width(), underHeight);
        painter->drawText(mirrored(option, line), alignment(option, Qt::AlignVCenter),
                          painter->fontMetrics().elidedText(under, Qt::ElideMiddle, line.width()));
    }
    painter->restore();
}

QSize ListRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : px(260);
    const int room = width - px(12) - px(18) - px(10) - px(8);
    const QFontMetrics body(fontFor(TextRole::Body));
    const int all = body.boundingRect(QRect(0, 0, qMax(room, 40), 10000), Qt::TextWordWrap,
                                      index.data(Qt::DisplayRole).toString())
                        .height();
    const int title = qMin(all, body.lineSpacing() * 2);
    const int under =
        index.data(UnderRole).toString().isEmpty() ? 0 : QFontMetrics(fontFor(TextRole::Small)).height();
    const int section = index.data(SectionRole).toString().isEmpty() ? 0 : px(sectionHeight);
    return {px(120), section + qMax(title + under + px(14), px(36))};
}

CellDelegate::CellDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme)
{}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->fillRect(option.rect, m_theme.color(Token::Raised));
    }
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const bool focused = view != nullptr && view->hasFocus() && view->currentIndex().row() == index.row();
    if (focused) {
        painter->setPen(QPen(m_theme.color(Token::Accent), 2));
        painter->drawLine(option.rect.topLeft() + QPoint(0, 1), option.rect.topRight() + QPoint(0, 1));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    QRect words = option.rect.adjusted(px(10), 0, -px(10), 0);
    const QVariant state = index.data(LookRole);
    Token token = index.column() <= 1 ? Token::Text : Token::TextQuiet;
    if (state.isValid()) {
        const Look look = state.value<Look>();
        const int size = px(16);
        const QRect icon(words.left(), words.center().y() - size / 2 + 1, size, size);
        painter->drawPixmap(
            mirrored(option, icon).topLeft(),
            drawn(look.drawing, m_theme.color(look.token), size, painter->device()->devicePixelRatioF()));
        words.setLeft(icon.right() + px(8));
        token = look.token;
    }
    painter->setFont(fontFor(TextRole::Body));
    painter->setPen(m_theme.color(token));
    const QString text = index.data(Qt::DisplayRole).toString();
    // A path says most at its end, a sentence at its beginning.
    const bool isPath = text.contains(QLatin1Char('\\'));
    painter->drawText(
        mirrored(option, words), alignment(option, Qt::AlignVCenter),
        painter->fontMetrics().elidedText(text, isPath ? Qt::ElideLeft : Qt::ElideRight, words.width()));
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const int icon = index.data(LookRole).isValid() ? px(24) : 0;
    return {QFontMetrics(fontFor(TextRole::Body)).horizontalAdvance(index.data(Qt::DisplayRole).toString()) +
                icon + px(24),
            px(32)};
}

} // namespace mailmend::gui
