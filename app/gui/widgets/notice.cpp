// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/notice.h"

#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace mailmend::gui {

Notice::Notice(const Theme& theme)
    : Card(theme, Token::Surface), m_icon(new IconLabel(theme, {}, 20)),
      m_sentence(new Label(theme, TextRole::Body, Token::Text)),
      m_hint(new Label(theme, TextRole::Body, Token::TextQuiet))
{
    auto* row = new QHBoxLayout;
    space(row, 0, 0, 0, 0, 12);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    space(words, 0, 0, 0, 0, 4);
    words->addWidget(m_sentence);
    words->addWidget(m_hint);
    row->addLayout(words, 1);
    column()->addLayout(row);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
    hide();
}

void Notice::tell(Look look, const QString& sentence, const QString& hint)
{
    m_icon->setLook(look);
    m_sentence->setText(sentence);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    show();
    announce(this, hint.isEmpty() ? sentence : sentence + QStringLiteral(" ") + hint);
}

void Notice::tell(const Error& error, const Reader& reader)
{
    QStringList said = {mailmend::render(error.text, Format::Plain, reader)};
    for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
        said.append(mailmend::render(cause->text, Format::Plain, reader));
    }
    tell({Drawing::StateTriangle, Token::LookAtThis}, said.join(QLatin1Char(' ')),
         mailmend::render(error.hint, Format::Plain, reader));
}

void Notice::clear()
{
    hide();
    setAccessibleName({});
}

void announce(QWidget* widget, const QString& words)
{
    widget->setAccessibleName(words);
    QAccessibleEvent name(widget, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&name);
    QAccessibleEvent alert(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace mailmend::gui
