// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>

#include <zip.h>

/** What an archive's list of members tells. One thread at a time on one handle. */
namespace mailmend {

/** UTC from the extra fields for Unix or NTFS times; else the DOS time, which has no zone, as if it were UTC.
 */
QDateTime zipMemberTime(zip_t* zip, zip_uint64_t index, const zip_stat_t& stat);

/** Members that overlap unpack to far more than the archive holds; no honest program writes them. */
bool zipMembersOverlap(zip_t* zip, qint64 members, qint64 archiveSize);

/** The same for the same members, wherever the archive lies. */
QByteArray zipFingerprint(const QByteArray& path, zip_t* zip, qint64 members, qint64 archiveSize);

} // namespace mailmend
