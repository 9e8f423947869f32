// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/theme.h"

#include "gui/theme/style.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QKeyEvent>
#include <QSettings>
#include <QStyleFactory>
#include <QWidget>

#include <memory>

namespace mailmend::gui {

namespace {

QPalette paletteOf(const TokenSet& tokens)
{
    const auto get = [&tokens](Token token) { return colorOf(tokens, token); };
    QPalette palette;
    palette.setColor(QPalette::Window, get(Token::Ground));
    palette.setColor(QPalette::WindowText, get(Token::Text));
    palette.setColor(QPalette::Base, get(Token::Surface));
    palette.setColor(QPalette::AlternateBase, get(Token::Surface));
    palette.setColor(QPalette::Text, get(Token::Text));
    palette.setColor(QPalette::Button, get(Token::Surface));
    palette.setColor(QPalette::ButtonText, get(Token::Text));
    palette.setColor(QPalette::BrightText, get(Token::NeedsAction));
    palette.setColor(QPalette::ToolTipBase, get(Token::Raised));
    palette.setColor(QPalette::ToolTipText, get(Token::Text));
    palette.setColor(QPalette::PlaceholderText, get(Token::TextQuiet));
    palette.setColor(QPalette::Highlight, get(Token::Accent));
    palette.setColor(QPalette::HighlightedText, get(Token::OnAccent));
    palette.setColor(QPalette::Link, get(Token::Accent));
    palette.setColor(QPalette::LinkVisited, get(Token::Accent));
    palette.setColor(QPalette::Light, get(Token::Surface));
    palette.setColor(QPalette::Midlight, get(Token::Raised));
    palette.setColor(QPalette::Mid, get(Token::Border));
    palette.setColor(QPalette::Dark, get(Token::Border));
    palette.setColor(QPalette::Shadow, get(Token::Border));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, get(Token::TextQuiet));
    }
    return palette;
}

bool namesHighContrast(const QString& themeName)
{
    return themeName.contains(QStringLiteral("HighContrast"), Qt::CaseInsensitive);
}

} // namespace

ThemeChoice themeChoice(const QString& word)
{
    return word == QStringLiteral("light")  ? ThemeChoice::Light
           : word == QStringLiteral("dark") ? ThemeChoice::Dark
                                            : ThemeChoice::System;
}

SystemLook askSystem()
{
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(QStringLiteral("Fusion")));
    const QPalette palette = fusion->standardPalette();
    const QSettings gtk(QDir::homePath() + QStringLiteral("/.config/gtk-3.0/settings.ini"),
                        QSettings::IniFormat);
    return {palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness(),
            namesHighContrast(qEnvironmentVariable("GTK_THEME")) ||
                namesHighContrast(gtk.value(QStringLiteral("Settings/gtk-theme-name")).toString())};
}

Theme::Theme(std::function<SystemLook()> system, QObject* parent)
    : QObject(parent), m_system(std::move(system)), m_systemPalette(QApplication::palette()),
      m_systemFont(QApplication::font()), m_tokens(lightTokens())
{
    qApp->installEventFilter(this);
}

void Theme::apply(ThemeChoice choice, int textPercent)
{
    m_applying = true;
    m_choice = choice;
    m_textPercent = qBound(100, textPercent, 175);
    const SystemLook system = m_system();
    m_highContrast = system.highContrast;
    m_dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && system.dark);
    QFont font = m_systemFont;
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * m_textPercent / 100.0);
    } else {
        font.setPixelSize(font.pixelSize() * m_textPercent / 100);
    }
    QApplication::setFont(font);
    if (m_highContrast) {
        m_tokens = tokensOf(m_systemPalette);
        m_style = nullptr;
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(m_systemPalette);
    } else {
        m_tokens = m_dark ? darkTokens() : lightTokens();
        m_style = new Style(m_tokens); // the application owns it
        QApplication::setStyle(m_style);
        QApplication::setPalette(paletteOf(m_tokens));
    }
    m_applying = false;
}

void Theme::showMnemonics(bool shown)
{
    if (m_style == nullptr || shown == m_mnemonicsShown) {
        return;
    }
    m_mnemonicsShown = shown;
    m_style->showMnemonics(shown);
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget* window : windows) {
        const QList<QWidget*> widgets = window->findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            widget->update();
        }
    }
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease) {
        if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Alt) {
            showMnemonics(event->type() == QEvent::KeyPress);
        }
    } else if (event->type() == QEvent::ApplicationStateChange || event->type() == QEvent::WindowDeactivate) {
        showMnemonics(false);
    }
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange && !m_applying &&
        m_choice == ThemeChoice::System) {
        const SystemLook system = m_system();
        if (system.dark != m_dark || system.highContrast != m_highContrast) {
            QMetaObject::invokeMethod(
                this, [this] { apply(m_choice, m_textPercent); }, Qt::QueuedConnection);
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace mailmend::gui
