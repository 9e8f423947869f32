// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"
#include "evidence/parse/hive.h"
#include "evidence/registry.h"

#include <array>
#include <optional>

namespace mailmend {

/** No larger hive, or log of one, is read. */
inline constexpr qint64 hiveBound = qint64(512) << 20;
inline constexpr qint64 hiveLogBound = qint64(128) << 20;

/** One hive as it was found in the evidence. */
struct LoadedHive
{
    RegistryHive which = RegistryHive::Software;
    std::optional<Hive> hive;
    HiveState state;  ///< also where there is no hive: why
    qint64 files = 0; ///< hive and logs that were read
    QDateTime newest; ///< newest time inside, UTC; invalid: none
};

/** SOFTWARE, SYSTEM and SAM. */
struct LoadedHives
{
    std::array<LoadedHive, 3> all;
    WindowsPath windows;                  ///< the Windows folder in which they were looked for
    std::shared_ptr<const Registry> live; ///< the registry of the computer that runs, in place of all hives

    const LoadedHive& operator[](RegistryHive which) const { return all[static_cast<size_t>(which)]; }
    bool any() const;
};

/** "SOFTWARE", "SYSTEM", "SAM". */
const char* hiveName(RegistryHive which);
/** The hive's row under coverage: "registry-software", "registry-system", "registry-sam". */
const char* coverageSource(RegistryHive which);

/**
 * Reads the three hives with their logs once, from the first of the drives whose Windows folder holds one.
 * @param drives letters to look at, in order; 'C' where it is empty
 */
LoadedHives loadHives(const Files& files, const QList<char>& drives, const CancelToken& cancel);

/** The letter that the registry gives its own drive (SystemRoot); 0: it does not say. */
char systemDriveOf(const LoadedHives& hives);

/** The registry that these hives make up; keeps them. */
std::shared_ptr<const Registry> makeRegistry(const LoadedHives& hives);

} // namespace mailmend
