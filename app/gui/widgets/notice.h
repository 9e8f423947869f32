// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "base/result.h"
#include "gui/widgets/card.h"

namespace mailmend::gui {

/** What has just happened or did not work, in its place on the page; told to screen readers when it appears.
 */
class Notice : public Card
{
    Q_OBJECT

public:
    explicit Notice(const Theme& theme);

    void tell(Look look, const QString& sentence, const QString& hint = {});
    void tell(const Error& error, const Reader& reader);
    void clear();

private:
    IconLabel* m_icon;
    Label* m_sentence;
    Label* m_hint;
};

/** Tells screen readers what `widget` now says. */
void announce(QWidget* widget, const QString& words);

} // namespace mailmend::gui
