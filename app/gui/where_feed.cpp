// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/where_feed.h"

#include "engine/helper/elevation.h"
#include "gui/window_thread.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace mailmend::gui {

WhereFeed::WhereFeed(QString helperProgram, QObject* parent)
    : QObject(parent), m_helperProgram(std::move(helperProgram))
{
    m_pool.setMaxThreadCount(1);
}

WhereFeed::~WhereFeed()
{
    m_cancel.cancel();
    m_pool.waitForDone();
}

void WhereFeed::look(const ViewPointer& view)
{
    const bool depends =
        view && std::any_of(view->steps.begin(), view->steps.end(),
                            [&](const CaseStep& one) { return dependsOnTheDisk(*view, one); });
    if (!depends) {
        return;
    }
    if (m_looking) {
        m_next = view;
        return;
    }
    m_looking = true;
    m_cancel = CancelToken();
    auto* watcher = new QFutureWatcher<WhereItCanBeDone>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, cancel = m_cancel] {
        watcher->deleteLater();
        m_looking = false;
        if (!cancel.isCancelled()) {
            m_where = watcher->result();
            Q_EMIT looked();
        }
        look(std::exchange(m_next, nullptr));
    });
    watcher->setFuture(QtConcurrent::run(&m_pool, [view, program = m_helperProgram, cancel = m_cancel] {
        mustNotBeWindowThread();
        return lookWhereItCanBeDone(
            *view, program, rightsCanBeAskedFor() ? MoreRights::CanBeAskedFor : MoreRights::AreNotToBeHad,
            cancel);
    }));
}

void WhereFeed::forget()
{
    m_cancel.cancel();
    m_next = nullptr;
    m_where = {};
}

} // namespace mailmend::gui
