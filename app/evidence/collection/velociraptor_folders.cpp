// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor.h"

namespace mailmend::velociraptor {
namespace {

constexpr int probeDepth = 12; // deeper than folders of a web server are

QList<QString> foldedComponents(const WindowsPath& folder)
{
    QList<QString> parts{QString(QLatin1Char(folder.drive())).toLower() + QLatin1Char(':')};
    for (const QByteArray& component : folder.components()) {
        parts.append(QString::fromUtf8(foldName(component)).toLower());
    }
    return parts;
}

Text asFarAsItTells()
{
    return say(MAILMEND_TEXT(
        "evidence", "Asked for and listed without a recorded error, as far as the collector tells."));
}

} // namespace

int Records::askedFor(const WindowsPath& folder, const QList<QByteArray>& below) const
{
    QList<QString> path = foldedComponents(folder);
    for (const QByteArray& component : below) {
        path.append(QString::fromUtf8(foldName(component)).toLower());
    }
    int best = 0;
    for (const AskedGlob& rule : asked) {
        const int worth = rule.limited ? 1 : 2;
        if (worth > best && rule.glob.matches(path)) {
            best = worth;
        }
    }
    return best;
}

bool Records::isBelowListed(const WindowsPath& folder, const QList<QByteArray>& names,
                            const HoldsFiles& holdsFiles) const
{
    for (WindowsPath at = folder; !at.components().isEmpty();) {
        at = at.parent();
        const bool same = std::all_of(names.begin(), names.end(), [this, &at](const QByteArray& name) {
            return askedFor(at, {name}) > 0;
        });
        if (!same) {
            return false;
        }
        if (holdsFiles(at)) {
            return true;
        }
    }
    return false;
}

FolderState Records::folderState(const WindowsPath& folder, const QList<QByteArray>& names,
                                 const HoldsFiles& holdsFiles) const
{
    const auto shown = place(folder.display());
    int least = names.isEmpty() ? 0 : 2;
    for (const QByteArray& name : names) {
        least = std::min(least, askedFor(folder, {name}));
    }
    if (least == 0) {
        return holdsFiles(folder)
                   ? FolderState{ReadState::Partly,
                                 say(MAILMEND_TEXT("evidence", "Some files of {path} were collected, but not "
                                                               "every kind was asked for."),
                                     {{"path", shown}})}
                   : FolderState{ReadState::NotCollected,
                                 say(MAILMEND_TEXT("evidence", "The collector was not asked for {path}."),
                                     {{"path", shown}})};
    }
    if (!unfinished.isEmpty()) {
        return {ReadState::Partly, unfinished};
    }
    for (const WindowsPath& failed : failedFolders) {
        if (folder.isWithin(failed)) {
            return {ReadState::Denied, say(MAILMEND_TEXT("evidence", "The collector could not list {path}."),
                                           {{"path", place(failed.display())}})};
        }
    }
    if (failuresUnplaced) {
        return {ReadState::Partly,
                say(MAILMEND_TEXT("evidence", "The collector noted an error without saying clearly where."))};
    }
    for (const WindowsPath& other : notTaken) {
        if (other.isWithin(folder)) {
            return {
                ReadState::Partly,
                say(MAILMEND_TEXT("evidence",
                                  "The collector saw files in {path} that it did not store, or not whole."),
                    {{"path", place(other.display())}})};
        }
    }
    if (least == 1) {
        return {
            ReadState::Partly,
            say(MAILMEND_TEXT("evidence", "The collector was told to leave large files out, also in {path}."),
                {{"path", shown}})};
    }
    if (!holdsFiles(folder) && !isBelowListed(folder, names, holdsFiles)) {
        // A folder that does not exist and one that is empty look alike: neither leaves a line. Only where
        // the folder around it was searched in the same way is it known that there is no such file.
        return {ReadState::Missing,
                say(MAILMEND_TEXT("evidence", "The collector was asked for {path} and found nothing. The "
                                              "folder may be empty or not exist."),
                    {{"path", shown}})};
    }
    return {ReadState::Read, asFarAsItTells()};
}

FolderState Records::subfoldersState(const WindowsPath& folder, const QByteArray& holding,
                                     const HoldsFiles& holdsFiles) const
{
    for (const WindowsPath& failed : failedFolders) {
        if (failed.isWithin(folder)) {
            return {ReadState::Denied, say(MAILMEND_TEXT("evidence", "The collector could not list {path}."),
                                           {{"path", place(failed.display())}})};
        }
    }
    // Asked for in every folder and found nothing in one that is not there: all that has it was found.
    FolderState nobodys = folderState(folder.child(kNobodysFolder), {holding}, holdsFiles);
    return nobodys.state == ReadState::Missing ? FolderState{ReadState::Read, asFarAsItTells()} : nobodys;
}

void Records::troubles(std::span<const WalkRoot> roots, QList<WalkedFolder>& troubles) const
{
    for (const WalkRoot& root : roots) {
        if (!root.recursive) {
            continue;
        }
        for (const WindowsPath& failed : failedFolders) {
            if (failed.isWithin(root.folder)) {
                troubles.append({failed,
                                 {ReadState::Denied,
                                  say(MAILMEND_TEXT("evidence", "The collector could not list {path}."),
                                      {{"path", place(failed.display())}})}});
            }
        }
        // Asked for here but not further down: with a pattern of one folder only, or with fewer kinds of
        // file.
        QList<QByteArray> deep(probeDepth, "~");
        const bool here = askedFor(root.folder, {"~.~~"}) > 0;
        deep.append("~.~~");
        if (here && askedFor(root.folder, deep) == 0) {
            troubles.append(
                {root.folder,
                 {ReadState::Partly,
                  say(MAILMEND_TEXT("evidence", "The collector was not asked for everything below {path}."),
                      {{"path", place(root.folder.display())}})}});
        }
    }
}

} // namespace mailmend::velociraptor
