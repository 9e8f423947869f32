// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QPixmap>

class QColor;

namespace mailmend::gui {

/** The drawings in resources/icons, by file name. */
enum class Drawing {
    None,
    StateOctagon,
    StateTriangle,
    StateQuestion,
    StateCheck,
    StateDash,
    StateAccepted,
    StateHalf,
    StateOpen,
    StateDone,
    Overview,
    Findings,
    Plan,
    TimeLine,
    Report,
    Settings,
    Start,
    Zip,
    Folder,
    Practice,
    Case,
    Server,
    Copy,
    ChevronRight,
    ChevronDown,
    Search,
    Info,
    Shield,
    Note,
};

/** The drawing in one colour, `size` logical pixels wide, sharp at `ratio` device pixels for each. */
QPixmap drawn(Drawing drawing, const QColor& color, int size, qreal ratio);

/** The same for a button, at one, two and three device pixels. */
QIcon iconOf(Drawing drawing, const QColor& color, int size);

/** The program's own, in its colours. */
QIcon programIcon();

} // namespace mailmend::gui
