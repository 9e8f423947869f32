// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"

#include <QHash>

#include <atomic>
#include <functional>
#include <map>

namespace mailmend::testing {

/** One file of FakeFiles: its bytes, or a function that makes them piece by piece. */
struct FakeFile
{
    WindowsPath path;
    QByteArray content;
    std::function<Result<qint64>(std::span<char>)> read; ///< instead of `content`
    bool cannotOpen = false;
    std::optional<Error> refused{}; ///< what opening it gives
    QDateTime copied{};             ///< a shadow copy of this time has its content; invalid: none has
    bool copyIsOlder = true;
};

/** Files in memory that count how often each is opened, and whose folders are in the states that a test
 * wants. */
class FakeFiles : public Files
{
public:
    std::vector<FakeFile> files;
    QHash<QByteArray, FolderState> states; ///< key: folded folder; others are Read
    FolderState shownStreams = streamsNotShown();
    bool ofFolders = false; ///< "wwwroot:evil" is a stream of that folder
    QList<WalkedFolder> troublesToTell;
    mutable std::vector<WalkRoot> walkedRoots;
    mutable std::atomic<int> walks{0};
    mutable std::atomic<int> opened{0};
    mutable std::atomic<int> waiting{0}; ///< visited and not yet opened
    mutable std::atomic<int> mostWaiting{0};
    mutable std::atomic<int> givenBack{0};
    std::optional<Error> leftBehind; ///< what giving back gives

    QList<FileEntry> find(const WindowsPath& path) const override
    {
        QList<FileEntry> found;
        for (size_t i = 0; i < files.size(); ++i) {
            if (files[i].path == path) {
                found.append(entry(i));
            }
        }
        return found;
    }

    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>&) const override
    {
        return states.value(folder.folded(), FolderState{ReadState::Read, {}});
    }

    FolderState streams() const override { return shownStreams; }

    FolderNames foldersIn(const WindowsPath& folder, const QByteArray&) const override
    {
        return {{}, folderState(folder, {})};
    }

    void walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
              const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const override
    {
        ++walks;
        walkedRoots.assign(roots.begin(), roots.end());
        troubles += troublesToTell;
        for (size_t i = 0; i < files.size() && !cancel.isCancelled(); ++i) {
            const bool within =
                std::any_of(roots.begin(), roots.end(),
                            [&](const WalkRoot& root) {
                                return root.recursive ? files[i].path.isWithin(root.folder)
                                                      : files[i].path.parent() == root.folder;
                            }) ||
                (ofFolders && std::any_of(roots.begin(), roots.end(), [&](const WalkRoot& root) {
                     const auto holder = holderOfStream(files[i].path);
                     return holder && *holder == root.folder;
                 }));
            if (!within) {
                continue;
            }
            mostWaiting = std::max(mostWaiting.load(), ++waiting);
            if (!visit(entry(i))) {
                return;
            }
        }
    }

    Result<std::unique_ptr<FileReader>> open(const FileEntry& file) const override
    {
        ++opened;
        --waiting;
        const FakeFile& fake = files[static_cast<size_t>(file.locator)];
        if (fake.refused) {
            return *fake.refused;
        }
        if (fake.cannotOpen) {
            return Error{ErrorKind::Denied, verbatim(QStringLiteral("Not for you.")), {}, {}, {}};
        }
        return std::unique_ptr<FileReader>(new Reader(fake));
    }

    Result<CopiedContent> openCopy(const FileEntry& file, const Error& why) const override
    {
        const FakeFile& fake = files[static_cast<size_t>(file.locator)];
        if (!fake.copied.isValid()) {
            return why;
        }
        return CopiedContent{std::unique_ptr<FileReader>(new Reader(fake)), fake.copied,
                             fake.copyIsOlder ? std::optional(why) : std::nullopt};
    }

    Done giveBack() const override
    {
        ++givenBack;
        return leftBehind ? Done(*leftBehind) : done();
    }

private:
    class Reader : public FileReader
    {
    public:
        explicit Reader(const FakeFile& file) : m_file(file) {}
        Result<qint64> read(std::span<char> room) override
        {
            if (m_file.read) {
                return m_file.read(room);
            }
            const qint64 count =
                std::min<qint64>(static_cast<qint64>(room.size()), m_file.content.size() - m_at);
            std::copy_n(m_file.content.constData() + m_at, count, room.data());
            m_at += count;
            return count;
        }

    private:
        const FakeFile& m_file;
        qint64 m_at = 0;
    };

    FileEntry entry(size_t index) const
    {
        FileEntry file;
        file.path = files[index].path;
        file.size = files[index].content.size();
        file.locator = index;
        return file;
    }
};

/** Evidence of one volume with these files. */
inline std::shared_ptr<Evidence> fakeEvidence(std::shared_ptr<const FakeFiles> files, const QString& id)
{
    auto evidence = std::make_shared<Evidence>();
    evidence->target.id = id;
    evidence->target.kind = QStringLiteral("volume");
    evidence->target.path = id;
    evidence->target.zone = QTimeZone::utc();
    evidence->files = {std::move(files), ReadState::Read, {}};
    return evidence;
}

} // namespace mailmend::testing
