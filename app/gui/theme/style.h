// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/tokens.h"

#include <QProxyStyle>

class QStyleOptionButton;
class QStyleOptionProgressBar;

namespace mailmend::gui {

/** What a button is in its page; kept as the dynamic property "kind" of a QPushButton. */
enum class ButtonKind { Plain, Main, Quiet };

/** Fusion with flat, rounded controls drawn from the tokens, and one focus ring for all of them. */
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    explicit Style(const TokenSet& tokens);

    /** Mnemonics are underlined while Alt is held, as Windows does it, so that the page is calm. */
    void showMnemonics(bool shown) { m_mnemonicsShown = shown; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override;

private:
    QColor color(Token token) const { return colorOf(m_tokens, token); }
    void box(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& edge,
             double width = 1) const;
    void button(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
    void buttonLabel(const QStyleOptionButton& option, QPainter* painter, ButtonKind kind) const;
    void indicator(const QStyleOption* option, QPainter* painter, bool round) const;
    void scrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const;
    void bar(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& edge) const;
    void progressContents(const QStyleOptionProgressBar& progress, QPainter* painter) const;
    void header(const QStyleOption* option, QPainter* painter) const;

    TokenSet m_tokens;
    bool m_mnemonicsShown = false;
};

/** The focus ring: two pixels of accent inside `rect`. */
void drawFocusRing(QPainter* painter, const QRect& rect, const QColor& accent, double radius);

} // namespace mailmend::gui
