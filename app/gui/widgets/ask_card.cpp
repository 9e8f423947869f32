// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/ask_card.h"

#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace mailmend::gui {

AskCard::AskCard(const Theme& theme)
    : Card(theme), m_question(new Label(theme, TextRole::Body, Token::Text)), m_line(new QLineEdit),
      m_doIt(new Button(theme, ButtonKind::Plain)), m_leaveIt(new Button(theme, ButtonKind::Quiet))
{
    m_question->setBuddy(m_line);
    m_line->setMaxLength(2000);
    column()->addWidget(m_question);
    column()->addWidget(m_line);
    auto* row = new QHBoxLayout;
    space(row, 0, 0, 0, 0, 8);
    row->addStretch(1);
    row->addWidget(m_leaveIt);
    row->addWidget(m_doIt);
    column()->addLayout(row);
    connect(m_line, &QLineEdit::returnPressed, this, &AskCard::finish);
    connect(m_doIt, &QPushButton::clicked, this, &AskCard::finish);
    connect(m_leaveIt, &QPushButton::clicked, this, &AskCard::dismiss);
    connect(m_line, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_doIt->setEnabled(!text.trimmed().isEmpty()); });
    hide();
}

void AskCard::ask(const QString& question, const QString& doIt, const QString& leaveIt,
                  std::function<void(const QString&)> done)
{
    m_question->setText(question);
    m_line->setAccessibleName(QString(question).remove(QLatin1Char('&')));
    m_doIt->setText(doIt);
    m_leaveIt->setText(leaveIt);
    m_doIt->setEnabled(false);
    m_line->clear();
    m_done = std::move(done);
    show();
    m_line->setFocus(Qt::OtherFocusReason);
}

void AskCard::dismiss()
{
    m_done = nullptr;
    hide();
}

void AskCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        dismiss();
        return;
    }
    Card::keyPressEvent(event);
}

void AskCard::finish()
{
    const QString words = m_line->text().trimmed();
    if (words.isEmpty() || !m_done) {
        return;
    }
    const auto done = std::exchange(m_done, nullptr);
    hide();
    done(words);
}

} // namespace mailmend::gui
