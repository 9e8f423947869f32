// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProgressBar>
#include <QTimer>

namespace mailmend::gui {

/** A thin bar: how far something is, or, while nobody can know that, a part of it that slides slowly. */
class WaitBar : public QProgressBar
{
    Q_OBJECT

public:
    WaitBar();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QTimer m_slide;
};

} // namespace mailmend::gui
