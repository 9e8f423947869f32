// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/theme.h"
#include "gui/theme/type_scale.h"

#include <QLabel>

namespace mailmend::gui {

/**
 * Every piece of text in the window. Always plain text, so that a name from the evidence can never be markup;
 * its font and colour follow the theme. Wraps at words unless told otherwise.
 */
class Label : public QLabel
{
    Q_OBJECT

public:
    Label(const Theme& theme, TextRole role, Token token = Token::Text, const QString& text = {});

    void setToken(Token token);
    /** Text that may hold a path or a fingerprint: it is broken rather than cut, and read out as it is. */
    void setEvidence(const QString& text);
    /** As wide as 70 letters at most; put into a page with Column::addProse. */
    void limitToProse();

protected:
    bool event(QEvent* event) override;

private:
    void dress();

    const Theme& m_theme;
    const TextRole m_role;
    Token m_token;
    bool m_prose = false;
};

/** One line that loses its middle where there is no room; all of it is in the tooltip. For paths and names.
 */
class ElidedLabel : public Label
{
    Q_OBJECT

public:
    ElidedLabel(const Theme& theme, TextRole role, Token token = Token::Text, const QString& text = {});

    void setWords(const QString& text);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateTip();
};

/**
 * `text` with places where a line may end (U+200B, which is not seen) after \ and / and after every 16
 * letters of a longer run: Qt breaks lines at words only, and a path or a fingerprint is one long word.
 */
QString breakable(const QString& text);

/** The same, but only between the names of a path: what is drawn breaks a long name by itself where it has
 * to. */
QString betweenNames(const QString& text);

/** A tooltip that shows `text` as it is: Qt takes a tooltip for markup where it looks like it. */
QString plainTip(const QString& text);

/** One line's text with what a button would take for a mnemonic doubled. */
QString withoutMnemonic(QString text);

} // namespace mailmend::gui
