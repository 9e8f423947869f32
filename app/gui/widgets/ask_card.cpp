// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/ask_card.h"

#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace mailmend::gui {

AskCard::AskCard(const Theme& theme)
    : Card(theme), m_fields(), m_wrong(new Label(theme, TextRole::Body, Token::NeedsAction)),
      m_doIt(new Button(theme, ButtonKind::Plain)), m_leaveIt(new Button(theme, ButtonKind::Quiet))
{
    for (Field& field : m_fields) {
        field = {new Label(theme, TextRole::Body, Token::Text), new QLineEdit};
        field.label->setBuddy(field.line);
        field.line->setMaxLength(2000);
        column()->addWidget(field.label);
        column()->addWidget(field.line);
        connect(field.line, &QLineEdit::returnPressed, this, &AskCard::finish);
        connect(field.line, &QLineEdit::textChanged, this, &AskCard::allow);
    }
    column()->addWidget(m_wrong);
    auto* row = new QHBoxLayout;
    space(row, 0, 0, 0, 0, 8);
    row->addStretch(1);
    row->addWidget(m_leaveIt);
    row->addWidget(m_doIt);
    column()->addLayout(row);
    connect(m_doIt, &QPushButton::clicked, this, &AskCard::finish);
    connect(m_leaveIt, &QPushButton::clicked, this, &AskCard::dismiss);
    hide();
}

void AskCard::ask(const QString& question, const QString& doIt, const QString& leaveIt,
                  std::function<void(const QString&)> done)
{
    ask(QList<AskLine>{{question}}, doIt, leaveIt, QLocale(),
        [done](const QStringList& answers) { done(answers.first()); });
}

void AskCard::ask(const QList<AskLine>& lines, const QString& doIt, const QString& leaveIt,
                  const QLocale& locale, std::function<void(const QStringList&)> done)
{
    m_lines = lines;
    m_locale = locale;
    m_done = std::move(done);
    for (qsizetype place = 0; place < static_cast<qsizetype>(m_fields.size()); ++place) {
        const Field& field = m_fields[static_cast<std::size_t>(place)];
        const bool asked = place < lines.size();
        field.label->setVisible(asked);
        field.line->setVisible(asked);
        field.label->setText(asked ? lines.at(place).label : QString());
        field.line->setAccessibleName(field.label->text());
        field.line->setPlaceholderText(asked ? lines.at(place).example : QString());
        field.line->setText(asked ? lines.at(place).proposed : QString());
    }
    m_doIt->setText(doIt);
    m_leaveIt->setText(leaveIt);
    m_wrong->hide();
    allow();
    show();
    m_fields.front().line->setFocus(Qt::OtherFocusReason);
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

void AskCard::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        dismiss();
    }
    Card::changeEvent(event);
}

/** The button that does it works as soon as everything that is needed is there. */
void AskCard::allow()
{
    bool whole = true;
    for (qsizetype place = 0; place < m_lines.size(); ++place) {
        const QString words = m_fields[static_cast<std::size_t>(place)].line->text().trimmed();
        whole = whole && (!words.isEmpty() || !m_lines.at(place).needed);
    }
    m_doIt->setEnabled(whole);
}

void AskCard::say(const QString& words, QLineEdit* line)
{
    m_wrong->setText(words);
    m_wrong->show();
    line->setFocus(Qt::OtherFocusReason);
    announce(m_wrong, words);
}

void AskCard::finish()
{
    QStringList answers;
    for (qsizetype place = 0; place < m_lines.size(); ++place) {
        const AskLine& asked = m_lines.at(place);
        QLineEdit* line = m_fields[static_cast<std::size_t>(place)].line;
        QString words = line->text().trimmed();
        if (words.isEmpty() && asked.needed) {
            line->setFocus(Qt::OtherFocusReason);
            return;
        }
        if (asked.after.isValid() && !words.isEmpty()) {
            const std::optional<QDate> day = readDay(words, m_locale);
            if (!day || *day <= asked.after) {
                say(day ? tr("Please choose a later day.")
                        : tr("This is no day that we can read. Write it like this: %1")
                              .arg(asked.after.addMonths(3).toString(Qt::ISODate)),
                    line);
                return;
            }
            words = day->toString(Qt::ISODate);
        }
        answers.append(words);
    }
    if (m_done) {
        const auto done = std::exchange(m_done, nullptr);
        hide();
        done(answers);
    }
}

std::optional<QDate> readDay(const QString& typed, const QLocale& locale)
{
    const QString words = typed.trimmed();
    QDate day = QDate::fromString(words, Qt::ISODate);
    for (const QLocale::FormatType format : {QLocale::ShortFormat, QLocale::LongFormat}) {
        day = day.isValid() ? day : locale.toDate(words, format);
    }
    day = day.isValid() ? day : locale.toDate(words, QStringLiteral("d MMMM yyyy"));
    // A year of two digits is taken for one of the last century.
    return day.isValid() && day.year() >= 2000 ? std::optional<QDate>(day) : std::nullopt;
}

} // namespace mailmend::gui
