// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/channel.h"
#include "engine/helper/messages.h"

namespace mailmend {

/**
 * The helper's side of how a conversation begins: it says hello with the id of the session, and waits for the
 * other's. False: that did not come, or not of this protocol; the other side was told why.
 */
bool greetCaller(Channel& channel, const QString& session, std::chrono::milliseconds patience);

} // namespace mailmend
