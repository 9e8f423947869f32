// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/spacing.h"

#include "gui/theme/type_scale.h"

#include <QLayout>
#include <QVariant>
#include <QWidget>

namespace mailmend::gui {

namespace {

const char* const property = "mailmendSpacing";

void applySpacing(QLayout* layout, const QList<int>& drawn)
{
    if (drawn.size() == 5) {
        layout->setContentsMargins(px(drawn.at(0)), px(drawn.at(1)), px(drawn.at(2)), px(drawn.at(3)));
        layout->setSpacing(px(drawn.at(4)));
    }
}

} // namespace

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
    if (root->layout() != nullptr) {
        applySpacing(root->layout(), root->layout()->property(property).value<QList<int>>());
    }
}

} // namespace mailmend::gui
