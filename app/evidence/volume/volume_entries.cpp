// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/volume_entries.h"

namespace mailmend {

FileEntry makeEntry(const WindowsPath& path, const native::Details& details, bool ntfs)
{
    FileEntry entry;
    entry.path = path;
    entry.size = details.size;
    entry.modified = details.modified;
    entry.created = ntfs ? details.created : QDateTime();
    entry.attributes = details.attributes;
    entry.hasAttributes = details.hasAttributes;
    entry.timeSource = ntfs ? TimeSource::Ntfs : TimeSource::Unknown;
    return entry;
}

FileEntry streamEntry(const WindowsPath& file, const native::Stream& stream, native::Details details,
                      bool ntfs)
{
    details.size = stream.size;
    FileEntry entry = makeEntry(file.parent().child(file.name() + ':' + stream.name), details, ntfs);
    entry.isOfFolder = details.kind == native::Kind::Folder;
    return entry;
}

FolderState partlyListed(const WindowsPath& folder)
{
    return {ReadState::Partly, say(MAILMEND_TEXT("evidence", "The list of files in {path} ended early."),
                                   {{"path", place(folder.display())}})};
}

FolderState streamsPartlyListed(const WindowsPath& holder)
{
    return {ReadState::Partly,
            say(MAILMEND_TEXT("evidence", "What {path} holds beside its content could not be listed."),
                {{"path", place(holder.display())}})};
}

Error linkLeadsOut(const WindowsPath& link)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence",
                              "{path} is a link to a place that was not given, so it was not followed."),
                {{"path", place(link.display())}}),
            say(MAILMEND_TEXT("evidence",
                              "If it leads to another drive of this server, give that drive as well.")),
            {},
            {}};
}

std::optional<FileEntry> entryFor(const VolumeTree& tree, char drive, const ReachedFolder& holder,
                                  const native::Child& child, bool ntfs)
{
    const WindowsPath path(drive, holder.spelled + QList{child.name});
    if (child.kind == native::Kind::Folder) {
        return std::nullopt;
    }
    if (child.kind == native::Kind::Link) {
        const ReachedChild followed = tree.follow(holder, child.name);
        if (followed.kind == native::Kind::Folder) {
            return std::nullopt;
        }
        if (followed.kind == native::Kind::File) {
            const auto details = followed.folder.folder->details(followed.name);
            return makeEntry(path, details ? *details : native::Details{}, followed.folder.folder->isNtfs());
        }
        return makeEntry(path, {}, ntfs);
    }
    const auto details = holder.folder->details(child.name);
    return makeEntry(path, details ? *details : native::Details{}, ntfs);
}

std::optional<FileEntry> streamEntryFor(const VolumeTree& tree, char drive, const ReachedFolder& holder,
                                        const QByteArray& name)
{
    const qsizetype colon = name.indexOf(':');
    const QByteArray wanted = foldName(name.mid(colon + 1));
    for (const native::Child& child : tree.childrenNamed(holder, name.left(colon))) {
        const auto answer = holder.folder->details(child.name);
        const native::Details details = answer ? *answer : native::Details{};
        for (const native::Stream& stream : details.streams.named) {
            if (foldName(stream.name) == wanted) {
                const WindowsPath file(drive, holder.spelled + QList{child.name});
                return streamEntry(file, stream, details, holder.folder->isNtfs());
            }
        }
    }
    return std::nullopt;
}

} // namespace mailmend
