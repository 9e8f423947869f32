// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/tokens.h"

#include <QPalette>

#include <algorithm>
#include <cmath>

namespace mailmend::gui {

namespace {

double channel(int value)
{
    const double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * channel(color.red()) + 0.7152 * channel(color.green()) + 0.0722 * channel(color.blue());
}

} // namespace

TokenSet lightTokens()
{
    return {QColor(0xF6, 0xF7, 0xF9), QColor(0xFF, 0xFF, 0xFF), QColor(0xEE, 0xF1, 0xF5),
            QColor(0x17, 0x20, 0x2B), QColor(0x4A, 0x56, 0x66), QColor(0x1B, 0x5A, 0xB5),
            QColor(0xFF, 0xFF, 0xFF), QColor(0xB3, 0x26, 0x1E), QColor(0x85, 0x53, 0x00),
            QColor(0x57, 0x47, 0x9A), QColor(0x1C, 0x6B, 0x3B), QColor(0x56, 0x61, 0x70),
            QColor(0x80, 0x8B, 0x9B)};
}

TokenSet darkTokens()
{
    return {QColor(0x14, 0x18, 0x1E), QColor(0x1C, 0x22, 0x2B), QColor(0x26, 0x2E, 0x39),
            QColor(0xE8, 0xEC, 0xF2), QColor(0xAE, 0xB8, 0xC6), QColor(0x86, 0xB6, 0xFF),
            QColor(0x14, 0x18, 0x1E), QColor(0xFF, 0x8F, 0x86), QColor(0xF2, 0xB8, 0x4B),
            QColor(0xBB, 0xAA, 0xFF), QColor(0x7F, 0xD6, 0xA0), QColor(0xA7, 0xB1, 0xBF),
            QColor(0x6F, 0x7B, 0x8E)};
}

TokenSet tokensOf(const QPalette& system)
{
    const QColor text = system.color(QPalette::WindowText);
    TokenSet tokens;
    tokens.fill(text);
    const auto put = [&tokens](Token token, const QColor& color) {
        tokens[static_cast<std::size_t>(token)] = color;
    };
    put(Token::Ground, system.color(QPalette::Window));
    put(Token::Surface, system.color(QPalette::Base));
    put(Token::Raised, system.color(QPalette::Window));
    put(Token::Accent, system.color(QPalette::Highlight));
    put(Token::OnAccent, system.color(QPalette::HighlightedText));
    return tokens;
}

double contrastRatio(const QColor& one, const QColor& other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace mailmend::gui
