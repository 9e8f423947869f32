// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QString>

namespace mailmend {

/** Whether a collection may be written somewhere. */
enum class CollectPlace {
    Free,
    Taken,          ///< a file of this name is there, and nothing is written over
    OnExaminedDisk, ///< on the disk that is looked at: what is written may destroy what was deleted there
};

/** Looks at the disks. @param target as the person named it. An error where the folder can't be told. */
Result<CollectPlace> lookAtPlace(const QString& out, const QString& target);

} // namespace mailmend
