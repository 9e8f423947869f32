// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/work_feed.h"

#include <QMutexLocker>

#include <utility>

namespace mailmend::gui {

WorkFeed::WorkFeed(QObject* parent) : QObject(parent), m_box(std::make_shared<Box>())
{
    m_timer.setInterval(1000 / 30);
    connect(&m_timer, &QTimer::timeout, this, &WorkFeed::deliver);
}

ScanListener WorkFeed::listener()
{
    const std::shared_ptr<Box> box = m_box;
    const auto note = [box](const auto& write) {
        const QMutexLocker lock(&box->mutex);
        write(box->news);
        box->hasNews = true;
    };
    return {
        [note](const ScanProgress& progress) { note([&](WorkNews& news) { news.progress = progress; }); },
        [note](const TargetInfo& target) { note([&](WorkNews& news) { news.targets.append(target); }); },
        [note](const Finding& finding) { note([&](WorkNews& news) { news.found.append(finding); }); },
        [note](const CheckResult& result) { note([&](WorkNews& news) { news.finished.append(result); }); },
    };
}

void WorkFeed::start()
{
    m_box = std::make_shared<Box>();
    m_timer.start();
}

void WorkFeed::stop()
{
    m_timer.stop();
    deliver();
}

void WorkFeed::deliver()
{
    WorkNews taken;
    {
        const QMutexLocker lock(&m_box->mutex);
        if (!m_box->hasNews) {
            return;
        }
        taken = std::exchange(m_box->news, WorkNews{m_box->news.progress, {}, {}, {}});
        m_box->hasNews = false;
    }
    Q_EMIT news(taken);
}

} // namespace mailmend::gui
