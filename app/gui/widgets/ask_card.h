// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/widgets/card.h"

#include <QDate>
#include <QLocale>

#include <array>
#include <functional>
#include <optional>

class QLineEdit;

namespace mailmend::gui {

class Button;

/** One line of a question. */
struct AskLine
{
    QString label;
    QString proposed = {};
    bool needed = true;
    QDate after = {};     ///< valid: a day is wanted, a later one than this
    QString example = {}; ///< shown while the line is empty
};

/** A question in its place on the page, instead of a dialog: a line or a few, one button that does it, one
 * that doesn't. */
class AskCard : public Card
{
    Q_OBJECT

public:
    explicit AskCard(const Theme& theme);

    /** Opens with an empty line that has the focus. Words are needed. @param done gets them. */
    void ask(const QString& question, const QString& doIt, const QString& leaveIt,
             std::function<void(const QString&)> done);
    /** The same with up to three lines. @param done gets what is in them; days as ISO dates. */
    void ask(const QList<AskLine>& lines, const QString& doIt, const QString& leaveIt, const QLocale& locale,
             std::function<void(const QStringList&)> done);
    void dismiss();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    /** What was asked in the old language is asked again by whoever wants to. */
    void changeEvent(QEvent* event) override;

private:
    struct Field
    {
        Label* label;
        QLineEdit* line;
    };

    void finish();
    void say(const QString& words, QLineEdit* line);
    void allow();

    std::array<Field, 3> m_fields;
    QList<AskLine> m_lines;
    QLocale m_locale;
    Label* m_wrong;
    Button* m_doIt;
    Button* m_leaveIt;
    std::function<void(const QStringList&)> m_done;
};

/** A day as a person types it: 2021-06-13, or as their language writes it; none: it is no day. */
std::optional<QDate> readDay(const QString& typed, const QLocale& locale);

} // namespace mailmend::gui
