// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/container.h"
#include "evidence/collection/file_table.h"

#include <unordered_set>

namespace mailmend {

/** A name that no folder of Windows can have. */
inline constexpr char kNobodysFolder[] = "*";

using HoldsFiles = std::function<bool(const WindowsPath& folder)>;

/** What a collector's own notes say about folders. One for each layout; immutable once others see it. */
class CollectorNotes
{
public:
    virtual ~CollectorNotes() = default;
    /** @param holdsFiles whether the collection has files in or below a folder. */
    virtual FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names,
                                    const HoldsFiles& holdsFiles) const = 0;
    /** Whether every folder directly in this one that has a file called `holding` is known. */
    virtual FolderState subfoldersState(const WindowsPath& folder, const QByteArray& holding,
                                        const HoldsFiles& holdsFiles) const;
    /** Folders in or below the roots that were not listed in full. */
    virtual void troubles(std::span<const WalkRoot> roots, QList<WalkedFolder>& troubles) const = 0;
    /** Whether what files hide beside their content was collected like files. */
    virtual FolderState streams() const { return streamsNotShown(); }
    /** As Files has it. */
    virtual std::optional<Text> hasOtherName(const WindowsPath&) const { return std::nullopt; }
    /** Whether the notes have this folder, also without a file in it. */
    virtual bool lists(const WindowsPath&) const { return false; }
    /** The SHA-256 that the notes have for a member, 64 lower-case hexadecimal digits; empty: none. */
    virtual QByteArray listedSha256(qint64) const { return {}; }
    /** When the shadow copy was made that a member was read from, where it was there before; invalid: none.
     */
    virtual QDateTime shadowCopyOf(qint64) const { return {}; }
    /** The paths of the drive `from` turn out to be those of the drive `to`. */
    virtual void moveDrive(char, char) {}
};

/** Notes of a copy that tells nothing: what is not there proves nothing. */
std::unique_ptr<CollectorNotes> nothingProven();

/** Notes of a plain archive that is looked at for itself: its list is all there is. */
std::unique_ptr<CollectorNotes> everythingListed();

/** The files of a collection, in the container's order. */
class CollectionFiles : public Files
{
public:
    CollectionFiles(ContainerPointer container, FileTable files, std::unique_ptr<CollectorNotes> notes);
    ~CollectionFiles() override;

    QList<FileEntry> find(const WindowsPath& path) const override;
    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names) const override;
    std::optional<Text> hasOtherName(const WindowsPath& folder) const override
    {
        return m_notes->hasOtherName(folder);
    }
    FolderState streams() const override { return m_notes->streams(); }
    FolderState streamState(const WindowsPath& stream) const override;
    FolderNames foldersIn(const WindowsPath& folder, const QByteArray& holding) const override;
    void walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
              const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const override;
    Result<std::unique_ptr<FileReader>> open(const FileEntry& entry) const override;
    Result<CopiedContent> openCopy(const FileEntry& entry, const Error& why) const override;

    /** The drives on which there are files, most files first. */
    QList<char> drives() const { return m_drives; }
    /** Everything on the drive `from` is on the drive `to`. Only before others see these files. */
    void moveDrive(char from, char to);

private:
    void index();
    FileEntry entryOf(size_t row) const;
    Result<std::unique_ptr<FileReader>> openStored(const CollectedFile& row, const WindowsPath& path) const;

    ContainerPointer m_container;
    FileTable m_files;
    std::vector<std::pair<quint64, quint32>> m_byPath; ///< hash of the folded path, row; sorted
    std::unordered_set<quint64> m_folders;             ///< hashes of folders that hold files at any depth
    QList<char> m_drives;
    std::unique_ptr<CollectorNotes> m_notes;
};

} // namespace mailmend
