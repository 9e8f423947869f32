// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/outcome.h"

#include <algorithm>

namespace mailmend::testing {

/** Whether the outcome says that it could not read this source. */
inline bool isUnread(const Outcome& outcome, const char* source)
{
    return std::any_of(outcome.unread.begin(), outcome.unread.end(),
                       [source](const Unread& one) { return one.source == QLatin1StringView(source); });
}

} // namespace mailmend::testing
