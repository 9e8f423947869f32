// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

namespace mailmend {

/** What kept a thing on a disk from being changed, whichever system said so. */
enum class ChangeTrouble {
    NoRoom,
    NotWritable, ///< the whole disk: no rights help against that
    NotAllowed,
    HeldOpen,
    NotThere,
    SomethingThere,
    OtherKind, ///< a link, or a file where a folder was expected
    AntiVirus,
    NoMemory,
    DiskError, ///< and whatever else the system says
};

/** In words. @param name raw. @param detail the system's own number or words, for the log. */
Error changeError(ChangeTrouble trouble, const QByteArray& name, const QString& detail);

} // namespace mailmend
