// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/frames.h"

#include <chrono>

namespace mailmend {

/** Frames over a pair of pipes, on the helper's side. One thread receives; another may send meanwhile, one at
 * a time. The descriptors stay the caller's. */
class Channel
{
public:
    Channel(int in, int out) : m_in(in), m_out(out) {}

    /** Denied where nobody reads any more; TooLarge where a frame can't be as large, and nothing was sent. */
    Done send(const QJsonObject& frame);
    /**
     * Waits for a frame. Nothing: the other side has closed between two frames. An error of kind Cancelled:
     * it was silent for longer than `patience`; other errors: the stream can't be trusted any more.
     * @param patience negative: for ever.
     */
    Result<std::optional<QJsonObject>> receive(std::chrono::milliseconds patience);

private:
    int m_in;
    int m_out;
    FrameReader m_reader;
};

} // namespace mailmend
