// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/case_access.h"

#include <functional>

namespace mailmend {

/**
 * Runs a command that writes one event into a case: opens it, lets `make` turn the words and the person's
 * name into an event, appends, and says what was written.
 */
using MakeEvent = std::function<Result<Event>(const CaseView&, const Arguments&, const QString& by)>;
int writeEvent(Console& console, const Result<Arguments>& arguments, const MakeEvent& make, TextSource said);

} // namespace mailmend
