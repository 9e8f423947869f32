// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/volume_walk.h"

#include "evidence/volume/volume_entries.h"
#include "evidence/volume/volume_files.h"

#include <algorithm>

namespace mailmend {
namespace {

constexpr size_t maxFolderDepth = 4000;
constexpr size_t maxOpenFrames = 128; // open folders that a walk may hold
constexpr qsizetype maxTroubles = 10'000;

QByteArray realKey(const ReachedFolder& folder)
{
    return QByteArray::number(folder.volume) + '/' + folder.real.join('/');
}

Result<native::FolderPointer> openBelow(const ReachedFolder& from, const QList<QByteArray>& real)
{
    native::FolderPointer at = from.folder;
    for (qsizetype i = from.real.size(); i < real.size(); ++i) {
        auto next = at->folder(real.at(i));
        if (!next) {
            return next.error();
        }
        at = std::move(*next);
    }
    return at;
}

} // namespace

void VolumeWalk::run(std::span<const WalkRoot> roots)
{
    // What is walked with everything below it comes first, so that nothing is visited under two names.
    for (const bool recursive : {true, false}) {
        for (const WalkRoot& root : roots) {
            if (root.recursive != recursive || stopped()) {
                continue;
            }
            for (const ReachedFolder& folder : m_tree.folders(root.folder, false).found) {
                // As it was asked for: behind a link it may lie on another drive.
                start(folder, WindowsPath(root.folder.drive(), folder.spelled), recursive);
            }
        }
        for (size_t i = 0; i < m_links.size() && !stopped(); ++i) { // grows while it runs
            Link link = m_links[i];
            const ReachedFolder root{
                link.target.volume, {}, {}, m_tree.volumes().at(link.target.volume).root};
            auto opened = openBelow(root, link.target.real);
            if (!opened) {
                trouble(link.path, toFolderState(opened.error()));
                continue;
            }
            link.target.folder = std::move(*opened);
            start(link.target, link.path, true);
        }
        m_links.clear();
    }
}

bool VolumeWalk::isWalked(const ReachedFolder& folder) const
{
    ReachedFolder at{folder.volume, folder.real, {}, {}};
    for (;;) {
        if (m_trees.contains(realKey(at))) {
            return true;
        }
        if (at.real.isEmpty()) {
            return false;
        }
        at.real.removeLast();
    }
}

void VolumeWalk::start(const ReachedFolder& folder, const WindowsPath& path, bool recursive)
{
    if (isWalked(folder)) {
        return;
    }
    Frame frame{folder, path, {}};
    if (!recursive) {
        readFolder(frame, false);
        m_singles.insert(realKey(folder));
        return;
    }
    descend(std::move(frame));
    m_trees.insert(realKey(folder));
}

void VolumeWalk::descend(Frame first)
{
    // A frame holds its folder open only while subfolders wait in it; the first frame always does. When too
    // many are open, further ones are opened anew from the deepest open frame above.
    std::vector<Frame> stack;
    readFolder(first, true);
    stack.push_back(std::move(first));
    size_t open = 1;
    while (!stack.empty() && !stopped()) {
        Frame& top = stack.back();
        if (top.subfolders.empty()) {
            open -= top.folder.folder ? 1 : 0;
            stack.pop_back();
            continue;
        }
        const QByteArray name = top.subfolders.back();
        top.subfolders.pop_back();
        Frame below{{top.folder.volume, top.folder.real + QList{name}, {}, {}}, top.path.child(name), {}};
        if (m_trees.contains(realKey(below.folder))) {
            continue;
        }
        if (stack.size() >= maxFolderDepth) {
            trouble(below.path, {ReadState::Partly,
                                 say(MAILMEND_TEXT("evidence", "Folders are nested too deeply at {path}."),
                                     {{"path", place(below.path.display())}})});
            continue;
        }
        size_t from = stack.size() - 1;
        while (!stack[from].folder.folder) {
            --from;
        }
        auto opened = openBelow(stack[from].folder, below.folder.real);
        if (!opened) {
            trouble(below.path, toFolderState(opened.error()));
            continue;
        }
        below.folder.folder = std::move(*opened);
        if (top.subfolders.empty() && stack.size() > 1 && top.folder.folder) {
            top.folder.folder.reset();
            --open;
        }
        readFolder(below, true);
        if (below.subfolders.empty() || open >= maxOpenFrames) {
            below.folder.folder.reset();
        } else {
            ++open;
        }
        stack.push_back(std::move(below));
    }
}

void VolumeWalk::readFolder(Frame& frame, bool recursive)
{
    const auto listing = m_tree.list(frame.folder, m_cancel);
    if (!listing) {
        trouble(frame.path, toFolderState(listing.error()));
        return;
    }
    if (!(*listing)->whole) {
        trouble(frame.path, partlyListed(frame.path));
    }
    const bool ntfs = frame.folder.folder->isNtfs();
    const bool filesSeen = m_singles.contains(realKey(frame.folder));
    if (!filesSeen && !frame.path.components().isEmpty()) {
        native::Details own;
        own.kind = native::Kind::Folder;
        own.streams = frame.folder.folder->streams();
        visitStreams(frame.path, own, ntfs);
    }
    for (const native::Child& child : (*listing)->children) {
        if (stopped()) {
            return;
        }
        switch (child.kind) {
        case native::Kind::Folder:
            if (recursive) {
                frame.subfolders.push_back(child.name);
            }
            break;
        case native::Kind::Link:
            readLink(frame, child, recursive);
            break;
        case native::Kind::File:
            if (!filesSeen) {
                visitFile(frame, child, ntfs);
            }
            break;
        case native::Kind::Other:
            trouble(frame.path.child(child.name),
                    {ReadState::Partly,
                     say(MAILMEND_TEXT("evidence", "{path} is no ordinary file, so it was not opened."),
                         {{"path", place(frame.path.child(child.name).display())}})});
            break;
        }
    }
    if ((*listing)->whole && !stopped()) {
        m_listed(frame.path);
    }
    std::reverse(frame.subfolders.begin(), frame.subfolders.end());
}

void VolumeWalk::visitFile(const Frame& frame, const native::Child& child, bool ntfs)
{
    const auto answer = frame.folder.folder->details(child.name);
    const native::Details details = answer ? *answer : native::Details{};
    m_stopped = !m_visit(makeEntry(frame.path.child(child.name), details, ntfs));
    visitStreams(frame.path.child(child.name), details, ntfs);
}

void VolumeWalk::visitStreams(const WindowsPath& holder, const native::Details& details, bool ntfs)
{
    for (const native::Stream& stream : details.streams.named) {
        if (stopped()) {
            return;
        }
        m_stopped = !m_visit(streamEntry(holder, stream, details, ntfs));
    }
    if (details.streams.told == native::StreamsTold::InPart) {
        trouble(holder, streamsPartlyListed(holder));
    }
}

void VolumeWalk::readLink(const Frame& frame, const native::Child& child, bool recursive)
{
    const WindowsPath path = frame.path.child(child.name);
    const ReachedChild followed = m_tree.follow(frame.folder, child.name);
    if (followed.kind == native::Kind::Folder) {
        if (recursive) {
            // Without its handle: there may be more links than a program may hold open.
            m_links.push_back({{followed.folder.volume, followed.folder.real, {}, {}}, path});
        }
        return;
    }
    if (followed.kind == native::Kind::File) {
        const auto details = followed.folder.folder->details(followed.name);
        const bool ntfs = followed.folder.folder->isNtfs();
        m_stopped = !m_visit(makeEntry(path, details ? *details : native::Details{}, ntfs));
        return;
    }
    trouble(path, {ReadState::NotCollected, linkLeadsOut(path).text});
}

void VolumeWalk::trouble(const WindowsPath& folder, const FolderState& state)
{
    if (m_troubles.size() < maxTroubles) {
        m_troubles.append({folder, state});
    } else if (m_troubles.size() == maxTroubles) {
        m_troubles.append(
            {WindowsPath(folder.drive(), {}),
             {ReadState::Partly,
              say(MAILMEND_TEXT("evidence", "Too many folders could not be read to name them all."))}});
    }
}

} // namespace mailmend
