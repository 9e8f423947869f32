// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/bounded_thread.h"

#include <algorithm>
#include <exception>

namespace mailmend::windows {

namespace {
constexpr std::chrono::milliseconds betweenCancelLooks(50);
}

BoundedThread::BoundedThread(std::function<void()> atStart, std::function<void()> atEnd)
    : m_shared(std::make_shared<Shared>()),
      m_thread([shared = m_shared, atStart = std::move(atStart), atEnd = std::move(atEnd)] {
          serve(shared, atStart, atEnd);
      })
{}

BoundedThread::~BoundedThread()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->isOver = true;
    m_shared->changed.notify_all();
    const bool ended = !m_shared->isStuck &&
                       m_shared->changed.wait_for(lock, endBound, [this] { return m_shared->hasEnded; });
    lock.unlock();
    if (ended) {
        m_thread.join();
    } else {
        m_thread.detach();
    }
}

BoundedThread::Ended BoundedThread::run(std::function<void()> work, std::chrono::milliseconds bound,
                                        const CancelToken& cancel, std::chrono::milliseconds afterCancel)
{
    std::unique_lock lock(m_shared->mutex);
    if (m_shared->isStuck) {
        return Ended::TooLate;
    }
    if (cancel.isCancelled()) {
        return Ended::Cancelled;
    }
    m_shared->work = std::move(work);
    m_shared->isBusy = true;
    m_shared->changed.notify_all();
    bool wasCancelled = false;
    auto end = std::chrono::steady_clock::now() + bound;
    while (m_shared->isBusy) {
        const auto now = std::chrono::steady_clock::now();
        if (!wasCancelled && cancel.isCancelled()) {
            wasCancelled = true;
            end = std::min(end, now + afterCancel);
        }
        if (now >= end) {
            m_shared->isStuck = true;
            return wasCancelled ? Ended::Cancelled : Ended::TooLate;
        }
        m_shared->changed.wait_for(lock, betweenCancelLooks);
    }
    return Ended::InTime;
}

void BoundedThread::serve(const std::shared_ptr<Shared>& shared, const std::function<void()>& atStart,
                          const std::function<void()>& atEnd)
{
    if (atStart) {
        atStart();
    }
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->changed.wait(lock, [&shared] { return shared->isOver || shared->isBusy; });
        if (!shared->isBusy) {
            break;
        }
        std::function<void()> work = std::move(shared->work);
        lock.unlock();
        try {
            work();
        } catch (const std::exception&) { // it leaves no answer, which its caller sees
        }
        work = {}; // what it owns goes on this thread
        lock.lock();
        shared->isBusy = false;
        shared->changed.notify_all();
        if (shared->isStuck) {
            break;
        }
    }
    lock.unlock();
    if (atEnd) {
        atEnd();
    }
    lock.lock();
    shared->hasEnded = true;
    shared->changed.notify_all();
}

} // namespace mailmend::windows
