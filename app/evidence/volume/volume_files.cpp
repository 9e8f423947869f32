// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/volume_files.h"

#include "evidence/short_name.h"
#include "evidence/volume/volume_entries.h"
#include "evidence/volume/volume_walk.h"

#include <algorithm>

namespace mailmend {

FolderState toFolderState(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Denied:
    case ErrorKind::AntiVirus:
        return {ReadState::Denied, error.text};
    case ErrorKind::Unsupported:
        return {ReadState::NotCollected, error.text};
    case ErrorKind::NotFound:
    case ErrorKind::BadCall:
        return {ReadState::Missing, error.text};
    default:
        return {ReadState::Partly, error.text};
    }
}

QList<FileEntry> VolumeFiles::find(const WindowsPath& path) const
{
    QList<FileEntry> entries;
    if (path.components().isEmpty()) {
        return entries;
    }
    for (const ReachedFolder& holder : m_tree.folders(path.parent(), false).found) {
        for (const native::Child& child : m_tree.childrenNamed(holder, path.name())) {
            const bool ntfs = holder.folder->isNtfs();
            if (auto entry = entryFor(m_tree, path.drive(), holder, child, ntfs)) {
                entries.append(std::move(*entry));
            }
        }
        if (path.name().contains(':')) {
            if (auto entry = streamEntryFor(m_tree, path.drive(), holder, path.name())) {
                entries.append(std::move(*entry));
            }
        }
    }
    return entries;
}

FolderState VolumeFiles::folderState(const WindowsPath& folder, const QList<QByteArray>&) const
{
    if (!m_tree.hasDrive(folder.drive())) {
        return {ReadState::NotCollected,
                say(MAILMEND_TEXT("evidence",
                                  "Drive {letter}: of this server was not given, so we could not look at "
                                  "{path}. Give that drive as well."),
                    {{"letter", words(QString(QLatin1Char(folder.drive())))},
                     {"path", place(folder.display())}})};
    }
    const FolderSearch search = m_tree.folders(folder, false);
    if (search.found.empty()) {
        return search.trouble ? toFolderState(*search.trouble)
                              : FolderState{ReadState::Missing,
                                            say(MAILMEND_TEXT("evidence", "There is no folder {path}."),
                                                {{"path", place(folder.display())}})};
    }
    FolderState worst{ReadState::Read, {}};
    if (search.trouble) {
        worst = {ReadState::Partly, search.trouble->text};
    }
    for (const ReachedFolder& reached : search.found) {
        const auto listing = m_tree.list(reached, CancelToken());
        FolderState state{ReadState::Read, {}};
        if (!listing) {
            state = toFolderState(listing.error());
        } else if (!(*listing)->whole) {
            state = partlyListed(folder);
        }
        if (state.state > worst.state) {
            worst = state;
        }
    }
    return worst;
}

FolderState VolumeFiles::streams() const
{
    const QList<OpenVolume>& volumes = m_tree.volumes();
    const auto shown = std::count_if(volumes.begin(), volumes.end(), [](const OpenVolume& volume) {
        return volume.root->streams().told != native::StreamsTold::No;
    });
    if (shown == volumes.size()) {
        return {ReadState::Read, {}};
    }
    FolderState state = streamsNotShown();
    state.state = shown > 0 ? ReadState::Partly : state.state;
    return state;
}

FolderState VolumeFiles::streamState(const WindowsPath& stream) const
{
    const std::optional<WindowsPath> holder = holderOfStream(stream);
    const FolderState folder = folderState(stream.parent(), {stream.name()});
    if (!holder || (folder.state != ReadState::Read && folder.state != ReadState::Missing)) {
        return folder;
    }
    for (const ReachedFolder& reached : m_tree.folders(stream.parent(), false).found) {
        for (const native::Child& child : m_tree.childrenNamed(reached, holder->name())) {
            const auto details = reached.folder->details(child.name);
            if (!details) {
                return toFolderState(details.error());
            }
            if (details->streams.told != native::StreamsTold::All) {
                return details->streams.told == native::StreamsTold::No ? streamsNotShown()
                                                                        : streamsPartlyListed(*holder);
            }
        }
    }
    return {ReadState::Read, {}};
}

WindowsPath VolumeFiles::withLongNames(const WindowsPath& path) const
{
    WindowsPath known(path.drive(), {});
    for (const QByteArray& component : path.components()) {
        const WindowsPath asked = known.child(component);
        const FolderSearch search = looksShort(component) ? m_tree.folders(asked, false) : FolderSearch{};
        known = search.found.empty() ? asked : known.child(search.found.front().spelled.last());
    }
    return known;
}

FolderNames VolumeFiles::foldersIn(const WindowsPath& folder, const QByteArray&) const
{
    FolderNames folders;
    folders.state = folderState(folder, {});
    for (const ReachedFolder& reached : m_tree.folders(folder, false).found) {
        const auto listing = m_tree.list(reached, CancelToken());
        for (const native::Child& child : listing ? (*listing)->children : std::vector<native::Child>()) {
            if (child.kind == native::Kind::Folder) {
                folders.names.append(child.name);
            }
        }
    }
    if (folders.state.state == ReadState::Missing && m_tree.hasDrive(folder.drive())) {
        folders.state = {ReadState::Read, {}};
    }
    return folders;
}

void VolumeFiles::walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
                       const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const
{
    walkListing(
        roots, cancel, visit, [](const WindowsPath&, const WindowsPath&) {}, troubles);
}

bool VolumeFiles::walkListing(std::span<const WalkRoot> roots, const CancelToken& cancel,
                              const std::function<bool(FileEntry&&)>& visit, const FolderListed& listed,
                              QList<WalkedFolder>& troubles) const
{
    VolumeWalk(m_tree, cancel, visit, listed, troubles).run(roots);
    return true;
}

Result<ReachedChild> VolumeFiles::holderOf(const WindowsPath& path) const
{
    const FolderSearch search = m_tree.folders(path.parent(), true);
    if (search.found.empty()) {
        return search.trouble ? *search.trouble
                              : Error{ErrorKind::NotFound,
                                      say(MAILMEND_TEXT("evidence", "{path} is no longer there."),
                                          {{"path", place(path.display())}}),
                                      {},
                                      {},
                                      {}};
    }
    const ReachedFolder& holder = search.found.front();
    const auto details = holder.folder->details(path.name());
    if (details && details->kind == native::Kind::Link) {
        ReachedChild followed = m_tree.follow(holder, path.name());
        return followed.kind == native::Kind::File ? Result<ReachedChild>(std::move(followed))
                                                   : linkLeadsOut(path);
    }
    return ReachedChild{native::Kind::File, holder, path.name()};
}

Result<std::unique_ptr<FileReader>> VolumeFiles::open(const FileEntry& entry) const
{
    const auto holder = holderOf(entry.path);
    return holder ? holder->folder.folder->file(holder->name) : holder.error();
}

Result<FileOwnership> VolumeFiles::ownership(const FileEntry& entry) const
{
    const auto holder = holderOf(entry.path);
    if (!holder) {
        return holder.error();
    }
    const qsizetype colon = holder->name.indexOf(':'); // a stream is its file's
    const QByteArray name = colon > 0 ? holder->name.left(colon) : holder->name;
    auto ownership = holder->folder.folder->ownership(name);
    if (!ownership && colon > 0) {
        ownership = holder->folder.folder->ownership(holder->name); // where a name may hold a colon
    }
    return ownership;
}

} // namespace mailmend
