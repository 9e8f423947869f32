// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace mailmend {

/** What became of a source. Only Read supports "it is not there". Worst last. */
enum class ReadState { Read, Partly, Skipped, NotCollected, Denied, Missing };

template<typename Enum>
std::optional<Enum> fromWord(QStringView word);
template<>
std::optional<ReadState> fromWord<ReadState>(QStringView word);
const char* toWord(ReadState); ///< "read", "partly", "skipped", "not-collected", "denied", "missing"
Text readStateText(ReadState);

/** One row of "could we even tell?": what was read of one source and how far back it reaches. */
struct CoverageEntry
{
    QString target;
    QString source; ///< "web-roots", "registry-software", "iis-logs" …; the words are in
                    ///< resources/knowledge/areas.json
    ReadState state = ReadState::Read;
    QDateTime first; ///< first and last record, UTC; invalid: has none or not known
    QDateTime last;
    qint64 files = 0;
    qint64 bytes = 0;
    qint64 records = 0;
    qint64 unreadable = 0; ///< files or records that could not be read
    Text reason;           ///< why it is not `Read`, and what to do about it
};

/** "2 files, 1.6 kB. 3 could not be read." Empty where no file belongs to it. */
Text howMuchWasRead(const CoverageEntry& entry);

} // namespace mailmend
