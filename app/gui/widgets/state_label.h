// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/theme/looks.h"
#include "gui/theme/theme.h"
#include "gui/theme/type_scale.h"

#include <QWidget>

namespace mailmend::gui {

class Label;

/** One drawing in the colour of its token. It says nothing by itself: a word always stands beside it. */
class IconLabel : public QWidget
{
    Q_OBJECT

public:
    IconLabel(const Theme& theme, Look look, int drawnSize = 20);

    void setLook(Look look);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    const Theme& m_theme;
    Look m_look;
    const int m_size;
};

/** A state: its shape and its word. */
class StateLabel : public QWidget
{
    Q_OBJECT

public:
    StateLabel(const Theme& theme, TextRole role, Look look = {}, const QString& word = {});

    void setState(Look look, const QString& word);

private:
    IconLabel* m_icon;
    Label* m_word;
};

} // namespace mailmend::gui
