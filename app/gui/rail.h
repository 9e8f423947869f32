// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/case_store.h"
#include "gui/pages/registry.h"
#include "gui/theme/theme.h"

#include <QAbstractButton>
#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace mailmend::gui {

class ElidedLabel;
class Label;

/** One place that the rail leads to: drawing, word, and a count at the end. */
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const Theme& theme, Drawing drawing);

    void setCount(const QString& count);
    void setCompact(bool compact);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const Theme& m_theme;
    const Drawing m_drawing;
    QString m_count;
    bool m_compact = false;
};

/** The left edge of the window: whose server this is, the case's pages, and below them what is always there.
 */
class Rail : public QWidget
{
    Q_OBJECT

public:
    explicit Rail(const Theme& theme);

    void setView(const ViewPointer& view);
    void setCurrent(const QString& page);
    /** A check or a repair runs: its page can be gone back to. @param page its id, or empty. */
    void setWorking(const QString& page);
    void retranslate();
    /** Drawings only, where the window is narrow for the size of its text. */
    void setCompact(bool compact);
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addButtons(const QList<RailPlace>& places);
    bool isShown(const PageEntry& page) const;

    const Theme& m_theme;
    QVBoxLayout* m_column;
    ElidedLabel* m_name;
    ElidedLabel* m_targets;
    QHash<QString, RailButton*> m_buttons;
    ViewPointer m_view;
    QString m_working;
    bool m_compact = false;
};

} // namespace mailmend::gui
