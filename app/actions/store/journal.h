// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "actions/disk.h"

#include <QJsonObject>

namespace mailmend {

/** One thing that was done, as the journal keeps it. */
struct JournalEntry
{
    QString step; ///< the action's own word: "kept"
    ChangeState state = ChangeState::Begun;
    Text what;
    QList<Text> lost; ///< all that undo can't or could not bring back, as known then
    QDateTime at;     ///< UTC
    bool recovered = false;
    QJsonObject data; ///< the action's own: what it needs to undo
};

/**
 * The journal of one change: a file of fixed size, made with the first entry in it, so that a full disk can't
 * strike once something was begun. Each entry is a line: the chain's SHA-256 as hexadecimal digits, a space,
 * JSON without a line break. The chain runs over a secret of this installation, the previous value and the
 * JSON, so a journal that somebody else wrote is never taken for ours. A line counts once its line
 * break is on the disk, and that is written after the line itself: what has none was cut short and is
 * ignored. Anything else that doesn't fit is a changed journal. Used by one thread.
 */
class Journal
{
public:
    /** Makes the journal with its first entry; it is on the disk on return. Conflict: the id was used before.
     */
    static Result<Journal> create(const disk::Handle& folder, const ActionRequest& request,
                                  const JournalEntry& intent, const QByteArray& secret, disk::Keeper keeper);
    /** Damaged where it was changed or cut, or made by another installation. */
    static Result<Journal> open(const disk::Handle& folder, const QString& change, const QByteArray& secret);

    const ChangeRecord& record() const { return m_record; }
    const QList<JournalEntry>& entries() const { return m_entries; }
    const JournalEntry& intent() const { return m_entries.first(); }
    const JournalEntry& last() const { return m_entries.last(); }

    /** Whether the entry fits, and after it what finishes or takes back the thing that it begins. */
    bool hasRoomToBegin(const JournalEntry& entry) const;
    /** On return it is on the disk. */
    Done append(const JournalEntry& entry);

private:
    Journal() = default;
    void take(const JournalEntry& entry, const QByteArray& head);
    Done readAll(const QByteArray& content);

    disk::Handle m_file;
    QByteArray m_name;
    QByteArray m_secret;
    qint64 m_size = 0;
    qint64 m_end = 0; ///< where the next entry goes
    bool m_cleanTail = true;
    ChangeRecord m_record;
    QList<JournalEntry> m_entries;
};

/** "<id>.journal", and the name under which it is made. */
QByteArray journalName(const QString& change);
inline constexpr char kUnfinishedJournal[] = ".new";

} // namespace mailmend
