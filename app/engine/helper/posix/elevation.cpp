// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/elevation.h"

#include "engine/helper/frames.h"

namespace mailmend {

bool rightsCanBeAskedFor()
{
    return false;
}

bool rightsAreOurs()
{
    return false;
}

StartElevated elevationOf(const QString& /*program*/)
{
    return {};
}

Result<Served> serveElevated(HelperVerb /*verb*/, const QString& /*pipeName*/, const Knowledge& /*knowledge*/,
                             const Clock& /*clock*/)
{
    return notUnderstood(ErrorKind::BadCall, QStringLiteral("no helper is given rights here"));
}

} // namespace mailmend
