// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/collection_files.h"

#include "evidence/collection/listed_hash.h"
#include "evidence/collection/sparse.h"
#include "evidence/short_name.h"

#include <QHash>
#include <QHashFunctions>
#include <QMap>
#include <QSet>

namespace mailmend {

namespace {

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

/** What is stored may show that something was there, and never that nothing is. */
Error fromShadowCopy(const WindowsPath& path, const QDateTime& made)
{
    return {
        ErrorKind::InUse,
        say(MAILMEND_TEXT("evidence", "Another program held {path} open when it was collected. What was "
                                      "collected is from the shadow copy of {time}, not what it was then."),
            {{"path", place(path.display())}, {"time", moment(made)}}),
        say(MAILMEND_TEXT("evidence", "Collect again when that program has ended, or on the console with "
                                      "--shadow-copy.")),
        {},
        {}};
}

} // namespace

FolderState CollectorNotes::subfoldersState(const WindowsPath& folder, const QByteArray& holding,
                                            const HoldsFiles& holdsFiles) const
{
    // What is said of a folder that is not there holds for every other one that was not seen.
    for (const WindowsPath& asked : {folder, folder.child(kNobodysFolder)}) {
        FolderState state = folderState(asked, {holding}, holdsFiles);
        if (state.state != ReadState::Read && state.state != ReadState::Missing) {
            return state;
        }
    }
    return {ReadState::Read, {}};
}

std::unique_ptr<CollectorNotes> everythingListed()
{
    return std::make_unique<EverythingListed>();
}

std::unique_ptr<CollectorNotes> nothingProven()
{
    return std::make_unique<NothingProven>();
}

CollectionFiles::CollectionFiles(ContainerPointer container, FileTable files,
                                 std::unique_ptr<CollectorNotes> notes)
    : m_container(std::move(container)), m_files(std::move(files)), m_notes(std::move(notes))
{
    index();
}

void CollectionFiles::index()
{
    m_byPath.clear();
    m_byPath.reserve(m_files.size());
    m_folders.clear();
    QMap<char, qint64> perDrive;
    quint32 known = 0;
    WindowsPath folder;
    for (size_t row = 0; row < m_files.size(); ++row) {
        if (row == 0 || m_files.folderOf(row) != known) {
            known = m_files.folderOf(row);
            folder = m_files.folder(known);
            forEachPrefix(folder.folded(),
                          [this](QByteArrayView prefix) { m_folders.insert(hashOf(prefix)); });
        }
        m_byPath.emplace_back(hashOf(folder.child(m_files.name(row)).folded()), static_cast<quint32>(row));
        ++perDrive[folder.drive()];
    }
    std::sort(m_byPath.begin(), m_byPath.end());
    m_drives = perDrive.keys();
    std::stable_sort(m_drives.begin(), m_drives.end(), [&perDrive](char left, char right) {
        return perDrive.value(left) > perDrive.value(right);
    });
}

void CollectionFiles::moveDrive(char from, char to)
{
    m_files.moveDrive(from, to);
    m_notes->moveDrive(from, to);
    index();
}

CollectionFiles::~CollectionFiles() = default;

FileEntry CollectionFiles::entryOf(size_t number) const
{
    CollectedFile file = m_files.at(number);
    FileEntry entry;
    entry.path = std::move(file.path);
    entry.size = file.size;
    entry.modified = file.modified;
    entry.created = file.created;
    entry.timeSource = file.timeSource;
    entry.attributes = file.attributes;
    entry.hasAttributes = file.hasAttributes;
    entry.locator = number;
    if (const std::optional<WindowsPath> holder = holderOfStream(entry.path)) {
        entry.isOfFolder = m_notes->lists(*holder) && find(*holder).isEmpty();
    }
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
    FolderState state = m_notes->folderState(folder, names, [this](const WindowsPath& which) {
        return m_folders.contains(hashOf(which.folded()));
    });
    if (state.state != ReadState::Missing && state.state != ReadState::NotCollected) {
        return state;
    }
    WindowsPath at(folder.drive(), {});
    for (const QByteArray& name : folder.components()) {
        at = at.child(name);
        if (looksShort(name) && !m_folders.contains(hashOf(at.folded())) && !m_notes->lists(at)) {
            return {ReadState::NotCollected, shortNameNotShown(name).text};
        }
    }
    return state;
}

FolderState CollectionFiles::streamState(const WindowsPath& stream) const
{
    FolderState state = m_notes->streams();
    if (state.state != ReadState::Read) {
        return state;
    }
    state = folderState(stream.parent(), {stream.name()});
    const std::optional<WindowsPath> holder = holderOfStream(stream);
    if (state.state != ReadState::Read && holder && m_folders.contains(hashOf(holder->folded()))) {
        // Beside a folder that was asked for, in one that was not.
        state = folderState(*holder, {stream.name().mid(stream.name().indexOf(':') + 1)});
    }
    if (state.state == ReadState::Read && holder) {
        const WalkRoot only{*holder, false}; // a row of its own has what could not be listed of it
        QList<WalkedFolder> troubles;
        m_notes->troubles({&only, 1}, troubles);
        state = troubles.isEmpty() ? state : troubles.first().state;
    }
    return state;
}

FolderNames CollectionFiles::foldersIn(const WindowsPath& folder, const QByteArray& holding) const
{
    FolderNames folders;
    folders.state = m_notes->subfoldersState(folder, holding, [this](const WindowsPath& which) {
        return m_folders.contains(hashOf(which.folded()));
    });
    QSet<QByteArray> seen;
    const qsizetype depth = folder.components().size();
    for (size_t number = 0; number < m_files.folders(); ++number) {
        const WindowsPath one = m_files.folder(static_cast<quint32>(number));
        if (one.components().size() <= depth || !one.isWithin(folder)) {
            continue;
        }
        const QByteArray name = one.components().at(depth);
        const QByteArray folded = foldName(name);
        if (!seen.contains(folded)) {
            seen.insert(folded);
            folders.names.append(name);
        }
    }
    return folders;
}

void CollectionFiles::walk(std::span<const WalkRoot> roots, const CancelToken& cancel,
                           const std::function<bool(FileEntry&&)>& visit, QList<WalkedFolder>& troubles) const
{
    QHash<QByteArray, bool> wanted; // folded folder → with all below it
    for (const WalkRoot& root : roots) {
        bool& recursive = wanted[root.folder.folded()];
        recursive = recursive || root.recursive;
    }
    enum class Inside : char { NotLooked, No, Yes };
    std::vector<Inside> folders(m_files.folders(), Inside::NotLooked);
    for (size_t i = 0; i < m_files.size(); ++i) {
        if (cancel.isCancelled()) {
            return;
        }
        Inside& inside = folders[m_files.folderOf(i)];
        if (inside == Inside::NotLooked) {
            const QByteArray parent = m_files.folder(m_files.folderOf(i)).folded();
            inside = Inside::No;
            forEachPrefix(parent, [&](QByteArrayView folder) {
                const auto root = wanted.constFind(QByteArray::fromRawData(folder.data(), folder.size()));
                if (root != wanted.constEnd() && (*root || folder.size() == parent.size())) {
                    inside = Inside::Yes;
                }
            });
        }
        // What a folder holds beside its files lies in the one around it.
        const bool isOfRoot = inside == Inside::No && m_files.name(i).contains(':') && [&] {
            const auto holder = holderOfStream(m_files.at(i).path);
            return holder && wanted.contains(holder->folded());
        }();
        if ((inside == Inside::Yes || isOfRoot) && !visit(entryOf(i))) {
            return;
        }
    }
    m_notes->troubles(roots, troubles);
}

Result<std::unique_ptr<FileReader>> CollectionFiles::open(const FileEntry& entry) const
{
    if (entry.locator >= m_files.size()) {
        return Error{
            ErrorKind::NotFound, say(MAILMEND_TEXT("evidence", "There is no such file.")), {}, {}, {}};
    }
    const CollectedFile row = m_files.at(static_cast<size_t>(entry.locator));
    if (row.member < 0) {
        return Error{row.heldByAntiVirus ? ErrorKind::AntiVirus : ErrorKind::NotFound,
                     !row.why.isEmpty()
                         ? row.why
                         : say(MAILMEND_TEXT("evidence", "The collector saw {path} but did not store it."),
                               {{"path", place(entry.path.display())}}),
                     say(MAILMEND_TEXT("evidence", "Collect this file again, or look at the server's disk.")),
                     {},
                     {}};
    }
    if (const QDateTime made = m_notes->shadowCopyOf(row.member); made.isValid()) {
        return fromShadowCopy(entry.path, made);
    }
    return openStored(row, entry.path);
}

Result<CopiedContent> CollectionFiles::openCopy(const FileEntry& entry, const Error& why) const
{
    const CollectedFile row =
        entry.locator < m_files.size() ? m_files.at(static_cast<size_t>(entry.locator)) : CollectedFile{};
    const QDateTime made = row.member >= 0 ? m_notes->shadowCopyOf(row.member) : QDateTime();
    if (!made.isValid()) {
        return why;
    }
    auto reader = openStored(row, entry.path);
    return reader ? Result<CopiedContent>(CopiedContent{std::move(*reader), made, why}) : reader.error();
}

Result<std::unique_ptr<FileReader>> CollectionFiles::openStored(const CollectedFile& row,
                                                                const WindowsPath& path) const
{
    const auto member = static_cast<quint64>(row.member);
    QByteArray listed = m_notes->listedSha256(row.member);
    auto stored = listed.isEmpty() ? m_container->open(member) : m_container->openToCompare(member);
    if (!stored) {
        return stored;
    }
    if (!listed.isEmpty()) {
        return compareWithList(std::move(*stored), std::move(listed), path);
    }
    if (row.ranges < 0) {
        return stored;
    }
    const auto ranges = readMember(*m_container, static_cast<quint64>(row.ranges), kSparseIndexBound);
    if (!ranges) {
        return ranges.error();
    }
    return expandSparse(std::move(*stored), *ranges);
}

} // namespace mailmend
