// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/listener_relay.h"
#include "engine/walk_plan.h"

namespace mailmend {

/** What a walk is made with; all of it outlives the walk. */
struct WalkInput
{
    std::span<const Check* const> checks;
    const Evidence& evidence;
    const Knowledge& knowledge;
    const FileRules& rules;
    const Scope& scope;
    int threads = 1;
    const CancelToken& cancel;
    ListenerRelay& listener;
};

/** A file that was shown as a copy of its disk has it which is older than this look. */
struct OlderFile
{
    Text meaning;
    QDateTime made; ///< UTC: the copy; invalid: not known
};

/** What one walk brought, by check. */
struct WalkOutcome
{
    std::vector<std::vector<ObservationPointer>>
        observations; ///< in the order of the walk, not of the threads
    std::vector<std::vector<WalkedInterest>> walked;
    std::vector<double> seconds;                     ///< spent in inspect(), over all threads
    bool stopped = false;                            ///< cancelled before the end
    std::vector<QHash<QByteArray, OlderFile>> older; ///< by check: those that it was shown, by folded path
};

/**
 * Walks the files of one target once. The calling thread walks; `threads` workers of a pool of its own read,
 * hash and inspect. At any time only a bounded number of files waits, and each worker holds one file's first
 * 16 MB at most.
 */
WalkOutcome walkFiles(const WalkInput& input);

/** The share of a file that checks are shown, and the size of the pieces in which files are read. */
inline constexpr qint64 contentBound = 16 * 1024 * 1024;
inline constexpr qint64 readWindow = 1024 * 1024;

} // namespace mailmend
