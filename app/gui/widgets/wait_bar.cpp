// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/widgets/wait_bar.h"

#include "gui/theme/type_scale.h"

namespace mailmend::gui {

WaitBar::WaitBar()
{
    setTextVisible(false);
    setRange(0, 0);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_slide.setInterval(40);
    connect(&m_slide, &QTimer::timeout, this, [this] {
        if (maximum() == minimum()) {
            update();
        }
    });
}

QSize WaitBar::sizeHint() const
{
    return {px(240), px(8)};
}

QSize WaitBar::minimumSizeHint() const
{
    return {px(40), px(8)};
}

void WaitBar::showEvent(QShowEvent* event)
{
    QProgressBar::showEvent(event);
    m_slide.start();
}

void WaitBar::hideEvent(QHideEvent* event)
{
    QProgressBar::hideEvent(event);
    m_slide.stop();
}

} // namespace mailmend::gui
