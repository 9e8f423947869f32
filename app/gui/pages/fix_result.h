// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "base/result.h"
#include "engine/fix_runner.h"
#include "gui/theme/theme.h"

namespace mailmend::gui {

class Column;

/** What came of a repair or of its undoing, in words, and what comes next. */
struct FixResult
{
    enum class Next { NextStep, LookAgain, Plan };
    Text title;
    Text sentence;
    Next next = Next::Plan;
};

/** Pure. @param undone it was an undo that was asked for. */
FixResult fixResult(const FixOutcome& outcome, bool undone);

/** Fills `column`: what was done, what looking again said, what can't be brought back. */
void showFixResult(Column* column, const FixOutcome& outcome, bool undone, const Theme& theme,
                   const Reader& reader);

/** Fills `column`: what happened and what to do about it. */
void showFixError(Column* column, const Error& error, const Theme& theme, const Reader& reader);

} // namespace mailmend::gui
