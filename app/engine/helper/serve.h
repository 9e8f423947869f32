// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "knowledge/knowledge.h"

#include <chrono>

namespace mailmend {

/** How a conversation of the helper ended. */
enum class Served {
    ToTheEnd, ///< the other side had no more calls
    Refused,  ///< it said what can't be trusted: not this protocol, a broken frame, a second hello
};

/**
 * The helper's side: serves one conversation on two pipes, and trusts nothing that comes over them. Acts only
 * by action id and typed parameters, on what it opens and checks itself. Blocks until the other side closes.
 *
 * @param sealFolder where this installation keeps its secrets: never told by the other side.
 * Where the other side goes away or is silent for longer than `patience` while it is asked, what was begun
 * is put back.
 */
Served serveActions(int in, int out, const Knowledge& knowledge, const Clock& clock,
                    const QString& sealFolder, std::chrono::milliseconds patience = std::chrono::minutes(1));

} // namespace mailmend
