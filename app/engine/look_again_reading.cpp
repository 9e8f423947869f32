// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_reading.h"

#include "base/sha256.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

/** It was not read either when the finding was seen: not having it now hides nothing. The very same, that is:
 * the reason tells of which part or build, but of what is never read. Of what runs, a look with fewer rights
 * sees less of the same list. */
bool wasUnreadThen(const Unread& now, const CaseFinding& known)
{
    return !now.source.startsWith(QLatin1StringView("live-")) &&
           std::any_of(known.unreadThen.begin(), known.unreadThen.end(), [&now](const Unread& then) {
               return then.source == now.source && then.state == now.state &&
                      (now.state == ReadState::Skipped || then.reason == now.reason);
           });
}

} // namespace

Result<std::unique_ptr<FileReader>> openAsItIsNow(const Files& files, const FileEntry& entry)
{
    auto reader = files.open(entry);
    if (reader || reader.error().kind != ErrorKind::InUse) {
        return reader;
    }
    auto copied = files.openCopy(entry, reader.error());
    return copied && !copied->older ? Result<std::unique_ptr<FileReader>>(std::move(copied->reader))
                                    : reader.error();
}

QString stateOf(const Files& files, const FileEntry& entry, const CancelToken& cancel)
{
    const auto reader = openAsItIsNow(files, entry);
    if (!reader) {
        return {};
    }
    Sha256 hash;
    std::array<char, 65536> room;
    while (!cancel.isCancelled()) {
        const Result<qint64> got = (*reader)->read(room);
        if (!got) {
            return {};
        }
        if (*got == 0) {
            return QStringLiteral("sha256:") + QString::fromLatin1(hash.finish().toHex());
        }
        hash.add(QByteArrayView(room.data(), *got));
    }
    return {};
}

std::optional<Text> whyNotListed(const Evidence& evidence, const WindowsPath& file)
{
    if (const std::optional<Text> other = evidence.files->hasOtherName(file.parent())) {
        return other;
    }
    WindowsPath name = file;
    FolderState first;
    for (bool isFirst = true; !name.components().isEmpty(); isFirst = false) {
        const FolderState state = evidence.files->folderState(name.parent(), {name.name()});
        first = isFirst ? state : first;
        if (state.state == ReadState::Read) {
            return std::nullopt;
        }
        // Only a disk shows that a folder is gone; a collection may not have been asked for it.
        if (state.state != ReadState::Missing || !isTheDiskItself(evidence.target)) {
            break;
        }
        name = name.parent();
    }
    return first.reason.isEmpty() ? say(MAILMEND_TEXT("recheck", "The folder {folder} was not read in full."),
                                        {{"folder", place(file.parent().display())}})
                                  : first.reason;
}

std::optional<Text> firstUnread(const CheckResult& now, const CaseFinding& known)
{
    const bool isFile = known.finding.subject.kind == SubjectKind::File;
    for (const Unread& unread : now.unread) {
        if (!isComparisonOnly(unread, known.finding) && (isFile || !wasUnreadThen(unread, known))) {
            return unread.reason;
        }
    }
    return std::nullopt;
}

} // namespace mailmend
