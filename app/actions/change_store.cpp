// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change_store.h"

#include "actions/posix/file.h"
#include "actions/posix/system_error.h"
#include "actions/store/store_folders.h"
#include "base/escape.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

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

Error notThere(const QByteArray& folder)
{
    return {
        ErrorKind::NotFound,
        say(MAILMEND_TEXT("actions", "The folder {folder}, where we keep what we take away, is not there."),
            {{"folder", place(displayBytes(folder))}}),
        say(MAILMEND_TEXT("actions", "Put that folder back beside the case, and open the case again.")),
        {},
        {}};
}

/** A folder of ours, made where that is wished and it is missing, closed to all others. */
Result<Descriptor> ownFolder(int parent, const QByteArray& name, const QByteArray& shown,
                             ChangeStore::Missing missing)
{
    if (missing == ChangeStore::Missing::IsAnError) {
        if (::faccessat(parent, name.constData(), F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) {
            return notThere(shown);
        }
    } else if (::mkdirat(parent, name.constData(), 0700) != 0 && errno != EEXIST) {
        return systemError(errno, shown);
    }
    auto opened = openFolderAt(parent, name);
    if (!opened) {
        return opened.error();
    }
    struct stat found = {};
    if (::fstat(opened->number(), &found) != 0) {
        return systemError(errno, shown);
    }
    if (found.st_uid != ::geteuid() || (found.st_mode & 077U) != 0) {
        return openToOthers(shown);
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

Done flushFolder(int folder, const QByteArray& shown)
{
    return ::fsync(folder) == 0 ? done() : Done(systemError(errno, shown));
}

/** Journals that were being made when something stopped us: nothing was begun by then. */
Done sweep(PosixFolder& changes)
{
    const auto names = changes.names();
    if (!names) {
        return names.error();
    }
    for (const QByteArray& name : *names) {
        if (name.endsWith(kJournalEnd.toByteArray() + kUnfinishedJournal)) {
            if (const Done removed = changes.remove(name); !removed) {
                return removed;
            }
        }
    }
    return done();
}

constexpr char kIdName[] = "id";
constexpr qsizetype kIdSize = 32;

/** The store's id; empty where it has none. */
Result<QString> readId(int folder, const QByteArray& shown)
{
    const Descriptor file(::openat(folder, kIdName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file) {
        return errno == ENOENT ? Result<QString>(QString()) : systemError(errno, shown);
    }
    std::array<char, kIdSize> bytes = {};
    const auto got = readAt(file.number(), 0, bytes, shown);
    if (!got) {
        return got.error();
    }
    const QString id = QString::fromLatin1(bytes.data(), *got);
    return isChangeId(id) ? id : QString();
}

/** Whole or not at all. */
Done makeId(int folder, const QByteArray& shown)
{
    const char* const unfinished = "id.new";
    {
        const Descriptor file(
            ::openat(folder, unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file) {
            return systemError(errno, shown);
        }
        Done written = writeAt(file.number(), 0, newChangeId().toLatin1(), shown);
        if (written && ::fsync(file.number()) != 0) {
            written = systemError(errno, shown);
        }
        if (!written) {
            return written;
        }
    }
    return ::renameat(folder, unfinished, folder, kIdName) == 0 ? done() : Done(systemError(errno, shown));
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
        new Folders{{}, {}, Descriptor(), PosixFolder(Descriptor()), PosixFolder(Descriptor())})));
}

QString ChangeStore::id() const
{
    return m_folders->id;
}

Result<std::unique_ptr<ChangeStore>> ChangeStore::open(const QString& folder, const QByteArray& secret,
                                                       Missing missing)
{
    QByteArray path = QFile::encodeName(folder);
    while (path.size() > 1 && path.endsWith('/')) {
        path.chop(1);
    }
    const qsizetype slash = path.lastIndexOf('/');
    const QByteArray above = slash < 0 ? QByteArray(".") : path.left(std::max<qsizetype>(slash, 1));
    const Descriptor parent(::open(above.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parent) {
        return systemError(errno, above);
    }
    auto top = ownFolder(parent.number(), path.mid(slash + 1), path, missing);
    if (!top) {
        return top.error();
    }
    Descriptor lock(::openat(top->number(), "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!lock) {
        return systemError(errno, path + "/lock");
    }
    if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? inUse(path) : systemError(errno, path + "/lock");
    }
    // From here on it is ours: what a crash left out is made.
    auto objects = ownFolder(top->number(), "objects", path + "/objects", Missing::IsMade);
    if (!objects) {
        return objects.error();
    }
    auto changes = ownFolder(top->number(), "changes", path + "/changes", Missing::IsMade);
    if (!changes) {
        return changes.error();
    }
    auto id = readId(top->number(), path + '/' + kIdName);
    if (id && id->isEmpty() && missing == Missing::IsMade) {
        const Done made = makeId(top->number(), path + '/' + kIdName);
        id = made ? readId(top->number(), path + '/' + kIdName) : Result<QString>(made.error());
    }
    if (!id) {
        return id.error();
    }
    auto folders = std::unique_ptr<Folders>(new Folders{
        secret, *id, std::move(lock), PosixFolder(std::move(*objects)), PosixFolder(std::move(*changes))});
    // The store itself must outlast a power cut as much as what is put into it.
    Done ready = flushFolder(top->number(), path);
    ready = ready ? flushFolder(parent.number(), above) : ready;
    ready = ready ? sweep(folders->changes) : ready;
    if (!ready) {
        return ready.error();
    }
    return std::unique_ptr<ChangeStore>(new ChangeStore(std::move(folders)));
}

Result<QList<StoredChange>> ChangeStore::list() const
{
    const auto journals = m_folders->changes.names();
    const auto objects = m_folders->objects.names();
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
    return Journal::create(m_folders->changes.number(), request, intent, m_folders->secret);
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
    return Journal::open(m_folders->changes.number(), change, m_folders->secret);
}

} // namespace mailmend
