// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"

#include <QString>

namespace mailmend {

/** Where that is on every Windows, for people. */
inline constexpr char kProtectedFolder[] = R"(%ProgramData%\Mailmend)";

/** Where a helper with rights keeps what it does, for all cases of this computer. */
struct ProtectedPlace
{
    QString folder;     ///< stores lie in it, "<key>.changes"
    QString sealFolder; ///< for installationSecret()
};

/**
 * "Mailmend" in `above`, made where it is missing. Denied where something of that name belongs to somebody
 * else or lets somebody else in: it stays as it is, and nothing is read from it or put into it.
 */
Result<ProtectedPlace> protectedPlace(const QString& above, disk::Keeper keeper);

} // namespace mailmend
