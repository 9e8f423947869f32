// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.h"
#include "gui/theme/theme.h"

#include <QWidget>

class QLineEdit;

namespace mailmend::gui {

class ElidedLabel;
class Label;

/** A named line for a passphrase, in which what is typed doesn't show; above it what is locked, and under it
 * a sentence. */
class PassphraseLine : public QWidget
{
    Q_OBJECT

public:
    explicit PassphraseLine(const Theme& theme);

    /** @param name with its mnemonic. @param whose a path, made fit to be shown; empty: nothing stands above.
     * @param under empty: nothing stands under it. */
    void setWords(const QString& name, const QString& whose = {}, const QString& under = {});
    bool isEmpty() const;
    /** What was typed; the line is empty afterwards. */
    Secret take();
    /** The same, and it stays there. */
    Secret typed() const;
    void clear();
    void focus();
    QLineEdit* line() const { return m_line; }

Q_SIGNALS:
    void changed();
    void entered(); ///< with Enter

private:
    ElidedLabel* m_whose;
    Label* m_name;
    QLineEdit* m_line;
    Label* m_under;
};

} // namespace mailmend::gui
