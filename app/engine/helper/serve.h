// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/store/protected_place.h"
#include "base/clock.h"
#include "knowledge/knowledge.h"

#include <chrono>
#include <optional>

namespace mailmend {

/** How a conversation of the helper ended. */
enum class Served {
    ToTheEnd, ///< the other side had no more calls
    Refused,  ///< it said what can't be trusted: not this protocol, a broken frame, a second hello
};

/** Where the helper keeps what it does, and its secret: never told by the other side. */
struct HelperPlaces
{
    QString sealFolder; ///< of this installation
    /** Of a helper that was given rights: all its stores lie here, a call names one by its key, and it works
     * for this computer alone. None: a call names the folder beside its case. */
    std::optional<QString> stores = {};
    disk::Keeper keeper = disk::Keeper::ThisAccount;
};

/**
 * The helper's side: serves one conversation on two pipes, and trusts nothing that comes over them. Acts only
 * by action id and typed parameters, on what it opens and checks itself. Blocks until the other side closes.
 *
 * Where the other side goes away or is silent for longer than `patience` while it is asked, what was begun
 * is put back.
 */
Served serveActions(int in, int out, const Knowledge& knowledge, const Clock& clock,
                    const HelperPlaces& places, std::chrono::milliseconds patience = std::chrono::minutes(1));

/** Says on the pipe why nothing will be done. */
void refuseToServe(int out, const Error& why);

} // namespace mailmend
