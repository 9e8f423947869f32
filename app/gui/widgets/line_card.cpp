// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/line_card.h"

#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace mailmend::gui {

namespace {

Label* evidenceLabel(const Theme& theme, TextRole role, Token token, const QString& text)
{
    auto* label = new Label(theme, role, token);
    label->setEvidence(text);
    return label;
}

} // namespace

LineCard::LineCard(const Theme& theme) : Card(theme), m_theme(theme), m_grid(new QGridLayout)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(px(12));
    m_grid->setVerticalSpacing(px(3));
    column()->addLayout(m_grid);
}

void LineCard::addState(Look look, const QString& word, const QString& name, const QString& why)
{
    if (m_row > 0) {
        m_grid->setRowMinimumHeight(m_row++, px(6));
    }
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(new IconLabel(m_theme, look, 18), m_row, 0, Qt::AlignTop);
    m_grid->addWidget(evidenceLabel(m_theme, TextRole::Body, Token::Text, name), m_row, 1);
    auto* state = new Label(m_theme, TextRole::Body, look.token, word);
    state->setWordWrap(false);
    m_grid->addWidget(state, m_row++, 2, Qt::AlignTop);
    if (!why.isEmpty()) {
        m_grid->addWidget(evidenceLabel(m_theme, TextRole::Small, Token::TextQuiet, why), m_row++, 1, 1, 2);
    }
}

void LineCard::addFact(const QString& name, const QString& value, const QString& under, bool mono)
{
    if (m_row > 0) {
        m_grid->setRowMinimumHeight(m_row++, px(6));
    }
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 5);
    m_grid->addWidget(evidenceLabel(m_theme, TextRole::Body, Token::TextQuiet, name), m_row, 0, Qt::AlignTop);
    Label* shown = mono ? new ElidedLabel(m_theme, TextRole::Mono, Token::Text, value)
                        : evidenceLabel(m_theme, TextRole::Body, Token::Text, value);
    m_grid->addWidget(shown, m_row++, 1, Qt::AlignTop);
    if (!under.isEmpty()) {
        m_grid->addWidget(evidenceLabel(m_theme, TextRole::Small, Token::TextQuiet, under), m_row++, 1);
    }
}

void LineCard::addSentence(const QString& sentence, const QString& under, const QString& path)
{
    if (m_row > 0) {
        m_grid->setRowMinimumHeight(m_row++, px(6));
    }
    m_grid->addWidget(evidenceLabel(m_theme, TextRole::Body, Token::Text, sentence), m_row++, 0);
    if (!path.isEmpty()) {
        m_grid->addWidget(new ElidedLabel(m_theme, TextRole::Mono, Token::TextQuiet, path), m_row++, 0);
    }
    if (!under.isEmpty()) {
        m_grid->addWidget(evidenceLabel(m_theme, TextRole::Small, Token::TextQuiet, under), m_row++, 0);
    }
}

CopyLine::CopyLine(const Theme& theme, const QString& text, const QString& what)
{
    auto* column = new QVBoxLayout(this);
    space(column, 0, 0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    space(row, 0, 0, 0, 0, 8);
    row->addWidget(new ElidedLabel(theme, TextRole::Mono, Token::Text, text), 1);
    auto* copy = new Button(theme, ButtonKind::Quiet, what, Drawing::Copy);
    row->addWidget(copy);
    column->addLayout(row);
    auto* copied = new ElidedLabel(theme, TextRole::Small, Token::Ok);
    copied->hide();
    column->addWidget(copied);
    connect(copy, &QPushButton::clicked, this, [text, copied] {
        QGuiApplication::clipboard()->setText(text);
        const QString said = tr("Copied: %1").arg(text);
        copied->setWords(said);
        copied->show();
        announce(copied, said);
    });
}

} // namespace mailmend::gui
