// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/loaded_hive.h"

namespace mailmend {

bool holdsPasswordHashes(const WindowsPath& file)
{
    const QByteArray name = foldName(file.name());
    return foldName(file.parent().name()) == "config" && (name == "sam" || name == "security");
}

} // namespace mailmend
