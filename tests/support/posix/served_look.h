// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/line.h"
#include "engine/helper/serve_scan.h"
#include "engine/scan_parts.h"

#include <atomic>
#include <thread>

namespace mailmend::testing {

/** Opens the sample server, whatever is asked for, as if it were the computer that Mailmend runs on. */
OpenTarget sampleAsOurs(bool withRights);

/** The sample server, looked at as if it were the computer that Mailmend runs on. */
Result<ScanResult> lookAtSampleAsOurs(const Knowledge& knowledge, bool withRights, const CancelToken& cancel,
                                      const ScanListener& listener);

/** Mailmend's end of a way to somebody in a thread of this process. */
class ThreadLine : public HelperLine
{
public:
    /** @param other what is done at the other end of the two-way pipe; it is closed when that returns */
    explicit ThreadLine(std::function<void(int pipe)> other);
    ~ThreadLine() override;

    bool write(QByteArrayView bytes, std::chrono::milliseconds patience) override;
    QByteArray read(std::chrono::milliseconds patience) override;
    bool isOver() const override { return m_isOver; }
    void leave(std::chrono::milliseconds patience) override;
    bool end(std::chrono::milliseconds patience) override;
    QString said() override { return {}; }

private:
    int m_pipe = -1;
    bool m_isOver = false;
    std::thread m_thread;
};

/** As a system that gives rights at once: the real service looks in a thread. */
StartElevated servedLook(HelperLook look);

} // namespace mailmend::testing
