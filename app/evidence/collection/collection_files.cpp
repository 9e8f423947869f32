// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/collection_files.h"

#include "evidence/collection/sparse.h"

#include <QHash>
#include <QHashFunctions>
#include <QMap>

namespace mailmend {

/** A file in few bytes: a collection may hold two million. */
struct CollectionFiles::Row
{
    QByteArray path; ///< the drive's letter or nothing, then each component behind a null; raw names
    qint64 size = 0;
    qint64 modified = 0; ///< milliseconds since 1970
    qint64 created = 0;
    qint32 member = -1;
    qint32 ranges = -1;
    qint32 reason = -1;
    quint32 attributes = 0;
    TimeSource timeSource = TimeSource::Unknown;
    bool hasModified = false;
    bool hasCreated = false;
    bool hasAttributes = false;
};

namespace {

QByteArray rawKey(const WindowsPath& path)
{
    QByteArray key;
    if (path.drive() != 0) {
        key += path.drive();
    }
    for (const QByteArray& component : path.components()) {
        key += '\0';
        key += component;
    }
    return key;
}

WindowsPath fromRawKey(const QByteArray& key)
{
    QList<QByteArray> parts = key.split('\0');
    const QByteArray drive = parts.takeFirst();
    return WindowsPath(drive.isEmpty() ? '\0' : drive.at(0), std::move(parts));
}

/** The same for all spellings of a path. */
quint64 hashOf(QByteArrayView folded)
{
    return qHash(folded, QHashSeed::globalSeed()); // differs from run to run: nobody can prepare twins
}

/** Calls `each` with the folded path of the drive, then of every folder down to `folded` itself. */
template<typename Each>
void forEachPrefix(const QByteArray& folded, Each each)
{
    for (qsizetype at = folded.indexOf('\0'); at >= 0; at = folded.indexOf('\0', at + 1)) {
        each(QByteArrayView(folded).first(at));
    }
    each(QByteArrayView(folded));
}

class NothingProven : public CollectorNotes
{
public:
    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>&,
                            const HoldsFiles& holdsFiles) const override
    {
        if (holdsFiles(folder)) {
            return {
                ReadState::Partly,
                say(MAILMEND_TEXT(
                        "evidence",
                        "This copy holds files of {path}, but nothing tells whether it holds all of them."),
                    {{"path", place(folder.display())}})};
        }
        return {ReadState::NotCollected, say(MAILMEND_TEXT("evidence", "This copy holds nothing of {path}."),
                                             {{"path", place(folder.display())}})};
    }
    void troubles(std::span<const WalkRoot>, QList<WalkedFolder>&) const override {}
};

class EverythingListed : public CollectorNotes
{
public:
    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>&,
                            const HoldsFiles& holdsFiles) const override
    {
        if (holdsFiles(folder) || folder.components().isEmpty()) {
            return {ReadState::Read, {}};
        }
        return {ReadState::Missing, say(MAILMEND_TEXT("evidence", "There is no folder {path}."),
                                        {{"path", place(folder.display())}})};
    }
    void troubles(std::span<const WalkRoot>, QList<WalkedFolder>&) const override {}
};

} // namespace

std::unique_ptr<CollectorNotes> everythingListed()
{
    return std::make_unique<EverythingListed>();
}

std::unique_ptr<CollectorNotes> nothingProven()
{
    return std::make_unique<NothingProven>();
}

CollectionFiles::CollectionFiles(ContainerPointer container, const std::vector<CollectedFile>& files,
                                 std::unique_ptr<CollectorNotes> notes)
    : m_container(std::move(container)), m_notes(std::move(notes))
{
    QMap<char, qint64> perDrive;
    m_rows.reserve(files.size());
    m_byPath.reserve(files.size());
    for (const CollectedFile& file : files) {
        Row row;
        row.path = rawKey(file.path);
        row.size = file.size;
        row.hasModified = file.modified.isValid();
        row.modified = row.hasModified ? file.modified.toMSecsSinceEpoch() : 0;
        row.hasCreated = file.created.isValid();
        row.created = row.hasCreated ? file.created.toMSecsSinceEpoch() : 0;
        row.member = static_cast<qint32>(file.member);
        row.ranges = static_cast<qint32>(file.ranges);
        row.timeSource = file.timeSource;
        row.attributes = file.attributes;
        row.hasAttributes = file.hasAttributes;
        if (!file.why.isEmpty()) {
            row.reason = static_cast<qint32>(m_reasons.size());
            m_reasons.push_back(file.why);
        }
        const QByteArray folded = file.path.folded();
        m_byPath.emplace_back(hashOf(folded), static_cast<quint32>(m_rows.size()));
        forEachPrefix(file.path.parent().folded(),
                      [this](QByteArrayView folder) { m_folders.insert(hashOf(folder)); });
        ++perDrive[file.path.drive()];
        m_rows.push_back(std::move(row));
    }
    std::sort(m_byPath.begin(), m_byPath.end());
    m_drives = perDrive.keys();
    std::stable_sort(m_drives.begin(), m_drives.end(), [&perDrive](char left, char right) {
        return perDrive.value(left) > perDrive.value(right);
    });
}

