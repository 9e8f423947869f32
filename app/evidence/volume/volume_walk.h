// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/volume_tree.h"

#include <QMultiHash>
#include <QSet>

namespace mailmend {

/**
 * One walk over volumes, folder by folder, pass by pass (WalkRoot::pass). In a pass each real folder is
 * walked once: the real trees first, then what links inside the evidence lead to and wasn't seen yet, under
 * the link's path. No path is visited twice. Used by one thread, for one run().
 */
class VolumeWalk
{
public:
    VolumeWalk(const VolumeTree& tree, const CancelToken& cancel,
               const std::function<bool(FileEntry&&)>& visit, const FolderListed& listed,
               QList<WalkedFolder>& troubles)
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

    /** A trouble that may have to be told under other names as well. */
    struct Place
    {
        QByteArray real;
        qsizetype trouble = 0; ///< its index
    };

    void walkPass();
    void coverRoots();
    bool isLinked(const ReachedFolder& folder, const WindowsPath& path) const;
    bool isCovered(const WindowsPath& path) const;
    void start(const ReachedFolder& folder, const WindowsPath& path, bool recursive);
    void descend(Frame first);
    /** Visits the files of one folder and what it holds beside them; its subfolders and links are put aside.
     */
    void readFolder(Frame& frame, bool recursive);
    /** Visits a file and the streams that it has beside its content. */
    void visitFile(const Frame& frame, const native::Child& child, bool ntfs);
    void visitStreams(const WindowsPath& holder, const native::Details& details, bool ntfs,
                      const QByteArray& real);
    void readLink(const Frame& frame, const native::Child& child, bool recursive);
    std::optional<WindowsPath> nameOfWalked(const ReachedFolder& folder) const;
    /** `path` leads to a folder that is walked under another name. */
    void keepOtherName(const ReachedFolder& folder, const WindowsPath& path, const WindowsPath& walked);
    void tellUnderOtherNames();
    /** @param real where it is; empty: it is told under this name only */
    void trouble(const WindowsPath& folder, const FolderState& state, const QByteArray& real);
    void tellTooMany(char drive);
    bool stopped() const { return m_stopped || m_cancel.isCancelled(); }

    const VolumeTree& m_tree;
    const CancelToken& m_cancel;
    const std::function<bool(FileEntry&&)>& m_visit;
    const FolderListed& m_listed;
    QList<WalkedFolder>& m_troubles;
    std::span<const WalkRoot> m_roots;
    QSet<QByteArray> m_rootNames; ///< folded, of those with all below them
    int m_pass = 0;
    /** Real folders that were walked with all below them, and their names then: in this pass and, while every
     * file is wanted, in those before. */
    QHash<QByteArray, WindowsPath> m_trees;
    QSet<QByteArray> m_covered; ///< folded roots that were walked with all below them
    /** Folded; in them not: what was walked under another name, for other files than a later pass wants. */
    QSet<QByteArray> m_notUnderThis;
    QSet<QByteArray> m_singles; ///< folders of which only the files were visited, by name
    QMultiHash<QByteArray, WindowsPath>
        m_otherNames;            ///< of real folders, within roots that don't have the first
    bool m_hasMoreNames = false; ///< than are kept
    QList<Place> m_places;
    bool m_hasToldTooMany = false;
    std::vector<Link> m_links;
    bool m_stopped = false;
};

} // namespace mailmend
