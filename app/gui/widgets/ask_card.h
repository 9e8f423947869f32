// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/widgets/card.h"

#include <functional>

class QLineEdit;

namespace mailmend::gui {

class Button;

/** A question in its place on the page, instead of a dialog: one line of words, one button that does it, one
 * that doesn't. */
class AskCard : public Card
{
    Q_OBJECT

public:
    explicit AskCard(const Theme& theme);

    /** Opens with an empty line that has the focus. Words are needed. @param done gets them. */
    void ask(const QString& question, const QString& doIt, const QString& leaveIt,
             std::function<void(const QString&)> done);
    void dismiss();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void finish();

    Label* m_question;
    QLineEdit* m_line;
    Button* m_doIt;
    Button* m_leaveIt;
    std::function<void(const QString&)> m_done;
};

} // namespace mailmend::gui