CollectionFiles::~CollectionFiles() = default;

FileEntry CollectionFiles::entryOf(size_t number) const
{
    const Row& row = m_rows[number];
    FileEntry entry;
    entry.path = fromRawKey(row.path);
    entry.size = row.size;
    if (row.hasModified) {
        entry.modified = QDateTime::fromMSecsSinceEpoch(row.modified, Qt::UTC);
    }
    if (row.hasCreated) {
        entry.created = QDateTime::fromMSecsSinceEpoch(row.created, Qt::UTC);
    }
    entry.timeSource = row.timeSource;
    entry.attributes = row.attributes;
    entry.hasAttributes = row.hasAttributes;
    entry.locator = number;
    return entry;
}

QList<FileEntry> CollectionFiles::find(const WindowsPath& path) const
{
    QList<FileEntry> found;
    const QByteArray folded = path.folded();
    const quint64 hash = hashOf(folded);
    auto at = std::lower_bound(m_byPath.begin(), m_byPath.end(), std::pair<quint64, quint32>{hash, 0});
    for (; at != m_byPath.end() && at->first == hash; ++at) {
        FileEntry entry = entryOf(at->second);
        if (entry.path.folded() == folded) {
            found.append(std::move(entry));
        }
    }
    return found;
}

FolderState CollectionFiles::folderState(const WindowsPath& folder, const QList<QByteArray>& names) const
{
    return m_notes->folderState(folder, names, [this](const WindowsPath& which) {
        return m_folders.contains(hashOf(which.folded()));
    });
}

void CollectionFiles::walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
                           const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const
{
    QHash<QByteArray, bool> wanted; // folded folder → with all below it
    for (const WalkRoot& root : roots) {
        bool& recursive = wanted[root.folder.folded()];
        recursive = recursive || root.recursive;
    }
    for (size_t i = 0; i < m_rows.size(); ++i) {
        if (cancel.isCancelled()) {
            return;
        }
        FileEntry entry = entryOf(i);
        const QByteArray parent = entry.path.parent().folded();
        bool inside = false;
        forEachPrefix(parent, [&](QByteArrayView folder) {
            const auto root = wanted.constFind(QByteArray::fromRawData(folder.data(), folder.size()));
            inside = inside || (root != wanted.constEnd() && (*root || folder.size() == parent.size()));
        });
        if (inside && !visit(std::move(entry))) {
            return;
        }
    }
    m_notes->troubles(roots, troubles);
}

Result<std::unique_ptr<FileReader>> CollectionFiles::open(const FileEntry& entry) const
{
    if (entry.locator >= m_rows.size()) {
        return Error{
            ErrorKind::NotFound, say(MAILMEND_TEXT("evidence", "There is no such file.")), {}, {}, {}};
    }
    const Row& row = m_rows[static_cast<size_t>(entry.locator)];
    if (row.member < 0) {
        return Error{ErrorKind::NotFound,
                     row.reason >= 0
                         ? m_reasons[static_cast<size_t>(row.reason)]
                         : say(MAILMEND_TEXT("evidence", "The collector saw {path} but did not store it."),
                               {{"path", place(entry.path.display())}}),
                     say(MAILMEND_TEXT("evidence", "Collect this file again, or look at the server's disk.")),
                     {},
                     {}};
    }
    auto stored = m_container->open(static_cast<quint64>(row.member));
    if (!stored || row.ranges < 0) {
        return stored;
    }
    const auto ranges = readMember(*m_container, static_cast<quint64>(row.ranges), kSparseIndexBound);
    if (!ranges) {
        return ranges.error();
    }
    return expandSparse(std::move(*stored), *ranges);
}

} // namespace mailmend
