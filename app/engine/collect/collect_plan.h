// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

#include <QHash>

namespace mailmend {

/** Files that are collected: those of a folder whose name fits one of the masks. */
struct WantedFiles
{
    WindowsPath folder;
    bool recursive = true;
    QStringList masks; ///< lower case, `*` and `?`; "*": every file
    int kind = always; ///< files of one kind share a bound; of `always` everything is taken

    static constexpr int always = -1;   ///< the registry, settings, single programs
    static constexpr int firstLog = 16; ///< kinds of logs; below: whole folders, by their PathClass
};

/**
 * Everything that the checks look at, joined into one walk: their interests, the registry files, the web
 * server's configuration, and the logs. Folders that are not there are proven by those around them.
 */
class CollectPlan
{
public:
    CollectPlan(const Evidence& evidence, const Knowledge& knowledge, std::span<const Check* const> checks);

    const std::vector<WantedFiles>& wanted() const { return m_wanted; }
    std::vector<WalkRoot> roots() const; ///< as outermost() leaves them
    /** The first that wants this file; nullptr: nobody does. */
    const WantedFiles* wants(const WindowsPath& file);
    /** The first that wants files of this folder; nullptr: nobody does. */
    const WantedFiles* wantedIn(const WindowsPath& folder);

private:
    void want(WantedFiles files);
    void proveAbsence(const Files& files);
    void enter(const WindowsPath& folder);
    bool fits(const WantedFiles& wanted, const QString& name) const;

    std::vector<WantedFiles> m_wanted;
    WindowsPath m_folder; ///< of the file that was asked about last
    bool m_hasFolder = false;
    std::vector<size_t> m_here; ///< what wants files of that folder
};

} // namespace mailmend
