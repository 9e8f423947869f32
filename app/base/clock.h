// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>

#include <functional>

namespace mailmend {

/** What time it is, in UTC. Passed in by the program; tests and the sample server pin it. Thread-safe to
 * call. */
using Clock = std::function<QDateTime()>;

Clock systemClock();
Clock fixedClock(const QDateTime& utc);

} // namespace mailmend
