// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/windows/rights.h"
#include "engine/helper/line.h"
#include "engine/helper/serve.h"
#include "engine/helper/windows/program_folder.h"

#include <QStringList>

namespace mailmend::windows {

/** What a helper with rights goes by; the program's own are ownService(). */
struct ElevatedService
{
    QStringList callers; ///< names of the programs in its folder that may call it
    QString above;       ///< where its folder lies: Windows' place for what programs keep for all
    disk::Keeper mayChangeIt = disk::Keeper::Administrators; ///< the program's own folder, beside others
    /** Whose is what it keeps, whoever was the first here: an account that has its rights by itself today may
     * have fewer tomorrow. */
    disk::Keeper keeper = disk::Keeper::Administrators;
    MayBeElevated mayBe = mayBeElevated;
    std::function<bool()> hasRights = isElevated;
    std::chrono::milliseconds patience = std::chrono::minutes(1);
    HelperVerb verb = HelperVerb::Act;
};

/** @param mayChangeIt keeperOfRights() */
ElevatedService serviceIn(const QString& above, disk::Keeper mayChangeIt);
/** Fault: Windows does not tell its place. */
Result<ElevatedService> ownService();

/** As serveElevated(). */
Result<Served> serveElevatedAs(const ElevatedService& service, const QString& pipeName,
                               const Knowledge& knowledge, const Clock& clock);

} // namespace mailmend::windows
