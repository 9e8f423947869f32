// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/velociraptor.h"

namespace mailmend::velociraptor {

/** What uploads.json says of one member, or the members beside it. */
struct Stored
{
    QList<QByteArray> components; ///< unescaped, from "uploads" on
    qint64 size = -1;
    bool isIndex = false;
    bool failed = false; ///< the server could not copy it into the export
};

/** uploads.json: what the collector stored. */
struct UploadList
{
    QHash<QByteArray, Stored> byMember;
    std::vector<Stored> rows; ///< each once, for those that no member belongs to
    bool isThere = false;
    bool whole = true;
    bool fromServer = false; ///< a server's export: members carry the day of the export
};

UploadList readUploads(const Outline& outline, const CancelToken& cancel);

/** An upload that failed half way is in the archive but not on the list: what is there of the file may be
 * cut. */
void noteUnlisted(const QList<WindowsPath>& unlisted, const UploadList& uploads, Records& records,
                  OpenedLayout& opened);

/** Files that were seen but not stored become entries that can't be opened; times come from the list of
 * matches. */
void joinMatches(const std::vector<Matched>& matches, OpenedLayout& opened, Records& records);

} // namespace mailmend::velociraptor
