// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/links.h"
#include "evidence/volume/native.h"

#include <QHash>
#include <QMutex>

#include <memory>
#include <optional>
#include <unordered_map>

namespace mailmend {

/** One volume of a target: where it was given and its open root. */
struct OpenVolume
{
    GivenVolume given;
    native::FolderPointer root;
    QByteArray onlyName; ///< loose files: of the root folder only this file was given; empty: all of it
};

/** A folder that was reached: where it really is (no links) and its open handle. */
struct ReachedFolder
{
    qsizetype volume = 0;
    QList<QByteArray> real;    ///< components without links
    QList<QByteArray> spelled; ///< components as the asked path goes, in the raw spelling found on disk
    native::FolderPointer folder;
};

/** What looking for a folder gave: all matches, and what kept us from telling. */
struct FolderSearch
{
    std::vector<ReachedFolder> found;
    std::optional<Error> trouble; ///< denied or damaged on the way, or a link that leads out (Unsupported)
};

/** What a name in a folder is, once links were followed inside the evidence. */
struct ReachedChild
{
    native::Kind kind = native::Kind::Other; ///< Link: it leads out or nowhere, and was not followed
    ReachedFolder folder; ///< where kind is Folder: that folder; where File: the folder that really holds it
    QByteArray name;      ///< where File: its real name there
};

/** Look-ups on volumes: without case, by raw names, links resolved inside only. Thread-safe. */
class VolumeTree
{
public:
    explicit VolumeTree(QList<OpenVolume> volumes);

    const QList<OpenVolume>& volumes() const { return m_volumes; }
    bool hasDrive(char drive) const;

    /** Every folder at this path. Exact: by these raw names only. */
    FolderSearch folders(const WindowsPath& path, bool exact) const;
    /** Names in `folder` that are `name` without case; where there is none, the one whose short name it is.
     */
    QList<native::Child> childrenNamed(const ReachedFolder& folder, const QByteArray& name) const;
    /** Follows a link that lies in `parent`. */
    ReachedChild follow(const ReachedFolder& parent, const QByteArray& link) const;
    /** The listing of a folder, from a small cache. */
    Result<std::shared_ptr<const native::Listing>> list(const ReachedFolder& folder,
                                                        const CancelToken& cancel) const;

private:
    struct Indexed
    {
        std::shared_ptr<const native::Listing> listing;
        QMultiHash<QByteArray, qsizetype> byFolded;
        quint64 used = 0;
    };

    Result<std::shared_ptr<const Indexed>> indexed(const ReachedFolder& folder) const;
    void step(const ReachedFolder& from, const QList<QByteArray>& wanted, bool exact, int& links,
              FolderSearch& search) const;
    ReachedChild follow(const ReachedFolder& parent, const QByteArray& link, int& links) const;
    static QByteArray key(const ReachedFolder& folder);

    QList<OpenVolume> m_volumes;
    mutable QMutex m_mutex;
    mutable std::unordered_map<std::string, std::shared_ptr<Indexed>> m_cache;
    mutable qsizetype m_cachedNames = 0;
    mutable quint64 m_clock = 0;
};

} // namespace mailmend
