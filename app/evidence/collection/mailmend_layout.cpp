// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/escaped_name.h"
#include "evidence/collection/glob.h"
#include "evidence/collection/layouts.h"
#include "evidence/collection/lenient_json.h"
#include "evidence/collection/list_lock.h"

#include <QJsonArray>

/** Mailmend's own layout; README.md beside this file describes it. */
namespace mailmend {
namespace {

constexpr const char* manifestName = "mailmend-collection.json";
constexpr const char* formatName = "mailmend-collection/1";

/** What the person who collected asked for: one folder, with or without what is below it. */
struct Asked
{
    WindowsPath folder;
    bool recursive = false;
    QStringList masks; ///< lower case
};

struct Recorded
{
    WindowsPath folder;
    FolderState state;
    QString sameAs; ///< the name under which it was collected; empty: its own
};

Text noFolder(const WindowsPath& folder)
{
    return say(MAILMEND_TEXT("evidence", "There was no folder {path}."), {{"path", place(folder.display())}});
}

/** The manifest's word on folders. It is exact: the collector records every folder that it listed. */
class Manifest : public CollectorNotes
{
public:
    std::vector<Asked> asked;
    QHash<QByteArray, Recorded> folders; ///< by folded path
    QHash<qint64, QByteArray> hashes;    ///< 32 raw bytes, by member
    QHash<qint64, QDateTime> copies;     ///< older than the collection, by member
    bool finished = false;
    bool hasStreams = false; ///< streams were collected like files
    Text changed;            ///< after it was made; empty: it was not

    QByteArray listedSha256(qint64 member) const override { return hashes.value(member).toHex(); }

    QDateTime shadowCopyOf(qint64 member) const override { return copies.value(member); }

    bool lists(const WindowsPath& folder) const override { return folders.contains(folder.folded()); }

    std::optional<Text> hasOtherName(const WindowsPath& folder) const override
    {
        for (WindowsPath at = folder;; at = at.parent()) {
            const auto known = folders.constFind(at.folded());
            if (known != folders.constEnd() && !known->sameAs.isEmpty()) {
                return say(MAILMEND_TEXT("evidence", "{path} is a link, or a link leads there. What is in it "
                                                     "was collected as {other}, so look there."),
                           {{"path", place(at.display())}, {"other", place(known->sameAs)}});
            }
            if (known != folders.constEnd() || at.components().isEmpty()) {
                return std::nullopt;
            }
        }
    }

    FolderState streams() const override
    {
        return hasStreams ? FolderState{ReadState::Read, {}} : streamsNotShown();
    }

    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names,
                            const HoldsFiles&) const override
    {
        const bool wanted = std::all_of(names.begin(), names.end(), [this, &folder](const QByteArray& name) {
            return std::any_of(asked.begin(), asked.end(),
                               [&folder, &name](const Asked& rule) { return covers(rule, folder, name); });
        });
        if (!wanted || names.isEmpty()) {
            return {ReadState::NotCollected,
                    say(MAILMEND_TEXT("evidence", "{path} was not among what was collected."),
                        {{"path", place(folder.display())}})};
        }
        const auto known = folders.constFind(folder.folded());
        if (known != folders.constEnd() && known->state.state != ReadState::Read) {
            return known->state;
        }
        if (!finished) {
            return {ReadState::Partly,
                    say(MAILMEND_TEXT("evidence", "The collection was interrupted before it was finished."))};
        }
        if (!changed.isEmpty()) {
            return {ReadState::Partly, changed};
        }
        return known != folders.constEnd() ? FolderState{ReadState::Read, {}} : unrecorded(folder);
    }

    void troubles(std::span<const WalkRoot> roots, QList<WalkedFolder>& troubles) const override
    {
        for (const WalkRoot& root : roots) {
            for (const Recorded& recorded : folders) {
                const bool inside =
                    root.recursive ? recorded.folder.isWithin(root.folder) : recorded.folder == root.folder;
                const ReadState state = recorded.state.state;
                if (inside && state != ReadState::Read && state != ReadState::Missing) {
                    troubles.append({recorded.folder, recorded.state});
                }
            }
            const bool all = std::any_of(asked.begin(), asked.end(), [&root](const Asked& rule) {
                return rule.recursive && root.folder.isWithin(rule.folder);
            });
            if (root.recursive && !all && folders.contains(root.folder.folded())) {
                troubles.append({root.folder,
                                 {ReadState::Partly,
                                  say(MAILMEND_TEXT("evidence", "Not everything below {path} was collected."),
                                      {{"path", place(root.folder.display())}})}});
            }
        }
    }

private:
    static bool covers(const Asked& rule, const WindowsPath& folder, const QByteArray& name)
    {
        const bool inside = rule.recursive ? folder.isWithin(rule.folder) : folder == rule.folder;
        const QString folded = QString::fromUtf8(foldName(name));
        return inside && std::any_of(rule.masks.begin(), rule.masks.end(),
                                     [&folded](const QString& mask) { return matchesMask(mask, folded); });
    }

