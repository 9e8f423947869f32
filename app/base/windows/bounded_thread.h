// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace mailmend::windows {

/**
 * A thread for calls of Windows' that may never come back. One piece of work at a time, from one thread at a
 * time. Where the bound is over, the thread is left to itself: what the work needs it must own, and it must
 * write to nothing of its caller's.
 */
class BoundedThread
{
public:
    enum class Ended { InTime, TooLate, Cancelled };

    /** @param atStart, atEnd run on the thread, before the first work and after the last */
    explicit BoundedThread(std::function<void()> atStart = {}, std::function<void()> atEnd = {});
    /** Waits for atEnd, `endBound` at most. */
    ~BoundedThread();
    BoundedThread(const BoundedThread&) = delete;
    BoundedThread& operator=(const BoundedThread&) = delete;

    /** @param afterCancel how long the work, which should look at the token itself, may go on after it */
    Ended run(std::function<void()> work, std::chrono::milliseconds bound, const CancelToken& cancel,
              std::chrono::milliseconds afterCancel);

    static constexpr std::chrono::seconds endBound{30};

private:
    struct Shared
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::function<void()> work;
        bool isBusy = false;
        bool isOver = false;  ///< no more work comes
        bool isStuck = false; ///< its bound was over
        bool hasEnded = false;
    };
    static void serve(const std::shared_ptr<Shared>& shared, const std::function<void()>& atStart,
                      const std::function<void()>& atEnd);

    std::shared_ptr<Shared> m_shared;
    std::thread m_thread;
};

} // namespace mailmend::windows
