// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level/files_seen.h"
#include "checks/patch_level/registry_installs.h"

namespace mailmend::patch_level {

inline constexpr char kId[] = "patch-level";

/** Whether the rule of Microsoft's mitigation for CVE-2026-42897 is in the web server's settings. */
enum class Mitigation { There, NotThere, CouldNotCheck };

/** All that the files and the registry say, read once and shared by the findings. */
struct Known
{
    const Evidence* evidence = nullptr;
    const Knowledge* knowledge = nullptr;
    QDate when; ///< ages are measured against it: the day of the evidence, else of the run
    bool whenIsTaken = false;
    QList<const BinarySeen*> programs;
    QList<const SetupLogSeen*> setupLogs;
    QList<const ConfigurationSeen*> settings;
    std::optional<BuildNumber> build; ///< exact, or the CU's where only that is proven
    bool suKnown = false;
    BuildStanding standing;
    QList<CveStanding> cves;
    RegistryInstalls registry;
    PatchHistory history;
    QList<ExposureWindow> windows;
    Mitigation mitigation = Mitigation::CouldNotCheck;
};

Known gather(const Conclusion& conclusion);

/** "Exchange 2016 CU23 Nov22SU (15.1.2507.16)" */
QString label(const ExchangeBuild& build);

/** The name of the product in its table, "Exchange Server 2016", or "Exchange Server". */
QString productName(const Known& known);

} // namespace mailmend::patch_level
