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

/** The chain's value before the first entry of this change's journal. */
QByteArray chainStart(const QString& change);
/** Its length doesn't depend on `size`, which is below 100,000,000. */
JournalLine firstLine(const ActionRequest& request, const JournalEntry& intent, qint64 size);
JournalLine nextLine(const JournalEntry& entry, const QByteArray& head);

/** Damaged where the line does not follow `head` or is none. */
Result<ReadJournalLine> readLine(const QByteArray& line, const QByteArray& head);
Result<JournalStart> readFirst(const ReadJournalLine& line);

} // namespace mailmend
