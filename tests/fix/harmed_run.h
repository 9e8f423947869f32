// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix/practice.h"

namespace mailmend::testing {

/** Which process something happens to: the helper, the one that started it, or the only one that there is. */
enum class Role { Helper, Parent, Only };

/** DiskFull: from that call on; FailOnce: an error of the disk at that call alone. */
enum class Harm { Kill, DiskFull, FailOnce };

/** What came of a run to which something was done at one of its changing calls. */
struct HarmedRun
{
    Ran ran;
    bool harmed = false; ///< false: it was at its end before
};

/** mailmend-cli with the counter of changing calls in front; `at` counts from 1, in that process alone. */
HarmedRun runHarmed(const ConsoleRun& console, const QStringList& arguments, Role role, Harm harm, int at);
inline HarmedRun runHarmed(const Practice& practice, const QStringList& arguments, Role role, Harm harm,
                           int at)
{
    return runHarmed(practice.console(), arguments, role, harm, at);
}

} // namespace mailmend::testing
