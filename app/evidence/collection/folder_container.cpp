// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/container.h"

#include "base/sha256.h"
#include "evidence/volume/native.h"
#include "evidence/volume/volume_files.h"

namespace mailmend {
namespace {

/** An extracted collection: the walk, the raw names and the rules on links are those of any folder (drive 0).
 */
class FolderContainer : public Container
{
public:
    FolderContainer(QByteArray path, native::FolderPointer root)
        : m_path(std::move(path)), m_files({{{0, m_path}, std::move(root), {}}})
    {}

    /** Reads the tree once; false: cancelled or too many files. */
    Result<bool> read(const CancelToken& cancel)
    {
        const WalkRoot all{WindowsPath(), true};
        QList<WalkedFolder> troubles;
        bool tooMany = false;
        m_files.walk(
            std::span(&all, 1), cancel,
            [this, &tooMany](FileEntry&& entry) {
                tooMany = static_cast<qint64>(m_members.size()) >= kMaxMembers;
                if (!tooMany) {
                    m_members.push_back({entry.path.components().join('/'), entry.size, entry.modified});
                }
                return !tooMany;
            },
            troubles);
        if (tooMany) {
            return Error{ErrorKind::TooLarge,
                         say(MAILMEND_TEXT("evidence", "This folder holds more than {bound} files."),
                             {{"bound", count(kMaxMembers)}}),
                         say(MAILMEND_TEXT("evidence", "Collect fewer folders at a time, or mount the "
                                                       "server's disk and open that.")),
                         {},
                         {}};
        }
        if (!troubles.isEmpty()) {
            m_trouble =
                say(MAILMEND_TEXT(
                        "evidence",
                        "{count} {count|place|places} in the collection could not be read, the first: {why}"),
                    {{"count", count(troubles.size())}, {"why", sentence(troubles.first().state.reason)}});
        }
        return true;
    }

    void list(const CancelToken& cancel, const std::function<bool(const Member&)>& each) const override
    {
        for (size_t i = 0; i < m_members.size() && !cancel.isCancelled(); ++i) {
            const Listed& member = m_members[i];
            if (!each({member.name, i, member.size, member.modified})) {
                return;
            }
        }
    }

    Result<std::unique_ptr<FileReader>> open(quint64 index) const override
    {
        if (index >= m_members.size()) {
            return Error{
                ErrorKind::NotFound, say(MAILMEND_TEXT("evidence", "There is no such file.")), {}, {}, {}};
        }
        FileEntry entry;
        entry.path = WindowsPath(0, m_members[index].name.split('/'));
        return m_files.open(entry);
    }

    Text trouble() const override { return m_trouble; }
    bool bothSlashes() const override { return false; }
    QByteArray logBeside() const override { return readLogBeside(m_path); }
    QByteArray fingerprint() const override { return sha256(m_path); }

private:
    struct Listed
    {
        QByteArray name;
        qint64 size = 0;
        QDateTime modified;
    };

    QByteArray m_path;
    VolumeFiles m_files;
    std::vector<Listed> m_members;
    Text m_trouble;
};

} // namespace

QByteArray readLogBeside(const QByteArray& path)
{
    constexpr qsizetype bound = qsizetype(16) << 20;
    const qsizetype slash = path.lastIndexOf('/');
    const auto folder = native::openFolder(slash < 0 ? QByteArray(".") : path.first(slash + 1));
    auto reader = folder ? (*folder)->file(path.mid(slash + 1) + ".log")
                         : Result<std::unique_ptr<FileReader>>(folder.error());
    QByteArray content;
    QByteArray piece(64 * 1024, Qt::Uninitialized);
    while (reader && content.size() < bound) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got || *got == 0) {
            break;
        }
        content.append(piece.constData(), *got);
    }
    return content;
}

Result<ContainerPointer> openFolderContainer(const QString& path, const CancelToken& cancel)
{
    const QByteArray raw = native::toNative(path);
    auto root = native::openFolder(raw);
    if (!root) {
        return root.error();
    }
    auto container = std::make_shared<FolderContainer>(native::canonical(raw), std::move(*root));
    const auto read = container->read(cancel);
    if (!read) {
        return read.error();
    }
    return ContainerPointer(std::move(container));
}

} // namespace mailmend
