// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/column.h"

#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"

namespace mailmend::gui {

namespace {

void empty(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setParent(nullptr);
            widget->deleteLater();
        }
        if (QLayout* inner = item->layout()) {
            empty(inner);
        }
        delete item;
    }
}

} // namespace

Column::Column(const Theme& theme, int spacing) : m_theme(theme), m_column(new QVBoxLayout(this))
{
    space(m_column, 0, 0, 0, 0, spacing);
}

void Column::clear()
{
    empty(m_column);
}

void Column::add(QWidget* widget)
{
    m_column->addWidget(widget);
}

void Column::addNarrow(QWidget* widget)
{
    m_column->addWidget(widget, 0, Qt::AlignLeft);
}

Label* Column::addProse(const QString& text, bool quiet)
{
    auto* label = new Label(m_theme, TextRole::Body, quiet ? Token::TextQuiet : Token::Text);
    label->setEvidence(text);
    label->limitToProse();
    auto* row = new QHBoxLayout;
    space(row, 0, 0, 0, 0, 0);
    row->addWidget(label, 1);
    row->addStretch(0);
    m_column->addLayout(row);
    return label;
}

Label* Column::addSection(const QString& text)
{
    auto* label = new Label(m_theme, TextRole::Section, Token::Text, text);
    m_column->addSpacing(px(12));
    m_column->addWidget(label);
    return label;
}

void Column::addGap(int drawn)
{
    m_column->addSpacing(px(drawn));
}

void Column::addStretch()
{
    m_column->addStretch(1);
}

} // namespace mailmend::gui
