// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/layouts.h"

namespace mailmend {
namespace {

bool holdsWindows(const Outline& outline)
{
    return std::any_of(outline.rootFolders.begin(), outline.rootFolders.end(),
                       [](const QByteArray& name) { return foldName(name) == "windows"; });
}

bool isPlainCopy(const Outline& outline)
{
    return holdsWindows(outline) || std::any_of(outline.rootFolders.begin(), outline.rootFolders.end(),
                                                [](const QByteArray& name) { return driveOf(name) != 0; });
}

Result<OpenedLayout> readPlainCopy(const Outline& outline, const CancelToken& cancel)
{
    OpenedLayout opened;
    opened.notes = nothingProven();
    opened.letterUnknown = holdsWindows(outline);
    qint64 unplaced = 0;
    forEachMember(outline, cancel, [&](QList<QByteArray>&& components, const Member& member) {
        char drive = 'C';
        if (!opened.letterUnknown) {
            drive = driveOf(components.takeFirst());
        }
        CollectedFile file;
        file.path = WindowsPath(drive, std::move(components));
        if (drive == 0 || file.path.components().isEmpty()) {
            ++unplaced;
            return;
        }
        file.member = static_cast<qint64>(member.index);
        file.size = member.size;
        file.modified = member.modified;
        file.timeSource = TimeSource::Container;
        opened.files.add(file);
    });
    if (unplaced > 0) {
        opened.unreadable += unplaced;
        opened.troubles.append(say(
            MAILMEND_TEXT(
                "evidence",
                "{count} {count|file does|files do} not belong to a drive and {count|was|were} left out."),
            {{"count", count(unplaced)}}));
    }
    return opened;
}

} // namespace

constinit const Layout plainCopyLayout{"plain copy", isPlainCopy, readPlainCopy};

} // namespace mailmend
