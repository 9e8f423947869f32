// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live/event_log_file.h"
#include "evidence/live/loaded_hive.h"

namespace mailmend {

/**
 * Files of this computer that its Windows holds open itself: it saves copies of them, each of which lies
 * beside the collection until it is read. Where the collection is locked and the disk shows others what lies
 * on it, no copy is made of what holds password hashes.
 */
class HeldFiles
{
public:
    /** Removes what a run that was broken off has left there. @param folder of the collection */
    HeldFiles(LoadedHiveSystem hives, EventLogSystem logs, QString folder, bool isLocked);

    /** Why no copy of it is made, and what to do about that. None: one may be. */
    std::optional<Error> whyNoCopy(const WindowsPath& file) const;

    /** @return NotFound where Windows has no copy to give. Blocks. */
    Result<std::unique_ptr<FileReader>> open(const WindowsPath& file, const CancelToken& cancel);

    /** Removes what is left. @return what is still there */
    QList<Text> removeLeft() const;

private:
    LoadedHiveSystem m_hives;
    EventLogExports m_logs;
    QString m_folder;
    bool m_isLocked;
};

} // namespace mailmend
