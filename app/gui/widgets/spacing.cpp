// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/spacing.h"

#include "gui/theme/type_scale.h"

#include <QLayout>
#include <QScrollArea>
#include <QVariant>
#include <QWidget>

namespace mailmend::gui {

namespace {

const char* const property = "mailmendSpacing";
const char* const widthProperty = "mailmendWidth";

void applySpacing(QLayout* layout, const QList<int>& drawn)
{
    if (drawn.size() == 5) {
        layout->setContentsMargins(px(drawn.at(0)), px(drawn.at(1)), px(drawn.at(2)), px(drawn.at(3)));
        layout->setSpacing(px(drawn.at(4)));
    }
}

void applyWidth(QWidget* widget)
{
    const int drawn = widget->property(widthProperty).toInt();
    if (drawn > 0) {
        widget->setMaximumWidth(px(drawn));
    }
}

void collect(QWidget* widget, QList<QWidget*>& order);

void collect(QLayout* layout, QList<QWidget*>& order)
{
    for (int place = 0; place < layout->count(); ++place) {
        QLayoutItem* item = layout->itemAt(place);
        if (item->widget() != nullptr) {
            collect(item->widget(), order);
        } else if (item->layout() != nullptr) {
            collect(item->layout(), order);
        }
    }
}

void collect(QWidget* widget, QList<QWidget*>& order)
{
    if (widget->focusPolicy() != Qt::NoFocus) {
        order.append(widget);
    }
    if (const auto* area = qobject_cast<QScrollArea*>(widget); area != nullptr && area->widget() != nullptr) {
        collect(area->widget(), order);
    } else if (widget->layout() != nullptr) {
        collect(widget->layout(), order);
    }
}

} // namespace

void limitWidth(QWidget* widget, int drawn)
{
    widget->setProperty(widthProperty, drawn);
    applyWidth(widget);
}

void orderTabs(QWidget* root)
{
    QList<QWidget*> order;
    collect(root, order);
    for (qsizetype place = 0; place + 1 < order.size(); ++place) {
        QWidget::setTabOrder(order.at(place), order.at(place + 1));
    }
}

void space(QLayout* layout, int left, int top, int right, int bottom, int spacing)
{
    const QList<int> drawn = {left, top, right, bottom, spacing};
    layout->setProperty(property, QVariant::fromValue(drawn));
    applySpacing(layout, drawn);
}

void respace(QWidget* root)
{
    const QList<QLayout*> layouts = root->findChildren<QLayout*>();
    for (QLayout* layout : layouts) {
        applySpacing(layout, layout->property(property).value<QList<int>>());
    }
    const QList<QWidget*> widgets = root->findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        applyWidth(widget);
    }
    if (root->layout() != nullptr) {
        applySpacing(root->layout(), root->layout()->property(property).value<QList<int>>());
    }
}

} // namespace mailmend::gui
