// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/journal.h"

#include "actions/store/journal_line.h"
#include "base/escape.h"

#include <algorithm>

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

Error idIsTaken(const QByteArray& name)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("actions", "There is already something named {name}."),
                {{"name", place(displayBytes(name))}}),
            say(MAILMEND_TEXT("actions", "See what it is, then do it again.")),
            {},
            {}};
}

} // namespace

QByteArray journalName(const QString& change)
{
    return change.toLatin1() + ".journal";
}

Result<Journal> Journal::create(const disk::Handle& folder, const ActionRequest& request,
                                const JournalEntry& intent, const QByteArray& secret, disk::Keeper keeper)
{
    const QByteArray name = journalName(request.change);
    const QByteArray unfinished = name + kUnfinishedJournal;
    const auto taken = disk::exists(folder, name, name);
    if (!taken || *taken) {
        return taken ? idIsTaken(name) : taken.error();
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
    auto file = disk::createFile(folder, unfinished, name, keeper);
    if (!file) {
        return file.error();
    }
    journal.m_file = std::move(*file);
    const JournalLine line = firstLine(request, intent, size, secret);
    Done made = disk::reserve(journal.m_file, size, name);
    made = made ? disk::writeAt(journal.m_file, 0, line.bytes + '\n', name) : made;
    made = made ? disk::flush(journal.m_file, name) : made;
    if (made) {
        made = disk::rename(folder, unfinished, name, name);
        if (made) {
            made = disk::flush(folder, name);
            if (!made) {
                // The name may or may not last: with or without it nothing has been changed yet.
                [[maybe_unused]] const Done gone = disk::remove(folder, name, name);
            }
        }
    }
    if (!made) {
        [[maybe_unused]] const Done gone = disk::remove(folder, unfinished, name);
        return made.error();
    }
    journal.m_record.action = request.action;
    journal.m_record.parameters = request.parameters;
    journal.m_record.begun = intent.at;
    journal.m_end = line.bytes.size() + 1;
    journal.take(intent, line.head);
    return journal;
}

Result<Journal> Journal::open(const disk::Handle& folder, const QString& change, const QByteArray& secret)
{
    Journal journal;
    journal.m_secret = secret;
    journal.m_name = journalName(change);
    journal.m_record.change = change;
    auto file = disk::openFile(folder, journal.m_name, disk::Access::ReadAndWrite, journal.m_name);
    if (!file) {
        return file.error();
    }
    journal.m_file = std::move(*file);
    const auto size = disk::sizeOf(journal.m_file, journal.m_name);
    if (!size || !*size) {
        return changed(journal.m_name, "no ordinary file");
    }
    if (**size <= 0 || **size > kLargest) {
        return changed(journal.m_name, "of a size that no journal has");
    }
    journal.m_size = **size;
    QByteArray content(journal.m_size, Qt::Uninitialized);
    qint64 have = 0;
    while (have < content.size()) {
        const auto got = disk::readAt(
            journal.m_file, have,
            std::span(content.data() + have, static_cast<size_t>(content.size() - have)), journal.m_name);
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
    if (!m_cleanTail) {
        if (const Done cleaned = disk::writeAt(m_file, m_end, QByteArray(m_size - m_end, '\0'), m_name);
            !cleaned) {
            return cleaned;
        }
    }
    m_cleanTail = false; // until all of it is there
    Done written = disk::writeAt(m_file, m_end, line.bytes, m_name);
    written = written ? disk::flushContent(m_file, m_name) : written;
    written =
        written ? disk::writeAt(m_file, m_end + line.bytes.size(), QByteArrayView("\n"), m_name) : written;
    written = written ? disk::flushContent(m_file, m_name) : written;
    if (!written) {
        return written;
    }
    m_cleanTail = true;
    m_end += line.bytes.size() + 1;
    take(entry, line.head);
    return done();
}

} // namespace mailmend
