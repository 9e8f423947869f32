// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/window_thread.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace mailmend::gui {

/** Runs `job` on the session's pool, ends the work, then calls `done` with what it brought, or says what
 * failed. For the session's own files only. */
template<typename Job, typename Done>
void Session::run(Job job, Done done)
{
    using Value = std::invoke_result_t<Job>;
    auto* watcher = new QFutureWatcher<std::shared_ptr<Value>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, done] {
        watcher->deleteLater();
        const std::shared_ptr<Value> result = watcher->result();
        const Work work = m_work;
        end();
        if (!*result) {
            Q_EMIT failed(work, result->error());
            return;
        }
        done(**result);
    });
    watcher->setFuture(QtConcurrent::run(&m_pool, [job] {
        mustNotBeWindowThread();
        return std::make_shared<Value>(job());
    }));
}

} // namespace mailmend::gui
