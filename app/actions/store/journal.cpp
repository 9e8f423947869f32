// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/journal.h"

#include "actions/posix/file.h"
#include "actions/posix/folder.h"
#include "actions/posix/system_error.h"
#include "actions/store/journal_line.h"
#include "base/escape.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

namespace mailmend {
namespace {

constexpr qint64 kLargest = 16 * 1024 * 1024;
constexpr qint64 kRoomForEntries = 64 * 1024;
constexpr qint64 kRoomToFinish = 16 * 1024; ///< beside what the sentences about lost things take
constexpr qint64 kBlock = 4096;

Error changed(const QByteArray& name, const char* detail)
{
    return {
        ErrorKind::Damaged,
        say(MAILMEND_TEXT("actions",
                          "The journal {name} was cut or changed by something else, so we don't act on it."),
            {{"name", place(displayBytes(name))}}),
        say(MAILMEND_TEXT("actions",
                          "Keep the case's folder as it is, and ask a responder before you go on.")),
        QString::fromLatin1(detail),
        {}};
}

Error madeElsewhere(const QByteArray& name)
{
    return {
        ErrorKind::Damaged,
        say(MAILMEND_TEXT("actions", "The journal {name} was made by another installation of Mailmend, so "
                                     "we don't act on it. Nothing was changed."),
            {{"name", place(displayBytes(name))}}),
        say(MAILMEND_TEXT("actions", "Open the case where it was made. If it was made here, keep its "
                                     "folder as it is and ask a responder.")),
        {},
        {}};
}

/** Room on the disk for all of the file; zeros where the file system can't set room aside. */
Done reserve(int file, qint64 size, const QByteArray& name)
{
    if (::fallocate(file, 0, 0, size) == 0) {
        return done();
    }
    if (errno != EOPNOTSUPP && errno != ENOSYS) {
        return systemError(errno, name);
    }
    return writeAt(file, 0, QByteArray(size, '\0'), name);
}

Done flushData(int file, const QByteArray& name)
{
    return ::fdatasync(file) == 0 ? done() : Done(systemError(errno, name));
}

} // namespace

QByteArray journalName(const QString& change)
{
    return change.toLatin1() + ".journal";
}

Result<Journal> Journal::create(int folder, const ActionRequest& request, const JournalEntry& intent,
                                const QByteArray& secret)
{
    const QByteArray name = journalName(request.change);
    const QByteArray unfinished = name + kUnfinishedJournal;
    if (::faccessat(folder, name.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return systemError(EEXIST, name);
    }
    // Later entries are sentences: at most one for each of what the first one records.
    const qint64 needed = 2 * firstLine(request, intent, kLargest, secret).bytes.size() + kRoomForEntries;
    const qint64 size = (needed + kBlock - 1) / kBlock * kBlock;
    if (size > kLargest) {
        return changed(name, "the first entry is too large");
    }
    Journal journal;
    journal.m_name = name;
    journal.m_secret = secret;
    journal.m_size = size;
    journal.m_record.change = request.change;
    journal.m_file = Descriptor(
        ::openat(folder, unfinished.constData(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!journal.m_file) {
        return systemError(errno, name);
    }
    const int file = journal.m_file.number();
    const JournalLine line = firstLine(request, intent, size, secret);
    Done made = reserve(file, size, name);
    made = made ? writeAt(file, 0, line.bytes + '\n', name) : made;
    if (made && ::fsync(file) != 0) {
        made = systemError(errno, name);
    }
    if (made &&
        ::renameat2(folder, unfinished.constData(), folder, name.constData(), RENAME_NOREPLACE) != 0) {
        made = systemError(errno, name);
    } else if (made && ::fsync(folder) != 0) {
        // The name may or may not last: with or without it nothing has been changed yet.
        made = systemError(errno, name);
        ::unlinkat(folder, name.constData(), 0);
    }
    if (!made) {
        ::unlinkat(folder, unfinished.constData(), 0);
        return made.error();
    }
    journal.m_record.action = request.action;
    journal.m_record.parameters = request.parameters;
    journal.m_record.begun = intent.at;
    journal.m_end = line.bytes.size() + 1;
    journal.take(intent, line.head);
    return journal;
}

Result<Journal> Journal::open(int folder, const QString& change, const QByteArray& secret)
{
    Journal journal;
    journal.m_secret = secret;
    journal.m_name = journalName(change);
    journal.m_record.change = change;
    journal.m_file = Descriptor(
        ::openat(folder, journal.m_name.constData(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!journal.m_file) {
        return systemError(errno, journal.m_name);
    }
    struct stat found = {};
    if (::fstat(journal.m_file.number(), &found) != 0 || !S_ISREG(found.st_mode)) {
        return changed(journal.m_name, "no ordinary file");
    }
    if (found.st_size <= 0 || found.st_size > kLargest) {
        return changed(journal.m_name, "of a size that no journal has");
    }
    journal.m_size = found.st_size;
    QByteArray content(found.st_size, Qt::Uninitialized);
    qint64 have = 0;
    while (have < content.size()) {
        const auto got = readAt(journal.m_file.number(), have,
                                std::span(content.data() + have, static_cast<size_t>(content.size() - have)),
                                journal.m_name);
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return changed(journal.m_name, "it shrank");
        }
        have += *got;
    }
    if (const Done read = journal.readAll(content); !read) {
        return read.error();
    }
    return journal;
}

Done Journal::readAll(const QByteArray& content)
{
    QByteArray head = chainStart(m_record.change, m_secret);
    for (qsizetype end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', m_end)) {
        const QByteArray bytes = content.mid(m_end, end - m_end);
        const auto line = readLine(bytes, head, m_secret);
        if (!line && m_entries.isEmpty() && isMadeElsewhere(bytes, m_secret)) {
            return madeElsewhere(m_name);
        }
        if (!line) {
            return changed(m_name, qPrintable(line.error().detail));
        }
        if (m_entries.isEmpty()) {
            const auto start = readFirst(*line);
            if (!start || start->request.change != m_record.change || start->size != m_size) {
                return changed(m_name, "its first entry is of another journal or it was cut");
            }
            m_record.action = start->request.action;
            m_record.parameters = start->request.parameters;
            m_record.begun = line->entry.at;
        }
        head = line->head;
        m_end = end + 1;
        take(line->entry, head);
    }
    if (m_entries.isEmpty()) {
        return changed(m_name, "it has no entry");
    }
    // After the last line stand zeros, or the beginning of an entry that was cut short before its end.
    const QByteArray tail = content.mid(m_end);
    m_cleanTail = std::all_of(tail.begin(), tail.end(), [](char c) { return c == '\0'; });
    if (const QByteArray rest = tail.left(tail.indexOf('\0'));
        !rest.isEmpty() && readLine(rest.chopped(1), head, m_secret)) {
        return changed(m_name, "the end of its last entry was overwritten");
    }
    return done();
}

void Journal::take(const JournalEntry& entry, const QByteArray& head)
{
    m_entries.append(entry);
    m_record.state = entry.state;
    m_record.what = entry.what;
    m_record.lost = entry.lost;
    m_record.settled = entry.at;
    m_record.recovered = entry.recovered;
    m_record.head = head;
}

bool Journal::hasRoomToBegin(const JournalEntry& entry) const
{
    const qint64 line = nextLine(entry, m_record.head, m_secret).bytes.size() + 1;
    return m_end + 3 * line + kRoomToFinish <= m_size;
}

Done Journal::append(const JournalEntry& entry)
{
    const JournalLine line = nextLine(entry, m_record.head, m_secret);
    if (m_end + line.bytes.size() + 1 > m_size) {
        return changed(m_name, "no room for a further entry");
    }
    const int file = m_file.number();
    if (!m_cleanTail) {
        if (const Done cleaned = writeAt(file, m_end, QByteArray(m_size - m_end, '\0'), m_name); !cleaned) {
            return cleaned;
        }
    }
    m_cleanTail = false; // until all of it is there
    Done written = writeAt(file, m_end, line.bytes, m_name);
    written = written ? flushData(file, m_name) : written;
    written = written ? writeAt(file, m_end + line.bytes.size(), QByteArrayView("\n"), m_name) : written;
    written = written ? flushData(file, m_name) : written;
    if (!written) {
        return written;
    }
    m_cleanTail = true;
    m_end += line.bytes.size() + 1;
    take(entry, line.head);
    return done();
}

} // namespace mailmend
