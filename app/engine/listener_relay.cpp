// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/listener_relay.h"

namespace mailmend {

namespace {
constexpr std::chrono::milliseconds between{100};
} // namespace

bool ListenerRelay::isTime()
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_listener.progress || now - m_last < between) {
        return false;
    }
    m_last = now;
    return true;
}

void ListenerRelay::begin(const Text& doing)
{
    const std::lock_guard lock(m_mutex);
    m_progress.doing = doing;
    if (m_listener.progress) {
        m_last = std::chrono::steady_clock::now();
        m_listener.progress(m_progress);
    }
}

void ListenerRelay::fileSeen()
{
    const std::lock_guard lock(m_mutex);
    ++m_progress.filesSeen;
    if (isTime()) {
        m_listener.progress(m_progress);
    }
}

void ListenerRelay::fileRead()
{
    const std::lock_guard lock(m_mutex);
    ++m_progress.filesRead;
}

void ListenerRelay::bytesRead(qint64 count, const FileEntry& file)
{
    const std::lock_guard lock(m_mutex);
    m_progress.bytesRead += count;
    if (isTime()) {
        m_progress.doing = say(MAILMEND_TEXT("engine", "Reading the files in {folder}"),
                               {{"folder", place(file.path.parent().display())}});
        m_listener.progress(m_progress);
    }
}

void ListenerRelay::walkEnded()
{
    const std::lock_guard lock(m_mutex);
    m_progress.filesExpected = m_progress.filesSeen;
}

void ListenerRelay::targetOpened(const TargetInfo& target)
{
    const std::lock_guard lock(m_mutex);
    m_progress.filesExpected = -1;
    if (m_listener.targetOpened) {
        m_listener.targetOpened(target);
    }
}

void ListenerRelay::found(const Finding& finding)
{
    const std::lock_guard lock(m_mutex);
    if (m_listener.found) {
        m_listener.found(finding);
    }
}

void ListenerRelay::checkFinished(const CheckResult& result)
{
    const std::lock_guard lock(m_mutex);
    if (m_listener.checkFinished) {
        m_listener.checkFinished(result);
    }
}

ScanProgress ListenerRelay::reached() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

} // namespace mailmend
