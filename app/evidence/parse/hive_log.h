// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/parse/hive.h"
#include "evidence/parse/hive_base_block.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace mailmend {

/** What became of a dirty hive and its logs. */
struct HiveLogOutcome
{
    HiveReplay replay;
    QList<Text> troubles; ///< why the hive may still lack changes; empty: it is as Windows would load it
};

/**
 * Writes the changes that are waiting in the logs into the hive, in memory, as Windows does when it loads it:
 * log entries with Marvin32 checksums (Windows 8.1 and later, two logs in the order of their sequence
 * numbers) or the one list of dirty sectors of the older form. A clean hive is left alone.
 *
 * @param file the whole primary file; pages are changed in place, and it grows with the hive, at most by the
 * size of the logs. @param base its base block; sequence numbers, size and root are brought up to date.
 */
HiveLogOutcome replayHiveLogs(QByteArray& file, HiveBaseBlock& base, const QList<QByteArray>& logs);

namespace hive_log {

/** A log whose base block is whole. */
struct Log
{
    QByteArrayView bytes;
    HiveBaseBlock base;
};

/**
 * The form with log entries. @param needs the first sequence number that is not in the hive yet; none: not
 * known, so the longest unbroken run up to the newest entry is taken. @param largestBins more than this a log
 * can't claim.
 */
void replayEntries(QByteArray& file, HiveBaseBlock& base, const QList<Log>& logs,
                   std::optional<quint32> needs, qint64 largestBins, HiveLogOutcome& outcome);

/** The older form. @param lastWritten the hive's time (FILETIME), which its log must carry too. */
void replayDirtySectors(QByteArray& file, HiveBaseBlock& base, const QList<Log>& logs, quint64 lastWritten,
                        qint64 largestBins, HiveLogOutcome& outcome);

/** Writes one page at an offset from the start of the bins; the file grows where it must. */
void writePage(QByteArray& file, qint64 offset, QByteArrayView page);

} // namespace hive_log

} // namespace mailmend
