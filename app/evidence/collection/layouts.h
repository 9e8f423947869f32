// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/collection_files.h"
#include "evidence/host/host.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <span>

namespace mailmend {

/** The largest list of contents of Mailmend's own layout that is read, in bytes. */
inline constexpr qint64 kCollectionListBound = qint64{256} << 20;

/** A first look at a container: what stands at its root, and which names are refused. */
struct Outline
{
    ContainerPointer container;
    QList<QByteArray> prefix;             ///< the one folder around everything, if there is one
    QHash<QByteArray, quint64> rootFiles; ///< by name; of two of one name the last. The first 10,000
    QSet<QByteArray> rootFolders;         ///< the first 10,000
    qint64 members = 0;
    qint64 refused = 0;          ///< names that could lead out
    QStringList refusedExamples; ///< the first five, for people

    bool hasFile(const char* name) const { return rootFiles.contains(name); }
    bool hasFolder(const char* name) const { return rootFolders.contains(name); }
};

Outline outline(ContainerPointer container, const CancelToken& cancel, const QList<QByteArray>& prefix = {});

/** Calls `each` with every member that has a usable name, split and without the prefix. */
void forEachMember(const Outline& outline, const CancelToken& cancel,
                   const std::function<void(QList<QByteArray>&& components, const Member& member)>& each);

/** What a layout makes of a container. */
struct OpenedLayout
{
    FileTable files;
    std::unique_ptr<CollectorNotes> notes;
    HostHints hints;
    bool letterUnknown = false; ///< the drive of Windows is the one that the registry says
    QList<Text> troubles;       ///< what of the collection itself could not be read
    qint64 unreadable = 0;      ///< how many of its members those are
    QList<CoverageEntry> coverage;
};

/** One way in which tools lay out what they collect. */
struct Layout
{
    const char* name;
    bool (*recognises)(const Outline& outline);
    Result<OpenedLayout> (*read)(const Outline& outline, const CancelToken& cancel);
};

/** In the order in which they are tried. To add one, add a file and a line in layouts.cpp. */
std::span<const Layout* const> collectionLayouts();

/** The row of coverage about files of older states of the disk, which are kept apart. */
CoverageEntry snapshotRow(qint64 files, qint64 bytes);

extern const Layout velociraptorLayout;
extern const Layout mailmendLayout;
extern const Layout kapeLayout;
extern const Layout cylrLayout;
extern const Layout plainCopyLayout;

/** The letter of a component that stands for a drive: "C", "C:", "C%3A", "C$", "C_"; 0: it is none. */
char driveOf(const QByteArray& component);

} // namespace mailmend