    /** A folder that is not recorded, while the one around it was listed, was not there. */
    FolderState unrecorded(const WindowsPath& folder) const
    {
        for (WindowsPath at = folder; !at.components().isEmpty();) {
            at = at.parent();
            const auto known = folders.constFind(at.folded());
            if (known == folders.constEnd()) {
                continue;
            }
            if (known->state.state != ReadState::Read) {
                return known->state;
            }
            return {ReadState::Missing, noFolder(folder)};
        }
        return {ReadState::NotCollected,
                say(MAILMEND_TEXT("evidence", "The collection says nothing about {path}."),
                    {{"path", place(folder.display())}})};
    }
};

QDateTime timeOf(const QJsonValue& value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    // Without a zone it would be the time of the computer that Mailmend runs on.
    return time.isValid() && time.timeSpec() != Qt::LocalTime ? time.toUTC() : QDateTime();
}

ReadState stateOf(const QString& word)
{
    const std::optional<ReadState> state = fromWord<ReadState>(word);
    return state.value_or(ReadState::Partly);
}

/** The collector's own words about why, as data: they come from another computer. */
Text reasonOf(const WindowsPath& path, const QString& words)
{
    return words.isEmpty()
               ? say(MAILMEND_TEXT("evidence", "The collector could not read {path}."),
                     {{"path", place(path.display())}})
               : say(MAILMEND_TEXT("evidence", "The collector could not read {path}: {words}"),
                     {{"path", place(path.display())}, {"words", mailmend::words(words.left(300))}});
}

/** Whether an anti-virus program kept a file of the server from being collected. */
bool isHeld(const QJsonObject& row)
{
    return row.value(QLatin1String("held_by")).toString() == QLatin1String("anti-virus");
}

/** "files/C/inetpub/a.aspx" → C:\inetpub\a.aspx; an empty path where the name is none of ours. */
WindowsPath pathOf(QList<QByteArray>&& components)
{
    const char drive = components.size() > 2 ? driveOf(components.at(1)) : '\0';
    if (drive == 0 || components.at(0) != "files") {
        return {};
    }
    components.remove(0, 2);
    for (QByteArray& component : components) {
        component = unescapeComponent(component);
        if (component.contains('\0')) {
            return {};
        }
    }
    return WindowsPath(drive, std::move(components));
}

/** Where a row is about: its escaped name where it has one, else its path. */
std::optional<WindowsPath> pathOf(const QJsonObject& row)
{
    const QString name = row.value(QLatin1String("name")).toString();
    if (name.isEmpty()) {
        return WindowsPath::parse(row.value(QLatin1String("path")).toString());
    }
    auto components = splitMemberName(name.toUtf8(), false);
    const bool isRoot = components && components->size() == 2 && components->at(0) == "files";
    const char drive = isRoot ? driveOf(components->at(1)) : '\0';
    const WindowsPath path = drive != 0   ? WindowsPath(drive, {})
                             : components ? pathOf(std::move(*components))
                                          : WindowsPath();
    return path.isEmpty() ? std::nullopt : std::optional(path);
}

void readFolders(const QJsonObject& json, Manifest& manifest)
{
    for (const QJsonValue& value : json.value(QLatin1String("asked")).toArray()) {
        const QJsonObject rule = value.toObject();
        const auto folder = WindowsPath::parse(rule.value(QLatin1String("folder")).toString());
        if (!folder) {
            continue;
        }
        Asked asked{*folder, rule.value(QLatin1String("recursive")).toBool(), {}};
        for (const QJsonValue& mask : rule.value(QLatin1String("masks")).toArray()) {
            asked.masks.append(mask.toString().toLower());
        }
        manifest.asked.push_back(std::move(asked));
    }
    for (const QJsonValue& value : json.value(QLatin1String("folders")).toArray()) {
        const QJsonObject row = value.toObject();
        const auto folder = pathOf(row);
        if (!folder) {
            continue;
        }
        FolderState state{stateOf(row.value(QLatin1String("state")).toString()), {}};
        if (state.state == ReadState::Missing) {
            state.reason = noFolder(*folder);
        } else if (state.state != ReadState::Read) {
            state.reason = reasonOf(*folder, row.value(QLatin1String("reason")).toString());
        }
        // A later row that says what was wrong with it leaves its name.
        const QString sameAs = row.value(QLatin1String("same_as")).toString();
        const QString before = manifest.folders.value(folder->folded()).sameAs;
        manifest.folders.insert(folder->folded(), {*folder, state, sameAs.isEmpty() ? before : sameAs});
    }
}

bool isMailmend(const Outline& outline)
{
    return outline.hasFile(manifestName);
}

Result<OpenedLayout> readMailmend(const Outline& outline, const CancelToken& cancel)
{
    const Locks locks = locksOf(*outline.container, outline.rootFiles.value(manifestName), cancel);
    if (const std::optional<Error> why = whyListIsNoUse(locks)) {
        return *why;
    }
    const bool isLocked = locks.list == MemberLock::Sealed;
    const auto json =
        readJsonObject(*outline.container, outline.rootFiles.value(manifestName), kCollectionListBound);
    if (!json && json.error().kind == ErrorKind::Denied) {
        return Error{
            ErrorKind::Denied,
            say(MAILMEND_TEXT("evidence", "This collection is locked with a passphrase.")),
            say(MAILMEND_TEXT("evidence", "Give it where Mailmend asks for it, on the console also with "
                                          "--passphrase-file; or unpack the collection with its passphrase, "
                                          "then open the folder.")),
            json.error().detail,
            {}};
    }
    if (!json && isLocked && json.error().kind == ErrorKind::Damaged) {
        return collectionWasChanged(
            say(MAILMEND_TEXT("evidence", "Its list of contents is not what was locked.")),
            json.error().detail);
    }
    if (!json) {
        return because(
            json.error(),
            say(MAILMEND_TEXT("evidence", "The collection's list of contents, {name}, could not be read."),
                {{"name", words(QLatin1String(manifestName))}}));
    }
    if (json->value(QLatin1String("format")).toString() != QLatin1String(formatName)) {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence", "This collection was made by another version of Mailmend.")),
            say(MAILMEND_TEXT("evidence", "Open it with the version that made it, or a newer one.")),
            json->value(QLatin1String("format")).toString().left(100),
            {}};
    }
    OpenedLayout opened;
    auto manifest = std::make_unique<Manifest>();
    manifest->finished = timeOf(json->value(QLatin1String("finished"))).isValid();
    manifest->hasStreams = stateOf(json->value(QLatin1String("streams")).toString()) == ReadState::Read;
    readFolders(*json, *manifest);
    QHash<QByteArray, QJsonObject> rows; // by member name
    for (const QJsonValue& value : json->value(QLatin1String("files")).toArray()) {
        const QJsonObject row = value.toObject();
        const QString member = row.value(QLatin1String("member")).toString();
        if (!member.isEmpty()) {
            rows.insert(member.toUtf8(), row);
            continue;
        }
        CollectedFile file;
        const auto path = pathOf(row);
        if (!path || path->components().isEmpty()) {
            ++opened.unreadable;
            continue;
        }
        file.path = *path;
        file.size = qMax(qint64(0), lenientNumber(row.value(QLatin1String("size"))).value_or(0));
        file.why = reasonOf(*path, row.value(QLatin1String("error")).toString());
        file.heldByAntiVirus = isHeld(row);
        opened.files.add(file);
    }
    qint64 unlisted = 0;
    qint64 exchanged = 0;
    QSet<QByteArray> stored;
    qint64 otherSize = 0;
    forEachMember(outline, cancel, [&](QList<QByteArray>&& components, const Member& member) {
        if (components.size() == 1) {
            return;
        }
        const QByteArray name = components.join('/');
        CollectedFile file;
        file.path = pathOf(std::move(components));
        if (file.path.isEmpty()) {
            ++opened.unreadable;
            return;
        }
        file.member = static_cast<qint64>(member.index);
        file.size = member.size;
        const auto row = rows.constFind(name);
        if (row == rows.constEnd()) {
            ++unlisted;
        } else {
            file.modified = timeOf(row->value(QLatin1String("modified")));
            file.created = timeOf(row->value(QLatin1String("created")));
            file.timeSource = TimeSource::Collector;
            const auto attributes = lenientNumber(row->value(QLatin1String("attributes")));
            file.hasAttributes = attributes && *attributes >= 0 && *attributes <= 0xFFFFFFFFLL;
            file.attributes = file.hasAttributes ? static_cast<quint32>(*attributes) : 0;
            const QByteArray hash = row->value(QLatin1String("sha256")).toString().toLatin1();
            if (!hash.isEmpty()) {
                // What is no hash matches no file.
                manifest->hashes.insert(file.member, QByteArray::fromHex(hash).leftJustified(32, '\0', true));
            }
            if (const QDateTime made = timeOf(row->value(QLatin1String("shadow_copy")));
                made.isValid() && !row->value(QLatin1String("made_for_this")).toBool()) {
                manifest->copies.insert(file.member, made);
            }
            stored.insert(name);
            if (const QString error = row->value(QLatin1String("error")).toString(); !error.isEmpty()) {
                file.member = -1; // what is stored is not the whole file, and is never judged as if it were
                file.why = reasonOf(file.path, error);
                file.heldByAntiVirus = isHeld(*row);
            }
            otherSize += lenientNumber(row->value(QLatin1String("size"))).value_or(-1) != member.size ? 1 : 0;
        }
        const bool isListed = row != rows.constEnd();
        if (const Text why = isLocked ? notOfTheLocked(file.path, member, isListed) : Text();
            !why.isEmpty()) {
            file.member = -1;
            file.why = why;
            ++exchanged;
        }
        opened.files.add(file);
    });
    for (auto row = rows.constBegin(); row != rows.constEnd(); ++row) {
        const auto path = WindowsPath::parse(row->value(QLatin1String("path")).toString());
        if (stored.contains(row.key()) || !path || path->components().isEmpty()) {
            continue;
        }
        CollectedFile file;
        file.path = *path;
        file.size = qMax(qint64(0), lenientNumber(row->value(QLatin1String("size"))).value_or(0));
        file.why = say(
            MAILMEND_TEXT("evidence", "{path} is on the collection's list of contents, but is not in it."),
            {{"path", place(path->display())}});
        opened.files.add(file);
    }
    if (opened.unreadable > 0) {
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence",
                              "{count} {count|name is|names are} none that this collection should hold."),
                {{"count", count(opened.unreadable)}}));
    }
    if (exchanged > 0) {
        manifest->changed =
            say(MAILMEND_TEXT("evidence",
                              "This collection was changed after it was made: {count} {count|file was|files "
                              "were} put into it without its passphrase. We did not look at {count|it|them}, "
                              "and what stood there before is lost. Collect again, and find out who had the "
                              "collection."),
                {{"count", count(exchanged)}});
        opened.troubles.append(manifest->changed);
    }
    if (unlisted + otherSize > 0) {
        opened.troubles.append(
            say(MAILMEND_TEXT(
                    "evidence",
                    "{count} {count|file does|files do} not agree with the collection's list of contents."),
                {{"count", count(unlisted + otherSize)}}));
    }
    if (!manifest->finished) {
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence", "The collection was interrupted before it was finished.")));
    }
    const QJsonObject host = json->value(QLatin1String("host")).toObject();
    opened.hints.collectorHostName = host.value(QLatin1String("name")).toString().left(255);
    opened.hints.collectorHostId = host.value(QLatin1String("id")).toString().left(255);
    if (json->contains(QLatin1String("taken_at"))) {
        opened.hints.takenAt = timeOf(json->value(QLatin1String("taken_at")));
        opened.hints.takenAtSource =
            say(MAILMEND_TEXT("evidence", "The state that was collected, as its list of contents says"));
    } else {
        opened.hints.takenAt = timeOf(json->value(QLatin1String("started")));
        opened.hints.takenAtSource =
            say(MAILMEND_TEXT("evidence", "When the collection was begun, as its list of contents says"));
    }
    opened.notes = std::move(manifest);
    return opened;
}

} // namespace

constinit const Layout mailmendLayout{"Mailmend", isMailmend, readMailmend};

} // namespace mailmend
