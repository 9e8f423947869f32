// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"

namespace mailmend {

/** What a system does for the registry files that it has loaded and lets nobody open. */
struct LoadedHiveSystem
{
    /**
     * Windows saves a copy, whole and as it is now, which is read, overwritten and then gone. Needs the right
     * to make backups.
     * @param file as this computer names it: "C:\\Windows\\System32\\config\\SAM"
     * @param folder where the copy lies meanwhile
     * @return NotFound where Windows has loaded no such file; Denied; Unsupported where what was saved is no
     * hive
     */
    std::function<Result<std::unique_ptr<FileReader>>(const WindowsPath& file, const QString& folder)> open;
    /** Whether others may read what lies in this folder, whatever rights it is made with: its disk keeps
     * none, or is another computer's. */
    std::function<bool(const QString& folder)> isOpenToOthers;
    /** Overwrites and removes copies that a run which was broken off has left in this folder. @return the
     * paths of what is still there */
    std::function<QStringList(const QString& folder)> removeLeft;
};
LoadedHiveSystem loadedHivesOfThisSystem();

/** A registry file that passwords can be won from: SAM and SECURITY. Pure. */
bool holdsPasswordHashes(const WindowsPath& file);

} // namespace mailmend
