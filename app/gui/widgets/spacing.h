// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QLayout;
class QWidget;

namespace mailmend::gui {

/** Margins and spacing of a layout as drawn, kept with it so that `respace` can grow them with the text. */
void space(QLayout* layout, int left, int top, int right, int bottom, int spacing);

/** The most that a widget is wide, as drawn; kept with it in the same way. */
void limitWidth(QWidget* widget, int drawn);

/** Applies the kept numbers of every layout below `root` again: after the size of the text has changed. */
void respace(QWidget* root);

/** Makes Tab walk the widgets below `root` in the order in which their layouts show them. */
void orderTabs(QWidget* root);

} // namespace mailmend::gui
