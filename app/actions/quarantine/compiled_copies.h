// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "actions/machine.h"

namespace mailmend::quarantine {

/** A translated copy of a page, which ASP.NET made when the page was first asked for. */
struct CompiledCopy
{
    WindowsPath note;    ///< NAME.aspx.HASH.compiled
    WindowsPath program; ///< the .dll beside it that holds the translated page; empty: the note names none
    QDateTime made;      ///< UTC, by the note's own time; invalid: not known
};

/** How much of Temporary ASP.NET Files was looked through. */
enum class CopiesLooked {
    NotMade, ///< ASP.NET makes no copies of files with such a name
    InFull,
    InPart,
    Nowhere, ///< none of the folders was found or could be opened
};

struct CompiledCopies
{
    QList<CompiledCopy> found;
    CopiesLooked looked = CopiesLooked::NotMade;
};

/**
 * Looks for the copies of a page in Temporary ASP.NET Files of the same Windows. A copy shows that the page
 * was asked for at least once; the program may hold other pages too, so it is no file to take away by itself.
 * Cancelled where it was stopped.
 * @param pathsOfThePage one, or also the one that leads there through a link
 */
Result<CompiledCopies> compiledCopiesOf(const QList<WindowsPath>& pathsOfThePage, ActionRun& run);

} // namespace mailmend::quarantine
