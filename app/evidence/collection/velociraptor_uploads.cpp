// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor_uploads.h"

#include "evidence/collection/escaped_name.h"

#include <QJsonArray>

namespace mailmend::velociraptor {
namespace {

/** A member's name as uploads.json's components would be written. */
QByteArray memberName(const Stored& stored, bool escaped)
{
    QByteArray name;
    for (const QByteArray& component : stored.components.split('\0')) {
        name += (name.isEmpty() ? "" : "/") + (escaped ? escapeComponent(component) : component);
    }
    const QByteArray suffix = stored.isIndex ? ".idx" : "";
    return name.endsWith(suffix) ? name : name + suffix;
}

quint64 hashOf(const QByteArray& bytes)
{
    return qHash(bytes, QHashSeed::globalSeed());
}

/** Joins what the collector listed with what it stored, one file at a time. */
class Joiner
{
public:
    Joiner(OpenedLayout& opened, Records& records) : m_opened(opened), m_records(records)
    {
        m_byPath.reserve(static_cast<qsizetype>(opened.files.size()));
        for (size_t i = 0; i < opened.files.size(); ++i) {
            m_byPath.insert(hashOf(asListed(opened.files.path(i))), static_cast<quint32>(i));
        }
    }

    void take(const WindowsPath& path, qint64 size, const QDateTime& modified, const QDateTime& created)
    {
        const QByteArray listed = asListed(path);
        const auto range = m_byPath.equal_range(hashOf(listed));
        bool known = false;
        for (auto it = range.first; it != range.second; ++it) {
            if (asListed(m_opened.files.path(*it)) != listed) {
                continue;
            }
            known = true;
            if (modified.isValid() || created.isValid()) {
                CollectedFile file = m_opened.files.at(*it);
                file.modified = modified.isValid() ? modified : file.modified;
                file.created = created.isValid() ? created : file.created;
                m_opened.files.update(*it, file);
            }
        }
        if (!known) {
            CollectedFile file;
            file.path = path;
            file.size = size;
            file.modified = modified;
            file.created = created;
            file.timeSource = TimeSource::Collector;
            m_byPath.insert(hashOf(listed), static_cast<quint32>(m_opened.files.size()));
            m_opened.files.add(file);
            const WindowsPath folder = path.parent();
            m_records.notTaken.insert(folder.folded(), folder);
        }
    }

private:
    OpenedLayout& m_opened;
    Records& m_records;
    QMultiHash<quint64, quint32> m_byPath;
};

} // namespace

void UploadList::add(Stored stored)
{
    const auto row = static_cast<quint32>(rows.size());
    for (const bool escaped : {true, false}) {
        m_byMember.insert(hashOf(memberName(stored, escaped)), row);
    }
    rows.push_back(std::move(stored));
}

const Stored* UploadList::ofMember(const QByteArray& name) const
{
    std::optional<quint32> last;
    const auto range = m_byMember.equal_range(hashOf(name));
    for (auto it = range.first; it != range.second; ++it) {
        const Stored& stored = rows[*it];
        if ((!last || *it > *last) &&
            (memberName(stored, true) == name || memberName(stored, false) == name)) {
            last = *it;
        }
    }
    return last ? &rows[*last] : nullptr;
}

UploadList readUploads(const Outline& outline, const CancelToken& cancel)
{
    UploadList list;
    list.isThere = outline.hasFile("uploads.json");
    if (!list.isThere) {
        return list;
    }
    const RowsRead read = readJsonLines(
        *outline.container, outline.rootFiles.value("uploads.json"), cancel, [&list](const QJsonObject& row) {
            QList<QByteArray> components;
            for (const QJsonValue& component : row.value(QLatin1String("_Components")).toArray()) {
                components.append(component.toString().toUtf8().replace('\0', "\xEF\xBF\xBD"));
            }
            Stored stored;
            stored.size = lenientNumber(row.value(QLatin1String("file_size"))).value_or(-1);
            stored.isIndex = row.value(QLatin1String("Type")).toString() == QStringLiteral("idx");
            stored.failed = !row.value(QLatin1String("Error")).toString().isEmpty();
            list.fromServer = list.fromServer || row.contains(QLatin1String("_accessor")) ||
                              row.contains(QLatin1String("_client_components"));
            if (components.size() < 3) {
                return;
            }
            if (static_cast<qint64>(list.rows.size()) >= kMaxMembers) {
                list.whole = false;
                return;
            }
            stored.components = components.join('\0');
            list.add(std::move(stored));
        });
    list.whole = list.whole && read.whole && read.bad == 0;
    return list;
}

void noteUnlisted(const std::vector<WindowsPath>& unlisted, const UploadList& uploads, Records& records,
                  OpenedLayout& opened)
{
    if (unlisted.empty()) {
        return;
    }
    QSet<quint64> known; // other versions escape names in other ways; the path is the same
    for (const Stored& row : uploads.rows) {
        known.insert(hashOf(asListed(placeComponents(row.placeable()).path)));
    }
    qint64 count = 0;
    for (const WindowsPath& path : unlisted) {
        if (!known.contains(hashOf(asListed(path)))) {
            const WindowsPath folder = path.parent();
            records.notTaken.insert(folder.folded(), folder);
            ++count;
        }
    }
    if (count > 0) {
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence",
                              "{count} {count|file is|files are} not on the collector's list of stored "
                              "files and may be cut short."),
                {{"count", mailmend::count(count)}}));
    }
}

void joinMatches(const std::vector<Matched>& matches, const UploadList& uploads, OpenedLayout& opened,
                 Records& records)
{
    Joiner joiner(opened, records);
    for (const Matched& match : matches) {
        joiner.take(fromRawKey(match.path), match.size, match.modified, match.created);
    }
    // Stored according to the list, but not in the archive: seen, and not to be had.
    for (const Stored& row : uploads.rows) {
        const Placement placed = placeComponents(row.placeable());
        if (placed.kind != Placement::Kind::File) {
            continue;
        }
        if (row.failed) {
            const WindowsPath folder = placed.path.parent();
            records.notTaken.insert(folder.folded(), folder);
        }
        if (!row.isIndex) {
            joiner.take(placed.path, qMax(qint64(0), row.size), {}, {});
        }
    }
}

} // namespace mailmend::velociraptor
