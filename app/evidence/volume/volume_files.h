// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/volume_tree.h"

namespace mailmend {

/** The files of mounted volumes, or of any folder (drive 0). */
class VolumeFiles : public Files
{
public:
    explicit VolumeFiles(QList<OpenVolume> volumes) : m_tree(std::move(volumes)) {}

    QList<FileEntry> find(const WindowsPath& path) const override;
    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names) const override;
    FolderState streams() const override;
    FolderState streamState(const WindowsPath& stream) const override;
    WindowsPath withLongNames(const WindowsPath& path) const override;
    FolderNames foldersIn(const WindowsPath& folder, const QByteArray& holding) const override;
    void walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
              const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const override;
    bool walkListing(std::span<const WalkRoot> roots, const CancelToken& cancel,
                     const std::function<bool(FileEntry&&)>& visit, const FolderListed& listed,
                     QList<WalkedFolder>& troubles) const override;
    Result<std::unique_ptr<FileReader>> open(const FileEntry& entry) const override;
    Result<FileOwnership> ownership(const FileEntry& entry) const override;

private:
    /** The folder that really holds a file, and the file's name there. */
    Result<ReachedChild> holderOf(const WindowsPath& path) const;

    VolumeTree m_tree;
};

/** What became of a folder that could not be entered or listed, in plain words. */
FolderState toFolderState(const Error& error);

} // namespace mailmend
