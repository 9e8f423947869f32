// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/held_files.h"

namespace mailmend {

HeldFiles::HeldFiles(LoadedHiveSystem hives, EventLogSystem logs, QString folder, bool isLocked)
    : m_hives(std::move(hives)), m_logs(std::move(logs), folder), m_folder(std::move(folder)),
      m_isLocked(isLocked)
{
    m_hives.removeLeft(m_folder);
}

std::optional<Error> HeldFiles::whyNoCopy(const WindowsPath& file) const
{
    if (!m_isLocked || !holdsPasswordHashes(file) || !m_hives.isOpenToOthers(m_folder)) {
        return std::nullopt;
    }
    return Error{
        ErrorKind::InUse,
        say(MAILMEND_TEXT("collect", "{path} holds scrambled passwords. Windows would only write an unlocked "
                                     "copy of it beside the collection, where others could read it. So it is "
                                     "not in the collection."),
            {{"path", place(file.display())}}),
        say(MAILMEND_TEXT("collect",
                          "To have it too, write the collection to an NTFS disk that is connected to "
                          "this computer, or tick “Also read files that other programs hold open” "
                          "(on the console: --shadow-copy).")),
        {},
        {}};
}

Result<std::unique_ptr<FileReader>> HeldFiles::open(const WindowsPath& file, const CancelToken& cancel)
{
    auto saved = m_hives.open(file, m_folder);
    return saved || saved.error().kind != ErrorKind::NotFound ? std::move(saved) : m_logs.open(file, cancel);
}

QList<Text> HeldFiles::removeLeft() const
{
    QList<Text> left;
    for (const QString& path : m_hives.removeLeft(m_folder)) {
        left.append(say(MAILMEND_TEXT("collect", "A copy of a registry file is left and could not be "
                                                 "removed: {path}. It may hold password hashes. Delete it "
                                                 "when no collecting runs."),
                        {{"path", place(path)}}));
    }
    for (const QString& path : m_logs.removeLeft()) {
        left.append(say(MAILMEND_TEXT("collect", "A copy of an event log is left and could not be removed: "
                                                 "{path}. Delete that folder when no collecting runs."),
                        {{"path", place(path)}}));
    }
    return left;
}

} // namespace mailmend
