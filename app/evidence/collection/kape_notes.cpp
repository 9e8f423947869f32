// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/kape.h"

namespace mailmend::kape {

FolderState Notes::folderState(const WindowsPath& folder, const QList<QByteArray>&,
                               const HoldsFiles& holdsFiles) const
{
    const auto shown = place(folder.display());
    for (const WindowsPath& other : notTaken) {
        if (other.isWithin(folder)) {
            return {ReadState::Partly,
                    say(MAILMEND_TEXT("evidence", "The collector saw files in {path} that it did not copy."),
                        {{"path", place(other.display())}})};
        }
    }
    if (holdsFiles(folder)) {
        return {ReadState::Partly,
                say(MAILMEND_TEXT("evidence", "KAPE copied files of {path}. Its notes don't tell whether it "
                                              "looked for every kind of file there."),
                    {{"path", shown}})};
    }
    if (targets.isEmpty()) {
        return {ReadState::NotCollected,
                say(MAILMEND_TEXT("evidence", "KAPE copied nothing of {path}, and nothing tells whether it "
                                              "looked there."),
                    {{"path", shown}})};
    }
    return {ReadState::NotCollected,
            say(MAILMEND_TEXT("evidence", "KAPE copied nothing of {path}. It was asked for {targets}; its "
                                          "notes don't tell in which folders it looked for these."),
                {{"path", shown}, {"targets", names(targets)}})};
}

void Notes::moveDrive(char from, char to)
{
    QHash<QByteArray, WindowsPath> moved;
    for (const WindowsPath& path : std::as_const(notTaken)) {
        const WindowsPath now(path.drive() == from ? to : path.drive(), path.components());
        moved.insert(now.folded(), now);
    }
    notTaken = std::move(moved);
}

} // namespace mailmend::kape
