// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/label.h"

#include "base/escape.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>

namespace mailmend::gui {

Label::Label(const Theme& theme, TextRole role, Token token, const QString& text)
    : m_theme(theme), m_role(role), m_token(token)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    // Inside a button Qt would take the button's colour.
    setForegroundRole(QPalette::WindowText);
    setText(text);
    dress();
}

void Label::setToken(Token token)
{
    m_token = token;
    dress();
}

void Label::setEvidence(const QString& text)
{
    const QString shown = breakable(text);
    setText(shown);
    setAccessibleName(shown == text ? QString() : text);
}

void Label::limitToProse()
{
    m_prose = true;
    dress();
}

bool Label::event(QEvent* event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange ||
        event->type() == QEvent::LayoutDirectionChange) {
        dress();
    }
    return QLabel::event(event);
}

void Label::dress()
{
    const QFont wanted = fontFor(m_role);
    if (font() != wanted) {
        setFont(wanted);
    }
    // At the edge where the page begins, whatever the words are: Qt would go by their own direction.
    setAlignment((layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute |
                 Qt::AlignVCenter);
    QPalette colors = palette();
    if (colors.color(QPalette::WindowText) != m_theme.color(m_token)) {
        colors.setColor(QPalette::WindowText, m_theme.color(m_token));
        setPalette(colors);
    }
    if (m_prose) {
        // How wide letters are in a sentence; the font's own average counts letters that hardly occur.
        static const QString sample =
            QStringLiteral("Whoever knows the address of the page can run commands on it.");
        setMaximumWidth(QFontMetrics(wanted).horizontalAdvance(sample) * 70 /
                        static_cast<int>(sample.size()));
    }
}

ElidedLabel::ElidedLabel(const Theme& theme, TextRole role, Token token, const QString& text)
    : Label(theme, role, token)
{
    setWordWrap(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setWords(text);
}

void ElidedLabel::setWords(const QString& text)
{
    setText(text);
    updateTip();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideMiddle, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(),
                          shown, foregroundRole());
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    Label::resizeEvent(event);
    updateTip();
}

void ElidedLabel::updateTip()
{
    const bool cut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    setToolTip(cut ? plainTip(text()) : QString());
}

QString breakable(const QString& text)
{
    constexpr int longestRun = 16;
    constexpr char16_t mayEnd = 0x200B;
    QString broken;
    broken.reserve(text.size() + text.size() / longestRun);
    int run = 0;
    for (const QChar letter : text) {
        if (letter.isSpace()) {
            run = 0;
        } else if (run >= longestRun && !letter.isLowSurrogate() && !letter.isMark()) {
            broken.append(mayEnd);
            run = 0;
        }
        broken.append(letter);
        run += letter.isSpace() ? 0 : 1;
        if (letter == QLatin1Char('\\') || letter == QLatin1Char('/')) {
            broken.append(mayEnd);
            run = 0;
        }
    }
    return broken;
}

QString betweenNames(const QString& text)
{
    // Behind a separator, never before it: Unicode would allow C: and \ to be parted.
    QString broken = text;
    broken.replace(QLatin1Char('\\'), QStringLiteral("\u2060\\\u200B"));
    broken.replace(QLatin1Char('/'), QStringLiteral("/\u200B"));
    return broken;
}

QString plainTip(const QString& text)
{
    return QStringLiteral("<qt>%1</qt>").arg(escapeForHtml(text));
}

QString withoutMnemonic(QString text)
{
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace mailmend::gui
