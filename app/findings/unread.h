// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/outcome.h"

namespace mailmend {

/** The check did not read all that it needs, whatever it found in the rest. */
bool leftUnread(const CheckResult& check);

/** "Not everything that this check needs could be read. …", with the first few reasons, each once. */
Text unreadText(const QList<Unread>& unread);

/** The same of a check whose own reason says something else; empty where all was read or the reason says it. */
Text unreadBesides(const CheckResult& check);

} // namespace mailmend
