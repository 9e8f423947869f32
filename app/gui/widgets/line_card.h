// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/widgets/card.h"

class QGridLayout;

namespace mailmend::gui {

/** A card of lines: sources with their states, facts with their values. */
class LineCard : public Card
{
    Q_OBJECT

public:
    explicit LineCard(const Theme& theme);

    /** A shape, a name, the word of its state, and under them why. */
    void addState(Look look, const QString& word, const QString& name, const QString& why);
    /** A name and its value; under it where it was read. */
    void addFact(const QString& name, const QString& value, const QString& under = {}, bool mono = false);
    /** A sentence; under it the place that it is about, and a quiet line. */
    void addSentence(const QString& sentence, const QString& under = {}, const QString& path = {});
    bool isEmpty() const { return m_row == 0; }

private:
    const Theme& m_theme;
    QGridLayout* m_grid;
    int m_row = 0;
};

/** One line of the fixed-width font with a button that copies it and says so. */
class CopyLine : public QWidget
{
    Q_OBJECT

public:
    /** @param what "Copy the path": the button's name. */
    CopyLine(const Theme& theme, const QString& text, const QString& what);
};

} // namespace mailmend::gui
