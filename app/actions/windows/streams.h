// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/file_record.h"

#include <span>

#include <windows.h>

namespace mailmend {

/** Adds the streams that a file has beside its content, as "user.NAME". Unsupported where one can't be kept.
 */
Done addStreams(HANDLE file, const QByteArray& name, FileRecord& record);
/** Writes them; an error only where the disk is full or broken. */
Done writeStreams(HANDLE file, const QByteArray& name, const FileRecord& record);

/** The names in what Windows answers for a file's streams, its content left out. None: damaged. Pure. */
std::optional<QList<QByteArray>> streamNames(std::span<const char> answer);

/** Moving the file would lose a part of it. @param code of GetLastError() */
Error cannotKeep(const QByteArray& file, const QByteArray& part, DWORD code);

} // namespace mailmend
