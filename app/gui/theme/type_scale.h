// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>

namespace mailmend::gui {

/** What a piece of text is in the order of the page. All sizes come from the system's own through one scale.
 */
enum class TextRole {
    Small,    ///< 0.92: under a main sentence
    Body,     ///< the system's size
    Strong,   ///< the same, heavier
    Section,  ///< 1.15, heavier: a heading inside a page
    Headline, ///< 1.3, heavier: what a part of a page is about
    Title,    ///< 1.6: the page's title
    Status,   ///< 1.5, heavier: the word of an answer
    Mono,     ///< paths, commands and hashes only
};

/** The program's present font in that role. */
QFont fontFor(TextRole role);

/** Pixels for a length that was drawn for a font 17 pixels high: 4, 8, 12, 16, 24, 32. Grows with the text.
 */
int px(int drawn);

} // namespace mailmend::gui
