// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/row_delegate.h"

#include "gui/models/roles.h"
#include "gui/theme/looks.h"
#include "gui/theme/style.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/label.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

namespace mailmend::gui {

namespace {

constexpr int sectionHeight = 34;
constexpr int mostUnderLines = 6;

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
    // Absolute: the painter would turn it round once more.
    return static_cast<int>((option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignAbsolute | vertical);
}

struct Lines
{
    QStringList shown;
    bool cut = false;
};

/** The lines that `text` takes; the last one that there is room for ends in … where there is more. */
Lines linesOf(const QString& text, const QFont& font, int width, int most)
{
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    Lines lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.shown.size() == most - 1 && line.textStart() + line.textLength() < text.size()) {
            lines.shown.append(
                QFontMetrics(font).elidedText(text.mid(line.textStart()), Qt::ElideRight, width));
            lines.cut = true;
            break;
        }
        lines.shown.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

/** How wide the words of a row are that is `width` wide. */
int roomForWords(int width)
{
    return qMax(40, width - px(12) - px(18) - px(10) - px(8));
}

/** The quiet lines of a row: a path loses its middle and stays one line, a sentence goes on in the next. */
Lines underLines(const QString& under, int width)
{
    const QFont font = fontFor(TextRole::Small);
    if (under.isEmpty()) {
        return {};
    }
    if (under.contains(QStringLiteral(":\\"))) { // a person's name may hold a \ too
        const QString shown = QFontMetrics(font).elidedText(under, Qt::ElideMiddle, width);
        return {{shown}, shown != under};
    }
    return linesOf(under, font, width, mostUnderLines);
}

Lines titleLines(const QString& title, int width, int most)
{
    return linesOf(betweenNames(title), fontFor(TextRole::Body), width, most);
}

} // namespace

ListRowDelegate::ListRowDelegate(const Theme& theme, QObject* parent, int lines)
    : QStyledItemDelegate(parent), m_theme(theme), m_lines(lines)
{}

void ListRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    painter->save();
    painter->setLayoutDirection(Qt::LayoutDirectionAuto); // each text in its own; the edge is the row's
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
    QRect words(left, rect.top() + px(7), roomForWords(rect.width()), 0);
    painter->setFont(fontFor(TextRole::Body));
    painter->setPen(m_theme.color(Token::Text));
    words.setHeight(painter->fontMetrics().lineSpacing());
    const QString title = index.data(Qt::DisplayRole).toString();
    for (const QString& line : titleLines(title, words.width(), m_lines).shown) {
        painter->drawText(mirrored(option, words), alignment(option, Qt::AlignTop), line);
        words.translate(0, words.height());
    }
    painter->setFont(fontFor(TextRole::Small));
    painter->setPen(m_theme.color(Token::TextQuiet));
    words.setHeight(painter->fontMetrics().height());
    for (const QString& line : underLines(under, words.width()).shown) {
        painter->drawText(mirrored(option, words), alignment(option, Qt::AlignVCenter), line);
        words.translate(0, words.height());
    }
    painter->restore();
}

QSize ListRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view != nullptr ? view->viewport()->width() : px(260);
    const int room = roomForWords(width);
    const auto lines = titleLines(index.data(Qt::DisplayRole).toString(), room, m_lines);
    const int title =
        QFontMetrics(fontFor(TextRole::Body)).lineSpacing() * static_cast<int>(lines.shown.size());
    const auto quiet = underLines(index.data(UnderRole).toString(), room);
    const int under = QFontMetrics(fontFor(TextRole::Small)).height() * static_cast<int>(quiet.shown.size());
    const int section = index.data(SectionRole).toString().isEmpty() ? 0 : px(sectionHeight);
    return {px(120), section + qMax(title + under + px(14), px(36))};
}

bool ListRowDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip) {
        return false;
    }
    const int room = roomForWords(option.rect.width());
    const QString title = index.data(Qt::DisplayRole).toString();
    const QString under = index.data(UnderRole).toString();
    const bool cut = titleLines(title, room, m_lines).cut || underLines(under, room).cut;
    const QString all = under.isEmpty() ? title : title + QStringLiteral(" · ") + under;
    QToolTip::showText(event->globalPos(), cut ? plainTip(all) : QString(), view);
    return true;
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
