// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor_uploads.h"

#include "evidence/collection/escaped_name.h"

#include <QJsonArray>

namespace mailmend::velociraptor {
namespace {

/** A member's name as uploads.json's components would be written. */
QByteArray memberName(const QList<QByteArray>& components, bool escaped)
{
    QByteArray name;
    for (const QByteArray& component : components) {
        name += (name.isEmpty() ? "" : "/") + (escaped ? escapeComponent(component) : component);
    }
    return name;
}

/**
 * A path as the collector's JSON has it: what is no text became replacement letters, of which one stands for
 * any number here, since programs differ in how many they write.
 */
QByteArray asListed(const WindowsPath& path)
{
    QList<QByteArray> components;
    for (const QByteArray& component : path.components()) {
        QString text = QString::fromUtf8(component);
        while (text.contains(QStringLiteral("\uFFFD\uFFFD"))) {
            text.replace(QStringLiteral("\uFFFD\uFFFD"), QStringLiteral("\uFFFD"));
        }
        components.append(text.toUtf8());
    }
    return WindowsPath(path.drive(), components).folded();
}

} // namespace

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

void noteUnlisted(const QList<WindowsPath>& unlisted, const UploadList& uploads, Records& records,
                  OpenedLayout& opened)
{
    if (unlisted.isEmpty()) {
        return;
    }
    QSet<QByteArray> known; // other versions escape names in other ways; the path is the same
    for (const Stored& row : uploads.rows) {
        known.insert(asListed(placeComponents(row.components.mid(1)).path));
    }
    qint64 count = 0;
    for (const WindowsPath& path : unlisted) {
        if (!known.contains(asListed(path))) {
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

void joinMatches(const std::vector<Matched>& matches, OpenedLayout& opened, Records& records)
{
    QMultiHash<QByteArray, size_t> byPath;
    for (size_t i = 0; i < opened.files.size(); ++i) {
        byPath.insert(asListed(opened.files[i].path), i);
    }
    for (const Matched& match : matches) {
        const QByteArray folded = asListed(match.path);
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

} // namespace mailmend::velociraptor
