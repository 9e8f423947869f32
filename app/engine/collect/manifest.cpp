// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/manifest.h"

#include "base/reader.h"
#include "evidence/collection/escaped_name.h"

#include <QJsonDocument>

namespace mailmend {
namespace {

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/** RFC 3339 with milliseconds, which is what the reader keeps. */
QString timeOf(const QDateTime& time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

/** The path for people and, where a name is more than text can say, as members have it. */
void addPath(QJsonObject& row, const WindowsPath& path)
{
    const QString shown = path.display();
    row.insert(QStringLiteral("path"), shown);
    const auto read = WindowsPath::parse(shown);
    if (!read || read->components() != path.components()) {
        row.insert(QStringLiteral("name"), QString::fromUtf8(memberName(path)));
    }
}

} // namespace

QByteArray memberName(const WindowsPath& path)
{
    QByteArray name = "files/";
    name += path.drive();
    for (const QByteArray& component : path.components()) {
        name += '/' + escapeComponent(component);
    }
    return name;
}

void Manifest::addFolder(const WindowsPath& folder, const FolderState& state, const WindowsPath& visitedAs)
{
    QJsonObject row;
    addPath(row, folder);
    row.insert(QStringLiteral("state"), QLatin1String(toWord(state.state)));
    if (state.state != ReadState::Read && state.state != ReadState::Missing && !state.reason.isEmpty()) {
        row.insert(QStringLiteral("reason"), inEnglish(state.reason).left(300));
    }
    if (!(visitedAs == folder)) {
        row.insert(QStringLiteral("same_as"), visitedAs.display());
    }
    m_folders.add((m_hasFolders ? ",\n" : "\n") + compact(row));
    m_hasFolders = true;
}

void Manifest::addFile(const CollectedRow& row)
{
    QJsonObject json;
    addPath(json, row.file.path);
    if (!row.member.isEmpty()) {
        json.remove(QStringLiteral("name"));
        json.insert(QStringLiteral("member"), QString::fromUtf8(row.member));
        json.insert(QStringLiteral("sha256"), QLatin1String(row.sha256));
        if (row.copyMade.isValid()) {
            json.insert(QStringLiteral("shadow_copy"), timeOf(row.copyMade));
        }
        if (row.copyMade.isValid() && !row.copyIsOlder) {
            json.insert(QStringLiteral("made_for_this"), true);
        }
        if (row.isSavedByWindows) {
            json.insert(QStringLiteral("saved_by_windows"), true);
        } else if (row.error.isEmpty() && row.size != row.file.size) {
            json.insert(QStringLiteral("changed"),
                        row.size > row.file.size ? QStringLiteral("grew") : QStringLiteral("shrank"));
        }
    }
    json.insert(QStringLiteral("size"), row.member.isEmpty() ? row.file.size : row.size);
    if (row.file.modified.isValid()) {
        json.insert(QStringLiteral("modified"), timeOf(row.file.modified));
    }
    if (row.file.created.isValid()) {
        json.insert(QStringLiteral("created"), timeOf(row.file.created));
    }
    if (row.file.hasAttributes) {
        json.insert(QStringLiteral("attributes"), static_cast<qint64>(row.file.attributes));
    }
    if (!row.error.isEmpty()) {
        json.insert(QStringLiteral("error"), inEnglish(row.error).left(300));
    }
    if (row.heldByAntiVirus) {
        json.insert(QStringLiteral("held_by"), QStringLiteral("anti-virus"));
    }
    m_files.add((m_hasFiles ? ",\n" : "\n") + compact(json));
    m_hasFiles = true;
    ++m_rows;
}

Done Manifest::write(const QJsonObject& head, const std::vector<WantedFiles>& asked,
                     const QDateTime& finished, const std::function<Done(QByteArrayView)>& take)
{
    QJsonArray rules;
    for (const WantedFiles& wanted : asked) {
        rules.append(QJsonObject{{QStringLiteral("folder"), wanted.folder.display()},
                                 {QStringLiteral("recursive"), wanted.recursive},
                                 {QStringLiteral("masks"), QJsonArray::fromStringList(wanted.masks)}});
    }
    QJsonObject first = head;
    first.insert(QStringLiteral("asked"), rules);
    QByteArray piece = compact(first);
    piece.chop(1); // its closing brace
    if (const auto taken = take(piece + ",\n\"folders\": ["); !taken) {
        return taken;
    }
    if (const auto taken = m_folders.drain(take); !taken) {
        return taken;
    }
    if (const auto taken = take("\n],\n\"files\": ["); !taken) {
        return taken;
    }
    if (const auto taken = m_files.drain(take); !taken) {
        return taken;
    }
    piece = "\n]";
    if (finished.isValid()) {
        piece += ",\n\"finished\": \"" + timeOf(finished).toLatin1() + '"';
    }
    return take(piece + "}\n");
}

} // namespace mailmend
