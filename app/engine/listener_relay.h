// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/scan_runner.h"

#include <chrono>
#include <mutex>

namespace mailmend {

/**
 * Brings what a scan's threads have to tell to its listener: one call at a time, progress ten times a second
 * at most. Thread-safe.
 */
class ListenerRelay
{
public:
    explicit ListenerRelay(const ScanListener& listener) : m_listener(listener) {}

    /** A new stage begins: told at once. */
    void begin(const Text& doing);
    /** One more file was seen by the walk. */
    void fileSeen();
    void fileRead();
    void bytesRead(qint64 count, const FileEntry& file);
    /** The walk has reached its end: from now on the number of files is known. */
    void walkEnded();

    void targetOpened(const TargetInfo& target);
    void found(const Finding& finding);
    void checkFinished(const CheckResult& result);

    ScanProgress reached() const;

private:
    bool isTime();

    const ScanListener& m_listener;
    mutable std::mutex m_mutex;
    ScanProgress m_progress;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace mailmend
