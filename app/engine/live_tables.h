// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live_facts.h"
#include "findings/live_table.h"

namespace mailmend {

/** What is kept of live facts: so many rows of a kind, so many letters of a value. */
inline constexpr qsizetype mostLiveRows = 2000;
inline constexpr qsizetype longestLiveValue = 400;

/** The live facts of a target as tables, with nothing judged. Times are UTC, RFC 3339. Pure. */
QList<LiveTable> liveTables(const LiveFacts& facts, const QString& target);

} // namespace mailmend
