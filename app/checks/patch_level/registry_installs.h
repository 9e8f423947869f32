// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level/exposure.h"
#include "evidence/evidence.h"
#include "findings/outcome.h"

namespace mailmend::patch_level {

/** A value's text; empty where it is absent or no text. */
QString textOf(const RegistryKey& key, QStringView name);

/** What the SOFTWARE hive says of Exchange's updates. */
struct RegistryInstalls
{
    QList<Install> installs;
    QStringList listedUpdates;    ///< "KB5019758 (2016 CU23, Nov22SU)", as the list of updates names them
    QStringList notInPack;        ///< updates of Exchange that the pack doesn't know, by their names
    bool unfinishedSetup = false; ///< a setup or update was begun and not ended
    QList<Unread> unread;
};

/**
 * Reads the list of updates, the entries for uninstalling, and the installer's products and patches.
 * A damaged or absent hive is in `unread`, never an empty list.
 * @param build what runs now, to tell which CU an entry without one means
 */
RegistryInstalls readRegistryInstalls(const Evidence& evidence, const BuildTable& table,
                                      const std::optional<BuildNumber>& build);

/** The update that an entry's name or KB number means: "Security Update for Exchange Server 2016 CU23
 * (KB5019758)". */
std::optional<ExchangeBuild> updateNamed(const QString& name, const BuildTable& table,
                                         const std::optional<BuildNumber>& build);

} // namespace mailmend::patch_level
