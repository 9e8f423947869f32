// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/kape_files.h"

#include "evidence/collection/escaped_name.h"

namespace mailmend::kape {
namespace {

constexpr qint64 longNameBound = 64 * 1024;

quint64 hashOf(const WindowsPath& path)
{
    return qHash(asListed(path), QHashSeed::globalSeed());
}

/** The member that holds the path of `name`: "name.txt", or the name with .txt for its ending. */
QByteArray textOf(const QMap<QByteArray, Member>& members, const QByteArray& name)
{
    const QByteArray appended = name + ".txt";
    const QByteArray instead = name.left(name.lastIndexOf('.')) + ".txt";
    const QByteArray text = members.contains(appended) ? appended : instead;
    return text != name && members.contains(text) ? text : QByteArray();
}

std::optional<WindowsPath> longPath(const QByteArray& text, const QString& destination)
{
    QString line = QString::fromUtf8(text).section(u'\n', 0, 0).trimmed();
    line.remove(QChar(QChar::ByteOrderMark));
    if (destination.isEmpty() || !line.startsWith(destination, Qt::CaseInsensitive)) {
        return pathOf(line.toUtf8());
    }
    QList<QByteArray> parts = line.mid(destination.size()).toUtf8().split('\\');
    parts.removeAll(QByteArray());
    const char drive = parts.size() > 1 ? driveOf(parts.first()) : '\0';
    const WindowsPath path = drive == 0 ? WindowsPath() : WindowsPath(drive, parts.mid(1));
    return path.components().isEmpty() ? std::nullopt : std::optional(path);
}

} // namespace

bool isSnapshotFolder(const QByteArray& name)
{
    return name.size() > 3 && name.size() <= 8 && name.first(3).toLower() == "vss" &&
           std::all_of(name.begin() + 3, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isLongNames(const QByteArray& name)
{
    return name.toLower() == "longfilenames";
}

std::optional<WindowsPath> pathOf(const QByteArray& text)
{
    const auto path = WindowsPath::parse(QString::fromUtf8(text.trimmed()));
    return path && !path->components().isEmpty() ? path : std::nullopt;
}

void Gathered::add(const CollectedFile& file)
{
    m_byPath.insert(hashOf(file.path), static_cast<quint32>(files.size()));
    files.add(file);
}

void Gathered::addUnread(const WindowsPath& path, qint64 size, Text why)
{
    noteFolder(path);
    if (rowAt(path) || static_cast<qint64>(files.size()) >= 2 * kMaxMembers) {
        return;
    }
    CollectedFile file;
    file.path = path;
    file.size = qMax(qint64(0), size);
    file.timeSource = TimeSource::Collector;
    file.why = std::move(why);
    add(file);
}

void Gathered::noteFolder(const WindowsPath& file)
{
    const WindowsPath folder = file.parent();
    notes->notTaken.insert(folder.folded(), folder);
}

std::optional<size_t> Gathered::rowAt(const WindowsPath& path) const
{
    const QByteArray wanted = asListed(path);
    const auto range = m_byPath.equal_range(qHash(wanted, QHashSeed::globalSeed()));
    for (auto it = range.first; it != range.second; ++it) {
        if (asListed(files.path(*it)) == wanted) {
            return *it;
        }
    }
    return std::nullopt;
}

qint64 takeLongNames(const Outline& outline, const QMap<QByteArray, Member>& members, const QList<Run>& runs,
                     Gathered& gathered, const CancelToken& cancel)
{
    QString destination;
    for (const Run& run : runs) {
        destination = run.console.destination.isEmpty() ? destination : run.console.destination;
    }
    QSet<QByteArray> texts;
    for (auto it = members.keyBegin(); it != members.keyEnd(); ++it) {
        texts.insert(textOf(members, *it));
    }
    qint64 unplaced = 0;
    for (auto it = members.constBegin(); it != members.constEnd() && !cancel.isCancelled(); ++it) {
        if (texts.contains(it.key())) {
            continue;
        }
        const auto partner = members.constFind(textOf(members, it.key()));
        const auto text = partner == members.constEnd()
                              ? Result<QByteArray>(QByteArray())
                              : readMember(*outline.container, partner->index, longNameBound);
        const auto path = text ? longPath(*text, destination) : std::nullopt;
        if (!path) {
            ++unplaced;
            continue;
        }
        CollectedFile file;
        file.path = *path;
        file.member = static_cast<qint64>(it->index);
        file.size = it->size;
        file.modified = it->modified;
        file.timeSource = TimeSource::Container;
        gathered.add(file);
    }
    return unplaced;
}

} // namespace mailmend::kape
