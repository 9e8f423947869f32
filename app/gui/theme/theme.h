// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>

#include <functional>

namespace mailmend::gui {

enum class ThemeChoice { System, Light, Dark };
ThemeChoice themeChoice(const QString& word); ///< "system", "light", "dark"; anything else is System

class Style;

/** What the desktop asks for. */
struct SystemLook
{
    bool dark = false;
    bool highContrast = false;
};

/** Asks the desktop: the palette that Qt made from it, and the name of its theme for high contrast. */
SystemLook askSystem();

/**
 * Style, palette and font of the whole program: Fusion drawn our way from the tokens, or with high contrast
 * Fusion as it is with the system's palette. One for a program; made before any window, used on the window's
 * thread.
 */
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(std::function<SystemLook()> system = askSystem, QObject* parent = nullptr);

    /** Takes effect at once in every window. @param textPercent 100 to 175. */
    void apply(ThemeChoice choice, int textPercent);

    QColor color(Token token) const { return colorOf(m_tokens, token); }
    const TokenSet& tokens() const { return m_tokens; }
    bool isDark() const { return m_dark; }
    bool isHighContrast() const { return m_highContrast; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showMnemonics(bool shown);

    std::function<SystemLook()> m_system;
    const QPalette m_systemPalette;
    const QFont m_systemFont;
    TokenSet m_tokens;
    ThemeChoice m_choice = ThemeChoice::System;
    int m_textPercent = 100;
    bool m_dark = false;
    bool m_highContrast = false;
    bool m_applying = false;
    Style* m_style = nullptr; ///< none with high contrast
    bool m_mnemonicsShown = false;
};

} // namespace mailmend::gui
