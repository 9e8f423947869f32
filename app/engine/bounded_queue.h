// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace mailmend {

/**
 * Hands values from one thread to several, and makes the giver wait while `room` of them are waiting: memory
 * does not grow with the number of files. A cancel wakes both sides within a tenth of a second.
 */
template<typename T>
class BoundedQueue
{
public:
    BoundedQueue(size_t room, CancelToken cancel) : m_room(room), m_cancel(std::move(cancel)) {}

    /** False: cancelled, the value is dropped. */
    bool give(T value)
    {
        std::unique_lock lock(m_mutex);
        while (m_waiting.size() >= m_room && !m_cancel.isCancelled()) {
            m_changed.wait_for(lock, tick);
        }
        if (m_cancel.isCancelled()) {
            return false;
        }
        m_waiting.push_back(std::move(value));
        lock.unlock();
        m_changed.notify_all();
        return true;
    }

    /** The next value; none when the queue is closed and empty, or cancelled. */
    std::optional<T> take()
    {
        std::unique_lock lock(m_mutex);
        while (m_waiting.empty() && !m_closed && !m_cancel.isCancelled()) {
            m_changed.wait_for(lock, tick);
        }
        if (m_waiting.empty() || m_cancel.isCancelled()) {
            return std::nullopt;
        }
        std::optional<T> value(std::move(m_waiting.front()));
        m_waiting.pop_front();
        lock.unlock();
        m_changed.notify_all();
        return value;
    }

    /** Nothing more will be given. */
    void close()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_changed.notify_all();
    }

private:
    static constexpr std::chrono::milliseconds tick{100};

    const size_t m_room;
    const CancelToken m_cancel;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<T> m_waiting;
    bool m_closed = false;
};

} // namespace mailmend
