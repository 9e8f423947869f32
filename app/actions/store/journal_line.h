// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/store/journal.h"

namespace mailmend {

/** One line without its break, and the chain's value after it: 32 bytes. */
struct JournalLine
{
    QByteArray bytes;
    QByteArray head;
};

struct ReadJournalLine
{
    JournalEntry entry;
    QByteArray head;
    QJsonObject json;
};

/** What only the first line holds. */
struct JournalStart
{
    ActionRequest request;
    qint64 size = 0; ///< of the journal's file
};

/**
 * The chain runs over a secret of this installation (32 bytes): nobody else can write or continue one.
 * chainStart() is its value before the first entry of this change's journal.
 */
QByteArray chainStart(const QString& change, const QByteArray& secret);
/** Names the installation that made a journal; says nothing of its secret. */
QByteArray makerOf(const QByteArray& secret);
/** Its length doesn't depend on `size`, which is below 100,000,000. */
JournalLine firstLine(const ActionRequest& request, const JournalEntry& intent, qint64 size,
                      const QByteArray& secret);
JournalLine nextLine(const JournalEntry& entry, const QByteArray& head, const QByteArray& secret);

/** Damaged where the line does not follow `head` or is none. */
Result<ReadJournalLine> readLine(const QByteArray& line, const QByteArray& head, const QByteArray& secret);
/** Whether the first line names another installation than the one with this secret. */
bool isMadeElsewhere(const QByteArray& line, const QByteArray& secret);
Result<JournalStart> readFirst(const ReadJournalLine& line);

} // namespace mailmend
