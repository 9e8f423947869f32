// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live/shadow_service.h"

#include <QMutex>

#include <map>
#include <vector>

namespace mailmend {

/**
 * The shadow copies through which files are read that another program holds open. Where a new one was agreed
 * to it comes first, since it alone shows what is there now and can make an answer whole; the newest of those
 * that are there stands in where none can be made, or where the new one doesn't have the file. A disk is
 * asked once in a look, when the first such file turns up. Thread-safe; blocks within the bounds of the
 * service.
 */
class ShadowCopies
{
public:
    /** @param mayMake somebody agreed to new ones */
    ShadowCopies(std::unique_ptr<ShadowService> service, bool mayMake, CancelToken cancel);
    /** Removes what was made. */
    ~ShadowCopies();
    Q_DISABLE_COPY_MOVE(ShadowCopies)

    /** An error says why no shadow copy helps; its hint what to do. */
    Result<CopiedContent> open(const FileEntry& entry);

    /** Removes what was made; an error says what is left. The next open() asks, and makes, anew. */
    Done giveBack();

private:
    struct Opened
    {
        ShadowCopy copy;
        bool isOwn = false;
        std::shared_ptr<const Files> files;
    };
    struct Drive
    {
        std::vector<Opened> copies;    ///< the best first
        std::optional<Error> whyNone;  ///< there is no copy at all
        std::optional<Error> whyNoNew; ///< it was agreed to and could not be made
    };

    const Drive& prepared(char drive);
    void makeOne(char drive, bool hasOlder, Drive& into);
    Done openOne(char drive, const ShadowCopy& copy, bool isOwn, Drive& into);

    const std::unique_ptr<ShadowService> m_service;
    const bool m_mayMake;
    const CancelToken m_cancel;
    QMutex m_mutex; ///< around everything below and every call of the service
    std::map<char, Drive> m_drives;
    QList<ShadowCopy> m_made; ///< and not removed yet
};

/**
 * Room that a disk must have left before a shadow copy is made of it. What changes during the look is kept in
 * it. Windows takes no area below 320 MB (Microsoft Learn, IVssDifferentialSoftwareSnapshotMgmt::AddDiffArea,
 * llMaximumDiffSpace); ten times that is ours, for a server that is in use.
 */
inline constexpr qint64 kRoomForShadowCopy = qint64{3200} << 20;

} // namespace mailmend
