// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/held_files.h"

namespace mailmend {

HeldFiles::HeldFiles(LoadedHiveSystem hives, EventLogSystem logs, QString folder, bool isLocked)
    : m_hives(std::move(hives)), m_logs(std::move(logs), folder), m_folder(std::move(folder)),
      m_isLocked(isLocked)
{}

std::optional<Error> HeldFiles::whyNoCopy(const WindowsPath& file) const
{
    if (!m_isLocked || !holdsPasswordHashes(file) || !m_hives.isOpenToOthers(m_folder)) {
        return std::nullopt;
    }
    return Error{
        ErrorKind::InUse,
        say(MAILMEND_TEXT("collect", "{path} holds password hashes, and Windows gives it to nobody but as a "
                                     "copy in plain. None was made, because others could read it where the "
                                     "collection is written."),
            {{"path", place(file.display())}}),
        say(MAILMEND_TEXT("collect", "To have it too, write the collection to a disk with NTFS that is "
                                     "connected to this computer, or allow a shadow copy (on the console: "
                                     "--shadow-copy).")),
        {},
        {}};
}

Result<std::unique_ptr<FileReader>> HeldFiles::open(const WindowsPath& file, const CancelToken& cancel)
{
    auto saved = m_hives.open(file, m_folder);
    if (!saved && saved.error().kind == ErrorKind::Conflict) {
        m_left.append(saved.error().text);
    }
    return saved || saved.error().kind != ErrorKind::NotFound ? std::move(saved) : m_logs.open(file, cancel);
}

QList<Text> HeldFiles::removeLeft()
{
    for (const QString& path : m_logs.removeLeft()) {
        m_left.append(say(MAILMEND_TEXT("collect", "A copy of an event log is left and could not be removed: "
                                                   "{path}. Delete that folder when no collecting runs."),
                          {{"path", place(path)}}));
    }
    return std::exchange(m_left, {});
}

} // namespace mailmend
