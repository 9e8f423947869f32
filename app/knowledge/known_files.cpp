// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/known_files.h"

#include <QHashFunctions>

namespace mailmend {

bool KnownFiles::covers(const BuildNumber& build) const
{
    return buildsCovered.contains(build);
}

size_t qHash(const BuildNumber& build, size_t seed) noexcept
{
    return qHashMulti(seed, build.parts[0], build.parts[1], build.parts[2], build.parts[3]);
}

} // namespace mailmend
