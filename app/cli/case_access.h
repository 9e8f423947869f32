// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "cases/event_log.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "engine/fix_runner.h"

namespace mailmend {

/** A case that a command has opened, and what its events add up to. */
struct OpenCase
{
    std::unique_ptr<EventLog> log;
    CaseView view;
};

/**
 * Opens a case. What was interrupted when Mailmend changed something is finished or put back first, and what
 * became of it is said on standard error; where that can't be done now, that is said, and the case is open.
 */
Result<OpenCase> openCase(const Console& console, const QString& file);
/** Opens it where it is there, else makes a new one. */
Result<OpenCase> openOrCreateCase(const Console& console, const QString& file);

/** Appends after what `opened` has seen, and folds the new events into its view. */
Done appendTo(OpenCase& opened, const Console& console, const QList<Event>& events);

/** How the person at this console can give more rights; empty: nobody is there who could. */
StartElevated elevationFor(const Console& console);

/** What fixes of this case run with. Its events are added to `opened`, which outlives the parts. */
FixParts fixParts(OpenCase& opened, const Console& console);

/** The step of this name, or an error that says where names are printed. */
Result<const CaseStep*> findStep(const CaseView& view, const QString& name);

/** --by, else the name in the settings, else (only where `loginWillDo`) the name of the login. */
Result<QString> whoIsIt(const Arguments& arguments, bool loginWillDo = false);

/** The sample's own clock where there are only samples, else the console's. */
Clock clockFor(const Console& console, const QStringList& targets);

} // namespace mailmend
