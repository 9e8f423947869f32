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

QByteArray childKey(const ReachedFolder& folder, const QByteArray& name)
{
    return realKey({folder.volume, folder.real + QList{name}, {}, {}});
}

/** Of a folder under one of its names. */
QByteArray nameKey(const ReachedFolder& folder, const WindowsPath& path)
{
    return realKey(folder) + '\0' + path.folded();
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
    m_roots = roots;
    std::vector<int> passes;
    for (const WalkRoot& root : roots) {
        passes.push_back(root.pass);
        if (root.recursive) {
            m_rootNames.insert(root.folder.folded());
        }
    }
    std::sort(passes.begin(), passes.end());
    passes.erase(std::unique(passes.begin(), passes.end()), passes.end());
    for (const int pass : passes) {
        if (pass >= WalkRoot::firstNamed) {
            m_trees.clear();
        }
        m_pass = pass;
        walkPass();
    }
    tellUnderOtherNames();
}

void VolumeWalk::walkPass()
{
    // What is walked with everything below it comes first, so that nothing is visited under two names.
    for (const bool recursive : {true, false}) {
        for (const WalkRoot& root : m_roots) {
            if (root.pass != m_pass || root.recursive != recursive || stopped()) {
                continue;
            }
            for (const ReachedFolder& folder : m_tree.folders(root.folder, false).found) {
                const WindowsPath path(root.folder.drive(), folder.spelled);
                if (recursive && isLinked(folder, path)) {
                    m_links.push_back({{folder.volume, folder.real, {}, {}}, path});
                } else {
                    start(folder, path, recursive);
                }
            }
        }
        for (size_t i = 0; i < m_links.size() && !stopped(); ++i) { // grows while it runs
            Link link = m_links[i];
            const ReachedFolder root{
                link.target.volume, {}, {}, m_tree.volumes().at(link.target.volume).root};
            auto opened = openBelow(root, link.target.real);
            if (!opened) {
                trouble(link.path, toFolderState(opened.error()), realKey(link.target));
                continue;
            }
            link.target.folder = std::move(*opened);
            start(link.target, link.path, true);
        }
        m_links.clear();
        coverRoots();
    }
}

void VolumeWalk::coverRoots()
{
    QSet<QByteArray> walked;
    for (const WindowsPath& path : std::as_const(m_trees)) {
        walked.insert(path.folded());
    }
    for (const WalkRoot& root : m_roots) {
        const QByteArray name = root.folder.folded();
        // Of a root that is another one's second name, passes for other files have to see for themselves.
        if (root.pass == m_pass && root.recursive &&
            (m_pass < WalkRoot::firstNamed || walked.contains(name))) {
            m_covered.insert(name);
        }
    }
}

/** Whether a link stands somewhere in the path. */
bool VolumeWalk::isLinked(const ReachedFolder& folder, const WindowsPath& path) const
{
    return m_tree.volumes().at(folder.volume).given.letter != path.drive() || folder.real != folder.spelled;
}

/** The name under which this folder was walked in this pass, or in one before that wants every file. */
std::optional<WindowsPath> VolumeWalk::nameOfWalked(const ReachedFolder& folder) const
{
    ReachedFolder at{folder.volume, folder.real, {}, {}};
    for (;;) {
        if (const auto tree = m_trees.constFind(realKey(at)); tree != m_trees.constEnd()) {
            return WindowsPath(tree->drive(), tree->components() + folder.real.mid(at.real.size()));
        }
        if (at.real.isEmpty()) {
            return std::nullopt;
        }
        at.real.removeLast();
    }
}

/** Whether this very path was walked with what is around it. */
bool VolumeWalk::isCovered(const WindowsPath& path) const
{
    if (m_covered.isEmpty()) {
        return false;
    }
    for (WindowsPath at = path;; at = at.parent()) {
        const QByteArray folded = at.folded();
        if (m_covered.contains(folded)) {
            return true;
        }
        if (m_notUnderThis.contains(folded) || at.components().isEmpty()) {
            return false;
        }
    }
}

void VolumeWalk::start(const ReachedFolder& folder, const WindowsPath& path, bool recursive)
{
    if (isCovered(path)) {
        return;
    }
    Frame frame{folder, path, {}};
    if (!recursive) {
        if (const QByteArray key = nameKey(folder, path); !m_singles.contains(key)) {
            readFolder(frame, false);
            m_singles.insert(key);
        }
        return;
    }
    if (const auto walked = nameOfWalked(folder)) {
        keepOtherName(folder, path, *walked);
        return;
    }
    descend(std::move(frame));
    m_trees.insert(realKey(folder), path);
}

