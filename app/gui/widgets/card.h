// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/looks.h"
#include "gui/theme/theme.h"

#include <QAbstractButton>
#include <QFrame>

class QVBoxLayout;

namespace mailmend::gui {

class IconLabel;
class Label;

/** A surface with a border and round corners, and a column inside. No shadow. */
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const Theme& theme, Token ground = Token::Surface);

    QVBoxLayout* column() const { return m_column; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Token m_ground;
    QVBoxLayout* m_column;
};

/** One of the four answers: question, shape and word, and one short sentence. */
class AnswerCard : public Card
{
    Q_OBJECT

public:
    AnswerCard(const Theme& theme, const QString& question, Look look, const QString& word,
               const QString& because);
};

/** A whole row that is one button: shape, a sentence, a quiet line under it, and where it leads. */
class RowButton : public QAbstractButton
{
    Q_OBJECT

public:
    RowButton(const Theme& theme, Look look, const QString& stateWord, const QString& title,
              const QString& under);

    void setBordered(bool bordered);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const Theme& m_theme;
    bool m_bordered = false;
};

} // namespace mailmend::gui
