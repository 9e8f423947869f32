// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/secret.h"
#include "checks/check.h"
#include "engine/collect/partial_file.h"
#include "evidence/live/event_log_file.h"
#include "evidence/live/loaded_hive.h"

namespace mailmend {

/** How much is taken; what is beyond a bound stands in the list of contents with that as its error. */
struct CollectBounds
{
    qint64 file = (qint64{4} << 30);          ///< bytes of one file
    qint64 kind = (qint64{20} << 30);         ///< bytes of one kind: a log, pages, drop folders
    qint64 files = 300'000;                   ///< files in all; more than that leave it unfinished
    qint64 list = (qint64{128} << 20);        ///< bytes of the list of contents, about; as files
    qint64 roomToLeave = (qint64{256} << 20); ///< bytes on the disk that is written to
};

/** What is collected, and how. All of it outlives the collecting. */
struct CollectInput
{
    const Evidence& evidence;
    const Knowledge& knowledge;
    std::span<const Check* const> checks;
    Secret passphrase; ///< empty: the collection is not locked
    CollectBounds bounds;
    EventLogSystem eventLogs = eventLogsOfThisSystem(); ///< of a server that is this computer
    LoadedHiveSystem loadedHives = loadedHivesOfThisSystem();
};

/** How far it is: files and bytes so far, and the file that is being read. At most ten times a second. */
using CollectProgress = std::function<void(qint64 files, qint64 bytes, const WindowsPath& now)>;

/** What was collected. */
struct Collected
{
    qint64 files = 0;      ///< stored in full
    qint64 bytes = 0;      ///< of these
    qint64 unreadable = 0; ///< listed with their error
    qint64 older = 0;      ///< of those that are stored: from a shadow copy that was there before
    QList<Text> left;      ///< what could not be removed again from the computer
    QList<Text> notCopied; ///< of those that could not be read, what would have been seen, and what to do
    qint64 troubles = 0;   ///< folders that could not be listed in full
    bool finished = true;  ///< false: a bound on the whole ended it
    qint64 written = 0;    ///< bytes of the collection
    QByteArray sha256;     ///< of the collection, hexadecimal
};

/**
 * Collects what the checks look at into a zip of Mailmend's own layout, in one walk and in one thread, and
 * gives the file its name when it is whole. Memory holds one window of a file and the packed rows of the
 * list.
 * @return Cancelled, Full, Denied …: what was written so far stays under its partial name, which can't be
 * opened; the error says too what could not be removed again from the computer. Blocks.
 */
Result<Collected> collect(const CollectInput& input, PartialFile& to, const Clock& clock,
                          const CancelToken& cancel, const CollectProgress& progress);

/** Letters that a passphrase has at least. Four words have more. The form that zips lock with makes guessing
 * cheap: about ten million tries a second on one graphics card. */
inline constexpr qsizetype shortestPassphrase = 14;

} // namespace mailmend
