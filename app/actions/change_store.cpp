// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change_store.h"

#include "actions/disk.h"
#include "actions/store/store_folders.h"
#include "base/escape.h"
#include "evidence/volume/native.h"

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

constexpr QByteArrayView kJournalEnd(".journal");
constexpr QByteArrayView kKeptEnd(".kept");

Error openToOthers(const QByteArray& folder)
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("actions", "Others can get into {folder}, where we keep what we take away."),
            {{"folder", place(displayBytes(folder))}}),
        say(MAILMEND_TEXT("actions",
                          "Keep the case in a folder of your own, on a disk of this computer, and make sure "
                          "that {folder} belongs to you and nobody else may enter it."),
            {{"folder", place(displayBytes(folder))}}),
        {},
        {}};
}

Error notThere(const QByteArray& folder, disk::Keeper keeper)
{
    return {
        ErrorKind::NotFound,
        say(MAILMEND_TEXT("actions", "The folder {folder}, where we keep what we take away, is not there."),
            {{"folder", place(displayBytes(folder))}}),
        keeper == disk::Keeper::Administrators
            ? say(MAILMEND_TEXT("actions", "If that was done on another computer, open the case there. If it "
                                           "was done here, somebody has removed that folder: a backup of "
                                           "this computer may have it."))
            : say(MAILMEND_TEXT("actions", "Put that folder back beside the case, and open the case again.")),
        {},
        {}};
}

/** A folder of ours, made where that is wished and it is missing, closed to all others. */
Result<disk::Handle> ownFolder(const disk::Handle& parent, const QByteArray& name, const QByteArray& shown,
                               ChangeStore::Missing missing, disk::Keeper keeper)
{
    if (missing == ChangeStore::Missing::IsAnError) {
        if (const auto there = disk::exists(parent, name, shown); there && !*there) {
            return notThere(shown, keeper);
        }
    } else if (const Done made = disk::makeFolder(parent, name, shown, keeper); !made) {
        return made.error();
    }
    auto opened = disk::openFolder(parent, name);
    if (!opened) {
        return opened;
    }
    const auto ours = disk::isClosedToOthers(*opened, shown, keeper);
    if (!ours || !*ours) {
        return ours ? openToOthers(shown) : ours.error();
    }
    return opened;
}

Error inUse(const QByteArray& folder)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("actions", "Another Mailmend is working with {folder} right now."),
                {{"folder", place(displayBytes(folder))}}),
            say(MAILMEND_TEXT("actions", "Wait until it is finished, or close it. Then do this again.")),
            {},
            {}};
}

Result<QList<QByteArray>> namesIn(const disk::Handle& folder, const QByteArray& shown)
{
    auto once = disk::again(folder, shown);
    return once ? disk::machineFolder(std::move(*once))->names() : Result<QList<QByteArray>>(once.error());
}

/** Journals that were being made when something stopped us: nothing was begun by then. */
Done sweep(const disk::Handle& changes, const QByteArray& shown)
{
    const auto names = namesIn(changes, shown);
    if (!names) {
        return names.error();
    }
    for (const QByteArray& name : *names) {
        if (name.endsWith(kJournalEnd.toByteArray() + kUnfinishedJournal)) {
            if (const Done removed = disk::remove(changes, name, name); !removed) {
                return removed;
            }
        }
    }
    return done();
}

/** The file whose lock says that the store is in use; made where it is missing. */
Result<disk::Handle> openLock(const disk::Handle& folder, const QByteArray& shown, disk::Keeper keeper)
{
    auto file = disk::openFile(folder, "lock", disk::Access::ReadAndWrite, shown);
    if (!file && file.error().kind == ErrorKind::NotFound) {
        file = disk::createFile(folder, "lock", shown, keeper);
        if (!file && file.error().kind == ErrorKind::Conflict) { // another Mailmend was quicker
            file = disk::openFile(folder, "lock", disk::Access::ReadAndWrite, shown);
        }
    }
    return file;
}

constexpr char kIdName[] = "id";
constexpr qsizetype kIdSize = 32;

/** The store's id; empty where it has none. */
Result<QString> readId(const disk::Handle& folder, const QByteArray& shown)
{
    const auto file = disk::openFile(folder, kIdName, disk::Access::Read, shown);
    if (!file) {
        return file.error().kind == ErrorKind::NotFound ? Result<QString>(QString()) : file.error();
    }
    std::array<char, kIdSize> bytes = {};
    const auto got = disk::readAt(*file, 0, bytes, shown);
    if (!got) {
        return got.error();
    }
    const QString id = QString::fromLatin1(bytes.data(), *got);
    return isChangeId(id) ? id : QString();
}

/** Whole or not at all. */
Done makeId(const disk::Handle& folder, const QByteArray& shown, disk::Keeper keeper)
{
    const QByteArray unfinished("id.new");
    const auto left = disk::exists(folder, unfinished, shown); // by something that stopped us
    if (!left) {
        return left.error();
    }
    if (const Done gone = *left ? disk::remove(folder, unfinished, shown) : done(); !gone) {
        return gone;
    }
    {
        const auto file = disk::createFile(folder, unfinished, shown, keeper);
        if (!file) {
            return file.error();
        }
        Done written = disk::writeAt(*file, 0, newChangeId().toLatin1(), shown);
        written = written ? disk::flush(*file, shown) : written;
        if (!written) {
            return written;
        }
    }
    return disk::replace(folder, unfinished, kIdName, shown);
}