void VolumeWalk::keepOtherName(const ReachedFolder& folder, const WindowsPath& path,
                               const WindowsPath& walked)
{
    m_listed(path, walked);
    bool isOfOtherRoot = false;
    for (WindowsPath at = path; !isOfOtherRoot; at = at.parent()) {
        isOfOtherRoot = m_rootNames.contains(at.folded()) && !walked.isWithin(at);
        if (at.components().isEmpty()) {
            break;
        }
    }
    const bool isAskedLater =
        m_pass >= WalkRoot::firstNamed &&
        std::any_of(m_roots.begin(), m_roots.end(), [this, &path](const WalkRoot& root) {
            return root.pass >= m_pass && root.folder.isWithin(path);
        });
    if (isAskedLater) {
        m_notUnderThis.insert(path.folded());
    }
    if (isOfOtherRoot && m_otherNames.size() < maxTroubles) {
        m_otherNames.insert(realKey(folder), path);
    } else if (isOfOtherRoot) {
        m_hasMoreNames = true;
    }
}

/** What could not be listed under the name of one root is missing in the others that lead there, too. */
void VolumeWalk::tellUnderOtherNames()
{
    const QList<Place> places = std::exchange(m_places, {});
    for (const Place& place : places) {
        const FolderState state = m_troubles.at(place.trouble).state;
        for (QByteArray at = place.real; !m_otherNames.isEmpty();) {
            const QList<WindowsPath> names = m_otherNames.values(at);
            m_otherNames.remove(at);
            for (const WindowsPath& name : names) {
                trouble(name, at == place.real ? state : FolderState{ReadState::Partly, state.reason}, {});
            }
            const qsizetype slash = at.lastIndexOf('/');
            if (slash < 0 || at.endsWith('/')) {
                break;
            }
            at.truncate(at.indexOf('/') == slash ? slash + 1 : slash);
        }
    }
    if (m_hasMoreNames && !places.isEmpty()) {
        tellTooMany(m_troubles.at(places.first().trouble).folder.drive());
    }
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
        if (!m_covered.isEmpty() && m_covered.contains(below.path.folded())) {
            continue;
        }
        if (const auto walked = m_trees.constFind(realKey(below.folder)); walked != m_trees.constEnd()) {
            keepOtherName(below.folder, below.path, *walked);
            continue;
        }
        if (stack.size() >= maxFolderDepth) {
            trouble(
                below.path,
                {ReadState::Partly, say(MAILMEND_TEXT("evidence", "Folders are nested too deeply at {path}."),
                                        {{"path", place(below.path.display())}})},
                realKey(below.folder));
            continue;
        }
        size_t from = stack.size() - 1;
        while (!stack[from].folder.folder) {
            --from;
        }
        auto opened = openBelow(stack[from].folder, below.folder.real);
        if (!opened) {
            trouble(below.path, toFolderState(opened.error()), realKey(below.folder));
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
        trouble(frame.path, toFolderState(listing.error()), realKey(frame.folder));
        return;
    }
    if (!(*listing)->whole) {
        trouble(frame.path, partlyListed(frame.path), realKey(frame.folder));
    }
    const bool ntfs = frame.folder.folder->isNtfs();
    const bool filesSeen = m_singles.contains(nameKey(frame.folder, frame.path));
    if (!filesSeen && !frame.path.components().isEmpty()) {
        native::Details own;
        own.kind = native::Kind::Folder;
        own.streams = frame.folder.folder->streams();
        visitStreams(frame.path, own, ntfs, realKey(frame.folder));
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
                         {{"path", place(frame.path.child(child.name).display())}})},
                    childKey(frame.folder, child.name));
            break;
        }
    }
    if ((*listing)->whole && !stopped()) {
        m_listed(frame.path, frame.path);
    }
    std::reverse(frame.subfolders.begin(), frame.subfolders.end());
}

void VolumeWalk::visitFile(const Frame& frame, const native::Child& child, bool ntfs)
{
    const auto answer = frame.folder.folder->details(child.name);
    const native::Details details = answer ? *answer : native::Details{};
    m_stopped = !m_visit(makeEntry(frame.path.child(child.name), details, ntfs));
    visitStreams(frame.path.child(child.name), details, ntfs, childKey(frame.folder, child.name));
}

void VolumeWalk::visitStreams(const WindowsPath& holder, const native::Details& details, bool ntfs,
                              const QByteArray& real)
{
    for (const native::Stream& stream : details.streams.named) {
        if (stopped()) {
            return;
        }
        m_stopped = !m_visit(streamEntry(holder, stream, details, ntfs));
    }
    if (details.streams.told == native::StreamsTold::InPart) {
        trouble(holder, streamsPartlyListed(holder), real);
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
    trouble(path, {ReadState::NotCollected, linkLeadsOut(path).text}, childKey(frame.folder, child.name));
}

void VolumeWalk::trouble(const WindowsPath& folder, const FolderState& state, const QByteArray& real)
{
    if (m_troubles.size() >= maxTroubles) {
        tellTooMany(folder.drive());
        return;
    }
    if (!real.isEmpty()) {
        m_places.append({real, m_troubles.size()});
    }
    m_troubles.append({folder, state});
}

void VolumeWalk::tellTooMany(char drive)
{
    if (!m_hasToldTooMany) {
        m_hasToldTooMany = true;
        m_troubles.append(
            {WindowsPath(drive, {}),
             {ReadState::Partly,
              say(MAILMEND_TEXT("evidence", "Too many folders could not be read to name them all."))}});
    }
}

} // namespace mailmend
