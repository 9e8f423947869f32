// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/velociraptor.h"

namespace mailmend::velociraptor {

/** What uploads.json says of one member, or the members beside it. */
struct Stored
{
    QByteArray components; ///< unescaped, from "uploads" on, with a null between them
    qint64 size = -1;
    bool isIndex = false;
    bool failed = false; ///< the server could not copy it into the export

    /** Accessor, device and names, as placeComponents() takes them. */
    QList<QByteArray> placeable() const { return components.split('\0').mid(1); }
};

/** uploads.json: what the collector stored. */
class UploadList
{
public:
    std::vector<Stored> rows;
    bool isThere = false;
    bool whole = true;
    bool fromServer = false; ///< a server's export: members carry the day of the export

    void add(Stored stored);
    /** The row of a member by its name in the archive; of several the last. nullptr: it is not on the list.
     */
    const Stored* ofMember(const QByteArray& name) const;

private:
    QMultiHash<quint64, quint32> m_byMember; ///< hash of a member's name, escaped and not; row
};

UploadList readUploads(const Outline& outline, const CancelToken& cancel);

/** An upload that failed half way is in the archive but not on the list: what is there of the file may be
 * cut. */
void noteUnlisted(const std::vector<WindowsPath>& unlisted, const UploadList& uploads, Records& records,
                  OpenedLayout& opened);

/** Files that were seen but not stored become entries that can't be opened; times come from the list of
 * matches. */
void joinMatches(const std::vector<Matched>& matches, const UploadList& uploads, OpenedLayout& opened,
                 Records& records);

} // namespace mailmend::velociraptor
