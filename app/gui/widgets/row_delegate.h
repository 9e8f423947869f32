// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/theme.h"

#include <QStyledItemDelegate>

namespace mailmend::gui {

/** Rows of a RowListModel: shape, title on a few lines, a quiet line, and a heading where a group begins.
 * What has no room is in the tooltip. */
class ListRowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /** @param lines the most that a title takes. */
    ListRowDelegate(const Theme& theme, QObject* parent, int lines = 2);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    const Theme& m_theme;
    const int m_lines;
};

/** Cells of a table: 32 pixels high, a shape where there is a state, text that loses its middle. */
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    CellDelegate(const Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

} // namespace mailmend::gui
