// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/volume_tree.h"

#include <QSet>

namespace mailmend {

/**
 * One walk over volumes, folder by folder, each real folder once: the real tree first, then what links inside
 * the evidence lead to and wasn't seen yet, under the link's path. Used by one thread.
 */
class VolumeWalk
{
public:
    VolumeWalk(const VolumeTree& tree, const CancelToken& cancel,
               const std::function<bool(FileEntry&&)>& visit,
               const std::function<void(const WindowsPath&)>& listed, QList<WalkedFolder>& troubles)
        : m_tree(tree), m_cancel(cancel), m_visit(visit), m_listed(listed), m_troubles(troubles)
    {}

    void run(std::span<const WalkRoot> roots);

private:
    struct Frame
    {
        ReachedFolder folder;
        WindowsPath path;
        std::vector<QByteArray> subfolders; ///< still to be walked, last one first
    };
    struct Link
    {
        ReachedFolder target;
        WindowsPath path; ///< where the link stands
    };

    void start(const ReachedFolder& folder, const WindowsPath& path, bool recursive);
    void descend(Frame first);
    /** Visits the files of one folder and what it holds beside them; its subfolders and links are put aside.
     */
    void readFolder(Frame& frame, bool recursive);
    /** Visits a file and the streams that it has beside its content. */
    void visitFile(const Frame& frame, const native::Child& child, bool ntfs);
    void visitStreams(const WindowsPath& holder, const native::Details& details, bool ntfs);
    void readLink(const Frame& frame, const native::Child& child, bool recursive);
    bool isWalked(const ReachedFolder& folder) const;
    void trouble(const WindowsPath& folder, const FolderState& state);
    bool stopped() const { return m_stopped || m_cancel.isCancelled(); }

    const VolumeTree& m_tree;
    const CancelToken& m_cancel;
    const std::function<bool(FileEntry&&)>& m_visit;
    const std::function<void(const WindowsPath&)>& m_listed;
    QList<WalkedFolder>& m_troubles;
    QSet<QByteArray> m_trees;   ///< real folders that were walked with all below them
    QSet<QByteArray> m_singles; ///< real folders of which only the files were visited
    std::vector<Link> m_links;
    bool m_stopped = false;
};

} // namespace mailmend
