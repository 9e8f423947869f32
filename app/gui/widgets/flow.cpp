// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/flow.h"

#include "gui/theme/type_scale.h"

#include <QStyle>
#include <QWidget>

namespace mailmend::gui {

CardFlow::CardFlow(int leastWidth, int spacing, QWidget* parent)
    : QLayout(parent), m_leastWidth(leastWidth), m_gap(spacing)
{
    setContentsMargins(0, 0, 0, 0);
}

CardFlow::~CardFlow()
{
    qDeleteAll(m_items);
}

void CardFlow::addItem(QLayoutItem* item)
{
    m_items.append(item);
}

int CardFlow::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem* CardFlow::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem* CardFlow::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int CardFlow::columns(int width) const
{
    const int all = qMax(1, count());
    const int fitting = qBound(1, (width + px(m_gap)) / (px(m_leastWidth) + px(m_gap)), all);
    // Four cards as three and one look like a mistake: even rows only.
    const int rows = (all + fitting - 1) / fitting;
    return (all + rows - 1) / rows;
}

int CardFlow::arrange(const QRect& rect, bool place) const
{
    const int columnCount = columns(rect.width());
    const int gap = px(m_gap);
    const int width = (rect.width() - gap * (columnCount - 1)) / columnCount;
    int y = rect.y();
    for (int first = 0; first < count(); first += columnCount) {
        const int last = qMin(first + columnCount, count());
        int height = 0;
        for (int index = first; index < last; ++index) {
            QLayoutItem* item = m_items.at(index);
            height = qMax(height, item->hasHeightForWidth() ? item->heightForWidth(width)
                                                            : item->sizeHint().height());
        }
        for (int index = first; place && index < last; ++index) {
            // The last one takes what the division left over, so that the edge is that of the page.
            const int left = (index - first) * (width + gap);
            const bool isLast = index - first == columnCount - 1;
            const QRect cell(rect.x() + left, y, isLast ? rect.width() - left : width, height);
            const Qt::LayoutDirection direction =
                parentWidget() != nullptr ? parentWidget()->layoutDirection() : Qt::LeftToRight;
            m_items.at(index)->setGeometry(QStyle::visualRect(direction, rect, cell));
        }
        y += height + gap;
    }
    return qMax(0, y - rect.y() - gap);
}

int CardFlow::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize CardFlow::sizeHint() const
{
    const int width = count() * (px(m_leastWidth) + px(m_gap));
    return {width, heightForWidth(width)};
}

QSize CardFlow::minimumSize() const
{
    return {px(m_leastWidth), px(m_leastWidth) / 4};
}

void CardFlow::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

} // namespace mailmend::gui
