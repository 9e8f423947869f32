// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor_uploads.h"

#include "evidence/collection/escaped_name.h"
#include "evidence/collection/sparse.h"

namespace mailmend {

using namespace velociraptor;

namespace {

constexpr int maxIndexesRead = 10'000; // sparse files are few: the journal and its like

bool isVelociraptor(const Outline& outline)
{
    return outline.hasFile("collection_context.json") ||
           (outline.hasFolder("uploads") &&
            (outline.hasFile("client_info.json") || outline.hasFile("uploads.json") ||
             outline.rootFolders.size() == 1));
}

/** Reads members into files; what is no file of the live volume is counted. */
class MemberReader
{
public:
    MemberReader(const Outline& outline, const UploadList& uploads, OpenedLayout& opened,
                 const CancelToken& cancel)
        : m_outline(outline), m_uploads(uploads), m_opened(opened), m_cancel(cancel)
    {}

    QHash<QByteArray, quint64> results; ///< tables of results, by unescaped name
    std::vector<WindowsPath> unlisted;  ///< stored, but not on the list of stored files by this name
    qint64 storedBytes = 0;
    qint64 snapshots = 0, snapshotBytes = 0, others = 0;

    void take(QList<QByteArray>&& components, const Member& member)
    {
        if (components.first() == "results" && components.last().endsWith(".json")) {
            results.insert(unescapeComponent(components.mid(1).join('/')), member.index);
        }
        if (components.size() < 3 || components.first() != "uploads") {
            return;
        }
        storedBytes += member.size;
        const QByteArray name = components.join('/');
        const Stored* row = m_uploads.ofMember(name);
        const bool known = row != nullptr;
        bool isIndex = known && row->isIndex;
        if (!known) {
            for (QByteArray& component : components) {
                component = unescapeComponent(component);
            }
            // Without a list of uploads, only a stored file of the same name tells an index from a file
            // called .idx.
            isIndex = !m_uploads.isThere && name.endsWith(".idx") && m_names.contains(name.chopped(4));
        }
        const bool listed = known || !m_uploads.isThere;
        const Placement placed = placeComponents(known ? row->placeable() : components.mid(1));
        switch (placed.kind) {
        case Placement::Kind::Refused:
            ++m_opened.unreadable;
            return;
        case Placement::Kind::Snapshot:
            ++snapshots;
            snapshotBytes += member.size;
            return;
        case Placement::Kind::Other:
            ++others;
            return;
        case Placement::Kind::File:
            break;
        }
        if (isIndex) {
            m_indexes.insert(name.chopped(name.endsWith(".idx") ? 4 : 0), member.index);
            return;
        }
        CollectedFile file;
        file.path = placed.path;
        file.member = static_cast<qint64>(member.index);
        file.size = member.size;
        file.modified = m_uploads.fromServer ? QDateTime() : member.modified;
        file.timeSource = TimeSource::Collector;
        if (!m_uploads.isThere || m_names.size() < maxIndexesRead) {
            m_names.insert(name);
        }
        if (!listed) {
            unlisted.push_back(file.path);
        }
        m_opened.files.add(file);
    }

    /** Joins stored pieces with the members that say where they belong. */
    void joinIndexes()
    {
        if (m_indexes.isEmpty()) {
            return;
        }
        std::vector<std::pair<size_t, quint64>> pieces; // row, member with its index
        size_t row = 0;                                 // rows stand in the members' order
        forEachMember(m_outline, m_cancel, [&](QList<QByteArray>&& components, const Member& member) {
            const auto number = static_cast<qint64>(member.index);
            while (row < m_opened.files.size() && m_opened.files.member(row) < number) {
                ++row;
            }
            const auto index = m_indexes.constFind(components.join('/'));
            if (index != m_indexes.constEnd() && row < m_opened.files.size() &&
                m_opened.files.member(row) == number) {
                pieces.emplace_back(row, *index);
            }
        });
        int read = 0;
        for (const auto& [place, index] : pieces) {
            CollectedFile file = m_opened.files.at(place);
            file.ranges = static_cast<qint64>(index);
            if (++read <= maxIndexesRead) {
                const auto content = readMember(*m_outline.container, index, kSparseIndexBound);
                const auto ranges =
                    content ? readSparseIndex(*content) : Result<QList<SparseRange>>(content.error());
                if (ranges && !ranges->isEmpty()) {
                    file.size = ranges->last().original + ranges->last().length;
                }
            }
            m_opened.files.update(place, file);
        }
    }

private:
    const Outline& m_outline;
    const UploadList& m_uploads;
    OpenedLayout& m_opened;
    const CancelToken& m_cancel;
    QSet<QByteArray> m_names;
    QHash<QByteArray, quint64> m_indexes; ///< by the name of the stored pieces
};

Result<OpenedLayout> readVelociraptor(const Outline& outline, const CancelToken& cancel)
{
    OpenedLayout opened;
    const UploadList uploads = readUploads(outline, cancel);
    MemberReader members(outline, uploads, opened, cancel);
    forEachMember(outline, cancel, [&members](QList<QByteArray>&& components, const Member& member) {
        members.take(std::move(components), member);
    });
    members.joinIndexes();
    RecordsRead records = readRecords(outline, members.results, members.storedBytes, cancel);
    opened.hints = records.hints;
    opened.troubles = records.troubles;
    if (!uploads.whole) {
        records.records->unfinished =
            say(MAILMEND_TEXT("evidence", "The collector's list of stored files is damaged."));
        opened.troubles.append(records.records->unfinished);
    }
    noteUnlisted(members.unlisted, uploads, *records.records, opened);
    joinMatches(records.matches, uploads, opened, *records.records);
    if (opened.unreadable > 0) {
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence", "{count} {count|name|names} could lead outside the collection or "
                                          "{count|makes|make} no sense, and {count|was|were} not opened."),
                {{"count", count(opened.unreadable)}}));
    }
    if (members.snapshots > 0) {
        opened.coverage.append(snapshotRow(members.snapshots, members.snapshotBytes));
    }
    opened.notes = std::move(records.records);
    return opened;
}

} // namespace

constinit const Layout velociraptorLayout{"Velociraptor", isVelociraptor, readVelociraptor};

} // namespace mailmend
