// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

#include <functional>
#include <memory>

namespace mailmend {

/**
 * Bytes that are kept, packed, in memory until all of them are wanted: rows about files are much alike, so
 * that a list of 200,000 takes about 20 MB. Throws std::bad_alloc.
 */
class Spool
{
public:
    Spool();
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    void add(const QByteArray& bytes);
    qint64 size() const { return m_size; } ///< of what was added
    /** Gives everything in pieces and ends this spool. */
    Done drain(const std::function<Done(QByteArrayView)>& take);

private:
    void deflateInput(int flush);

    struct State;
    std::unique_ptr<State> m_state;
    qint64 m_size = 0;
};

} // namespace mailmend
