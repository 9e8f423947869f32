// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>

#include <array>

class QPalette;

namespace mailmend::gui {

/** Every colour of the window by what it is for. Nothing outside theme/ names a colour. */
enum class Token {
    Ground,  ///< the window
    Surface, ///< cards, tables, fields
    Raised,  ///< hovered, selected, commands
    Text,
    TextQuiet,
    Accent,   ///< the one main button of a page, links, the focus ring
    OnAccent, ///< words on the main button
    NeedsAction,
    LookAtThis,
    CouldNotCheck,
    Ok,
    NotApplicable,
    Border,
};
inline constexpr int tokenCount = 13;

using TokenSet = std::array<QColor, tokenCount>;

TokenSet lightTokens();
TokenSet darkTokens();
/** For high contrast: nothing of ours, the system's own colours only. */
TokenSet tokensOf(const QPalette& system);

inline QColor colorOf(const TokenSet& tokens, Token token)
{
    return tokens[static_cast<std::size_t>(token)];
}

/** Contrast of two opaque colours, 1 to 21. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
double contrastRatio(const QColor& one, const QColor& other);

} // namespace mailmend::gui
