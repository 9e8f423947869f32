// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/zip_builder.h"

#include <utility>

namespace mailmend::testing {

/** A Mailmend collection of the small server and one web root, as README.md beside the layout describes it.
 */
QList<ZipMember> mailmendCollection(QByteArray manifest = {});

/** A Mailmend collection of these files (path below C: with slashes, content) that asked for all of C:. */
QList<ZipMember> mailmendCollectionOf(const QList<std::pair<QByteArray, QByteArray>>& files,
                                      const QDateTime& started);

/** What a Velociraptor collection is made from; tests change what they are about. */
struct VelociraptorParts
{
    QByteArray spec = "Glob\ninetpub\\wwwroot\\**\nWindows\\System32\\config\\S*\n"; ///< collectionSpec
    QByteArray root = "C:";
    QByteArray maxFileSize; ///< empty: not set
    QByteArray state = "2"; ///< as JSON
    QByteArray queryStats = "[]";
    QByteArray log;     ///< further lines of log.json
    QByteArray uploads; ///< further lines of uploads.json
    QByteArray accessor = "auto";
    QByteArray device = "C%3A"; ///< as escaped in member names
    QByteArray artifact = "Generic.Collectors.File";
    bool withUploadsList = true;
    bool withContext = true;
    bool withLog = true;
    /** Path below the drive with slashes, content; raw names. */
    QList<std::pair<QByteArray, QByteArray>> files;
    /** Paths below the drive that were matched and not stored. */
    QList<QByteArray> onlyMatched;
    QList<ZipMember> more;
};

/** An offline collection as collectors.md section 1 describes it: members, notes, result tables. */
QList<ZipMember> velociraptorCollection(const VelociraptorParts& parts);

/** What a KAPE collection is made from; tests change what they are about. */
struct KapeParts
{
    QByteArray stamp = "2026-03-01T10_00_00_1234567";
    QByteArray destination = "E:\\out"; ///< --tdest
    QByteArray drive = "C";             ///< of the source, as the computer that KAPE ran on names it
    QByteArray machine = "EXAMPLE01";
    QByteArray targets = "RegistryHives,WebPages";
    QByteArray console; ///< further lines of the console log, before its end
    QByteArray copies;  ///< further rows of the copy log
    QByteArray skips;   ///< rows of the skip log; empty: there is no such log
    bool withCopyLog = true;
    bool withConsoleLog = true;
    bool finished = true;
    /** Path below the drive with slashes, content. */
    QList<std::pair<QByteArray, QByteArray>> files;
    QList<ZipMember> more;
};

/** A collection as collectors.md section 2 describes it: the files below their drive and the logs of one run.
 */
QList<ZipMember> kapeCollection(const KapeParts& parts);

/** A row of a copy log for a file of that content. */
QByteArray kapeCopyRow(const QByteArray& source, const QByteArray& destination, const QByteArray& content);

QByteArray sha1Hex(const QByteArray& content);

/** A collection as collectors.md section 3 describes it; an empty log: there is none. */
QList<ZipMember> cylrCollection(const QList<std::pair<QByteArray, QByteArray>>& files, const QByteArray& log);

/** Writes members as a folder of files. */
void writeFolder(const QString& path, const QList<ZipMember>& members);

} // namespace mailmend::testing
