// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/theme.h"

#include <QVBoxLayout>
#include <QWidget>

namespace mailmend::gui {

class Label;

/** A column of widgets that a page fills anew whenever what it shows has changed. */
class Column : public QWidget
{
    Q_OBJECT

public:
    Column(const Theme& theme, int spacing);

    /** Empties it; the widgets live until the events that they are in are over. */
    void clear();
    void add(QWidget* widget);
    /** The same, but never wider than it needs. */
    void addNarrow(QWidget* widget);
    /** A paragraph, 70 letters wide at most. */
    Label* addProse(const QString& text, bool quiet = false);
    Label* addSection(const QString& text);
    void addGap(int drawn);
    void addStretch();

private:
    const Theme& m_theme;
    QVBoxLayout* m_column;
};

} // namespace mailmend::gui
