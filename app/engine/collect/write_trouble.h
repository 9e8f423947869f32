// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QString>

namespace mailmend {

/** What kept a collection from being written, whichever system said so. */
enum class WriteTrouble {
    NameIsTaken,
    NoRoom,
    TooLarge, ///< for this file system
    NoFolder,
    IsHeld,     ///< open in another program
    NotAllowed, ///< and whatever else the system says
};

/** In words. @param detail the system's own number or words, for the log. */
Error writeError(WriteTrouble trouble, const QString& path, const QString& detail);

} // namespace mailmend