/** The change that a file in the store belongs to; empty: it is none of ours. */
QString changeOf(const QByteArray& name, QByteArrayView end)
{
    const QString id = QString::fromLatin1(name.chopped(std::min(end.size(), name.size())));
    return name.endsWith(end) && isChangeId(id) ? id : QString();
}

} // namespace

ChangeStore::ChangeStore(std::unique_ptr<Folders> folders) : m_folders(std::move(folders)) {}
ChangeStore::~ChangeStore() = default;

std::unique_ptr<ChangeStore> ChangeStore::nowhere()
{
    return std::unique_ptr<ChangeStore>(new ChangeStore(std::unique_ptr<Folders>(
        new Folders{{}, {}, {}, disk::Handle(), disk::Handle(), disk::machineFolder(disk::Handle())})));
}

QString ChangeStore::id() const
{
    return m_folders->id;
}

disk::Keeper ChangeStore::keeper() const
{
    return m_folders->keeper;
}

Result<std::unique_ptr<ChangeStore>> ChangeStore::open(const QString& folder, const QByteArray& secret,
                                                       Missing missing, disk::Keeper keeper)
{
    QByteArray path = native::toNative(folder);
    while (path.size() > 1 && path.endsWith('/')) {
        path.chop(1);
    }
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray above = slash < 0 ? QByteArray(".") : path.left(std::max<qsizetype>(slash, 1));
    const auto parent = disk::openPlace(above);
    if (!parent) {
        return parent.error();
    }
    auto top = ownFolder(*parent, path.mid(slash + 1), path, missing, keeper);
    if (!top) {
        return top.error();
    }
    auto lock = openLock(*top, path + "/lock", keeper);
    if (!lock) {
        return lock.error();
    }
    const auto locked = disk::lock(*lock, path + "/lock");
    if (!locked || !*locked) {
        return locked ? inUse(path) : locked.error();
    }
    // From here on it is ours: what a crash left out is made.
    auto objects = ownFolder(*top, "objects", path + "/objects", Missing::IsMade, keeper);
    if (!objects) {
        return objects.error();
    }
    auto changes = ownFolder(*top, "changes", path + "/changes", Missing::IsMade, keeper);
    if (!changes) {
        return changes.error();
    }
    auto id = readId(*top, path + '/' + kIdName);
    if (id && id->isEmpty() && missing == Missing::IsMade) {
        const Done made = makeId(*top, path + '/' + kIdName, keeper);
        id = made ? readId(*top, path + '/' + kIdName) : Result<QString>(made.error());
    }
    if (!id) {
        return id.error();
    }
    // The store itself must outlast a power cut as much as what is put into it.
    Done ready = disk::flush(*top, path);
    ready = ready ? disk::flush(*parent, above) : ready;
    ready = ready ? sweep(*changes, path + "/changes") : ready;
    if (!ready) {
        return ready.error();
    }
    return std::unique_ptr<ChangeStore>(new ChangeStore(
        std::unique_ptr<Folders>(new Folders{secret, *id, keeper, std::move(*lock), std::move(*changes),
                                             disk::machineFolder(std::move(*objects), keeper)})));
}

Result<QList<StoredChange>> ChangeStore::list() const
{
    const auto journals = namesIn(m_folders->changes, "changes");
    const auto objects = m_folders->objects->names();
    if (!journals || !objects) {
        return journals ? objects.error() : journals.error();
    }
    QList<StoredChange> readable, damaged;
    for (const QByteArray& name : *journals) {
        if (const QString id = changeOf(name, kJournalEnd); !id.isEmpty()) {
            auto one = record(id);
            (one ? readable : damaged).append({id, std::move(one)});
        }
    }
    for (const QByteArray& name : *objects) {
        const QString id = changeOf(name, kKeptEnd);
        if (!id.isEmpty() && !journals->contains(journalName(id))) {
            damaged.append(
                {id, Error{ErrorKind::Damaged,
                           say(MAILMEND_TEXT("actions", "The case keeps a content, {name}, without a journal "
                                                        "that says where it came from."),
                               {{"name", words(id)}}),
                           say(MAILMEND_TEXT(
                               "actions",
                               "Keep the case's folder as it is, and ask a responder before you go on.")),
                           {},
                           {}}});
        }
    }
    std::stable_sort(readable.begin(), readable.end(),
                     [](const StoredChange& left, const StoredChange& right) {
                         return left.record->begun < right.record->begun;
                     });
    return readable + damaged;
}

Result<ChangeRecord> ChangeStore::record(const QString& change) const
{
    const auto read = journal(change);
    return read ? Result<ChangeRecord>(read->record()) : Result<ChangeRecord>(read.error());
}

Result<Journal> ChangeStore::begin(const ActionRequest& request, const JournalEntry& intent)
{
    return Journal::create(m_folders->changes, request, intent, m_folders->secret, m_folders->keeper);
}

Result<Journal> ChangeStore::journal(const QString& change) const
{
    if (!isChangeId(change)) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("actions", "{change} is not the number of a change."),
                         {{"change", words(change)}}),
                     {},
                     {},
                     {}};
    }
    return Journal::open(m_folders->changes, change, m_folders->secret);
}

} // namespace mailmend
