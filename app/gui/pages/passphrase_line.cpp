// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/passphrase_line.h"

#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace mailmend::gui {

PassphraseLine::PassphraseLine(const Theme& theme)
    : m_whose(new ElidedLabel(theme, TextRole::Mono, Token::TextQuiet)),
      m_name(new Label(theme, TextRole::Section)), m_line(new QLineEdit),
      m_under(new Label(theme, TextRole::Small, Token::TextQuiet))
{
    auto* column = new QVBoxLayout(this);
    space(column, 0, 0, 0, 0, 4);
    limitWidth(m_line, 640);
    m_under->limitToProse();
    m_name->setBuddy(m_line);
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    column->addWidget(m_whose);
    column->addWidget(m_name);
    column->addWidget(m_line);
    auto* prose = new QHBoxLayout;
    prose->addWidget(m_under, 1);
    prose->addStretch(0);
    column->addLayout(prose);
    connect(m_line, &QLineEdit::textChanged, this, &PassphraseLine::changed);
    connect(m_line, &QLineEdit::returnPressed, this, &PassphraseLine::entered);
}

void PassphraseLine::setWords(const QString& name, const QString& whose, const QString& under)
{
    m_whose->setWords(whose);
    m_whose->setVisible(!whose.isEmpty());
    m_name->setText(name);
    m_line->setAccessibleName(QString(name).remove(QLatin1Char('&')));
    m_line->setAccessibleDescription(
        whose.isEmpty() || under.isEmpty() ? whose + under : whose + QStringLiteral(" · ") + under);
    m_under->setText(under);
    m_under->setVisible(!under.isEmpty());
}

bool PassphraseLine::isEmpty() const
{
    return m_line->text().isEmpty();
}

Secret PassphraseLine::take()
{
    Secret secret = typed();
    clear();
    return secret;
}

Secret PassphraseLine::typed() const
{
    return Secret(m_line->text().toUtf8());
}

void PassphraseLine::clear()
{
    m_line->clear();
}

void PassphraseLine::focus()
{
    m_line->setFocus(Qt::OtherFocusReason);
}

} // namespace mailmend::gui
