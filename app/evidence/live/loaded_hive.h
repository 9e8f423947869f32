// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"

namespace mailmend {

/**
 * A registry file that the running Windows has loaded and lets nobody open: Windows saves a copy of it, whole
 * and as it is now, which is read and then gone. Needs the right to make backups.
 *
 * @param file as this computer names it: "C:\\Windows\\System32\\config\\SAM"
 * @param folder where the copy lies meanwhile
 * @return NotFound where Windows has loaded no such file; Denied; Unsupported where what was saved is no hive
 */
Result<std::unique_ptr<FileReader>> openLoadedHive(const WindowsPath& file, const QString& folder);

} // namespace mailmend
