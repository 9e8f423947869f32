// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/command_box.h"

#include "base/escape.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QTextLayout>
#include <QTextOption>

namespace mailmend::gui {

CommandText::CommandText(const Theme& theme, const QString& command) : m_theme(theme)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLayoutDirection(Qt::LeftToRight);
    document()->setDocumentMargin(0);
    setPlainText(command);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    dress();
}

QSize CommandText::sizeHint() const
{
    return {px(360), heightForWidth(px(360))};
}

int CommandText::heightForWidth(int width) const
{
    QTextLayout layout(toPlainText(), fontFor(TextRole::Mono));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    double height = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width - 4);
        height += line.height();
    }
    layout.endLayout();
    return static_cast<int>(height) + 6;
}

bool CommandText::event(QEvent* event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange) {
        dress();
    }
    return QPlainTextEdit::event(event);
}

void CommandText::dress()
{
    const QFont wanted = fontFor(TextRole::Mono);
    if (font() != wanted) {
        setFont(wanted);
    }
    QPalette colors = palette();
    if (colors.color(QPalette::Base) != m_theme.color(Token::Raised)) {
        colors.setColor(QPalette::Base, m_theme.color(Token::Raised));
        colors.setColor(QPalette::Text, m_theme.color(Token::Text));
        setPalette(colors);
    }
    updateGeometry();
}

CommandBox::CommandBox(const Theme& theme, int number, const QString& where, const QString& command)
    : Card(theme, Token::Raised)
{
    column()->addWidget(new Label(theme, TextRole::Small, Token::TextQuiet, where));
    auto* text = new CommandText(theme, command);
    text->setAccessibleName(tr("Command for step %1").arg(number));
    column()->addWidget(text);
    auto* below = new QHBoxLayout;
    space(below, 0, 0, 0, 0, 8);
    auto* copy = new Button(theme, ButtonKind::Plain, tr("Copy command"), Drawing::Copy);
    copy->setAccessibleName(tr("Copy command for step %1").arg(number));
    below->addWidget(copy);
    auto* copied = new ElidedLabel(theme, TextRole::Small, Token::Ok);
    below->addWidget(copied, 1);
    column()->addLayout(below);
    connect(copy, &QPushButton::clicked, this, [command, copied] {
        QGuiApplication::clipboard()->setText(command);
        const QString said = tr("Copied: %1").arg(escapeForDisplay(command));
        copied->setWords(said);
        announce(copied, said);
    });
}

} // namespace mailmend::gui
