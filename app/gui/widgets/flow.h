// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLayout>

namespace mailmend::gui {

/** Equal columns, as many as fit: four, two or one for four cards; rows as high as their highest. */
class CardFlow : public QLayout
{
    Q_OBJECT

public:
    /** @param leastWidth of a column, as drawn. */
    CardFlow(int leastWidth, int spacing, QWidget* parent = nullptr);
    ~CardFlow() override;

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    int columns(int width) const;
    int arrange(const QRect& rect, bool place) const;

    QList<QLayoutItem*> m_items;
    const int m_leastWidth;
    const int m_gap;
};

} // namespace mailmend::gui
