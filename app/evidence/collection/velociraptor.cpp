// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor.h"

#include "evidence/collection/escaped_name.h"
#include "evidence/collection/sparse.h"

#include <QJsonArray>

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

/** What uploads.json says of one member, or the members beside it. */
struct Stored
{
    QList<QByteArray> components; ///< unescaped, from "uploads" on
    qint64 size = -1;
    bool isIndex = false;
    bool failed = false; ///< the server could not copy it into the export
};

/** A member's name as uploads.json's components would be written. */
QByteArray memberName(const QList<QByteArray>& components, bool escaped)
{
    QByteArray name;
    for (const QByteArray& component : components) {
        name += (name.isEmpty() ? "" : "/") + (escaped ? escapeComponent(component) : component);
    }
    return name;
}

struct UploadList
{
    QHash<QByteArray, Stored> byMember;
    std::vector<Stored> rows; ///< each once, for those that no member belongs to
    bool isThere = false;
    bool whole = true;
    bool fromServer = false; ///< a server's export: members carry the day of the export
};

UploadList readUploads(const Outline& outline, const CancelToken& cancel)
{
    UploadList list;
    list.isThere = outline.hasFile("uploads.json");
    if (!list.isThere) {
        return list;
    }
    const RowsRead read = readJsonLines(
        *outline.container, outline.rootFiles.value("uploads.json"), cancel, [&list](const QJsonObject& row) {
            Stored stored;
            for (const QJsonValue& component : row.value(QLatin1String("_Components")).toArray()) {
                stored.components.append(component.toString().toUtf8());
            }
            stored.size = lenientNumber(row.value(QLatin1String("file_size"))).value_or(-1);
            stored.isIndex = row.value(QLatin1String("Type")).toString() == QStringLiteral("idx");
            stored.failed = !row.value(QLatin1String("Error")).toString().isEmpty();
            list.fromServer = list.fromServer || row.contains(QLatin1String("_accessor")) ||
                              row.contains(QLatin1String("_client_components"));
            if (stored.components.size() < 3 || static_cast<qint64>(list.rows.size()) >= kMaxMembers) {
                return;
            }
            const QByteArray suffix = stored.isIndex ? ".idx" : "";
            for (const bool escaped : {true, false}) {
                const QByteArray name = memberName(stored.components, escaped);
                list.byMember.insert(name.endsWith(suffix) ? name : name + suffix, stored);
            }
            list.rows.push_back(std::move(stored));
        });
    list.whole = read.whole && read.bad == 0;
    return list;
}

/** Reads members into files; what is no file of the live volume is counted. */
class MemberReader
{
public:
    MemberReader(const Outline& outline, const UploadList& uploads, OpenedLayout& opened)
        : m_outline(outline), m_uploads(uploads), m_opened(opened)
    {}

    QHash<QByteArray, quint64> results; ///< tables of results, by unescaped name
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
        const auto row = m_uploads.byMember.constFind(name);
        const bool known = row != m_uploads.byMember.constEnd();
        bool isIndex = known && row->isIndex;
        if (!known) {
            for (QByteArray& component : components) {
                component = unescapeComponent(component);
            }
            // Without a list of uploads, only a stored file of the same name tells an index from a file
            // called .idx.
            isIndex = !m_uploads.isThere && name.endsWith(".idx") && m_names.contains(name.chopped(4));
        }
        const Placement placed = placeComponents((known ? row->components : components).mid(1));
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
        m_byMember.append({name, m_opened.files.size()});
        m_opened.files.push_back(std::move(file));
    }

    /** Joins stored pieces with the members that say where they belong. */
    void joinIndexes()
    {
        if (m_indexes.isEmpty()) {
            return;
        }
        int read = 0;
        for (const auto& [name, place] : m_byMember) {
            const auto index = m_indexes.constFind(name);
            if (index == m_indexes.constEnd()) {
                continue;
            }
            CollectedFile& file = m_opened.files[static_cast<size_t>(place)];
            file.ranges = static_cast<qint64>(*index);
            if (++read > maxIndexesRead) {
                continue;
            }
            const auto content = readMember(*m_outline.container, *index, kSparseIndexBound);
            const auto ranges =
                content ? readSparseIndex(*content) : Result<QList<SparseRange>>(content.error());
            if (ranges && !ranges->isEmpty()) {
                file.size = ranges->last().original + ranges->last().length;
            }
        }
    }

private:
    const Outline& m_outline;
    const UploadList& m_uploads;
    OpenedLayout& m_opened;
    QSet<QByteArray> m_names;
    QList<std::pair<QByteArray, size_t>> m_byMember;
    QHash<QByteArray, quint64> m_indexes; ///< by the name of the stored pieces
};

/** Files that were seen but not stored become entries that can't be opened; times come from the list of
 * matches. */
void joinMatches(const std::vector<Matched>& matches, OpenedLayout& opened, Records& records)
{
    QMultiHash<QByteArray, size_t> byPath;
    for (size_t i = 0; i < opened.files.size(); ++i) {
        byPath.insert(opened.files[i].path.folded(), i);
    }
    for (const Matched& match : matches) {
        const QByteArray folded = match.path.folded();
        const auto range = byPath.equal_range(folded);
        for (auto it = range.first; it != range.second; ++it) {
            CollectedFile& file = opened.files[*it];
            file.modified = match.modified.isValid() ? match.modified : file.modified;
            file.created = match.created.isValid() ? match.created : file.created;
        }
        if (range.first == range.second) {
            CollectedFile file;
            file.path = match.path;
            file.size = match.size;
            file.modified = match.modified;
            file.created = match.created;
            file.timeSource = TimeSource::Collector;
            byPath.insert(folded, opened.files.size());
            opened.files.push_back(std::move(file));
            const WindowsPath folder = match.path.parent();
            records.notTaken.insert(folder.folded(), folder);
        }
    }
}

CoverageEntry snapshotRow(const MemberReader& members)
{
    CoverageEntry row;
    row.source = QStringLiteral("snapshots");
    row.state = ReadState::Skipped;
    row.files = members.snapshots;
    row.bytes = members.snapshotBytes;
    row.reason = say(MAILMEND_TEXT(
        "evidence", "The collection also holds files from older snapshots of the disk. This version "
                    "does not read these yet."));
    return row;
}

Result<OpenedLayout> read(const Outline& outline, const CancelToken& cancel)
{
    OpenedLayout opened;
    const UploadList uploads = readUploads(outline, cancel);
    MemberReader members(outline, uploads, opened);
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
    // Stored according to the list, but not in the archive: seen, and not to be had.
    for (const Stored& row : uploads.rows) {
        const Placement placed = placeComponents(row.components.mid(1));
        if (!row.isIndex && placed.kind == Placement::Kind::File) {
            records.matches.push_back({placed.path, qMax(qint64(0), row.size), {}, {}});
        }
    }
    joinMatches(records.matches, opened, *records.records);
    if (opened.unreadable > 0) {
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence", "{count} {count|name|names} could lead outside the collection or "
                                          "{count|makes|make} no sense, and {count|was|were} not opened."),
                {{"count", count(opened.unreadable)}}));
    }
    if (members.snapshots > 0) {
        opened.coverage.append(snapshotRow(members));
    }
    opened.notes = std::move(records.records);
    return opened;
}

} // namespace

constinit const Layout velociraptorLayout{"Velociraptor", isVelociraptor, read};

} // namespace mailmend
