// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/zip_builder.h"

#include <utility>

namespace mailmend::testing {

/** A Mailmend collection of the small server and one web root, as README.md beside the layout describes it.
 */
QList<ZipMember> mailmendCollection(QByteArray manifest = {});

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

} // namespace mailmend::testing
