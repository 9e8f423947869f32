// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QMap>

namespace mailmend {

/** A pack's files by name, sorted. Names use "/" and lie below the pack. */
using PackFiles = QMap<QByteArray, QByteArray>;

/**
 * Unpacks a zip from memory. At most 32 MB of pack, 500 files, 8 MB a file and 32 MB in all; a name that
 * climbs, is absolute or stands twice is an error.
 */
Result<PackFiles> readPackFiles(const QByteArray& pack);

/** "The knowledge pack cannot be used: …", of kind Damaged. `what` is English and for the log as well. */
Error packError(const QByteArray& file, const QString& what);

} // namespace mailmend
