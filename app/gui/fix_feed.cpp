// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/fix_feed.h"

#include <QMutex>
#include <QMutexLocker>

#include <utility>

namespace mailmend::gui {

struct FixFeed::Box
{
    QMutex mutex;
    ActionProgress progress;
    bool hasNews = false;
    FixWish wish = FixWish::GoOn;
    bool waits = false;     ///< it was told to hold when it asked
    bool saidWaits = false; ///< and the window knows
};

FixFeed::FixFeed(QObject* parent) : QObject(parent), m_box(std::make_shared<Box>())
{
    m_timer.setInterval(1000 / 30);
    connect(&m_timer, &QTimer::timeout, this, &FixFeed::deliver);
}

FixListener FixFeed::begin()
{
    m_box = std::make_shared<Box>();
    m_timer.start();
    return {[box = m_box](const ActionProgress& progress) {
                const QMutexLocker lock(&box->mutex);
                box->progress = progress;
                box->hasNews = true;
            },
            [box = m_box] {
                const QMutexLocker lock(&box->mutex);
                box->waits = box->wish == FixWish::Hold;
                return box->wish;
            }};
}

void FixFeed::end()
{
    m_timer.stop();
    deliver();
}

void FixFeed::wish(FixWish wish)
{
    const QMutexLocker lock(&m_box->mutex);
    m_box->wish = wish;
    m_box->waits = false;
    m_box->saidWaits = false;
}

FixWish FixFeed::wished() const
{
    const QMutexLocker lock(&m_box->mutex);
    return m_box->wish;
}

void FixFeed::deliver()
{
    std::optional<ActionProgress> fresh;
    bool nowWaits = false;
    {
        const QMutexLocker lock(&m_box->mutex);
        if (std::exchange(m_box->hasNews, false)) {
            fresh = m_box->progress;
        }
        nowWaits = m_box->waits && !m_box->saidWaits;
        m_box->saidWaits = m_box->waits;
    }
    if (fresh) {
        Q_EMIT news(*fresh);
    }
    if (nowWaits) {
        Q_EMIT held();
    }
}

} // namespace mailmend::gui
