// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/sources.h"
#include "evidence/volume/volume_tree.h"

namespace mailmend {

/** "C=/mnt/c,D=/mnt/d": volumes with the letters that the examined server gave them. */
extern const EvidenceSource lettersSource;

/** A folder that holds Windows: a mounted disk, a backup, a snapshot. */
extern const EvidenceSource volumeSource;

/** One volume as the person named it. */
struct NamedVolume
{
    char letter = 0; ///< upper case; 0: none was given
    QString path;
};

/** Reads a target's text; a comma inside a path is part of it unless a letter and "=" follow. Pure. */
Result<QList<NamedVolume>> readVolumeList(const QString& text);

/** Names in a folder that are `name` without case. */
QList<native::Child> childrenNamed(const native::Listing& listing, const char* name);

/** An error about what a person named, in words for them. */
Error cannotOpen(const QString& path, const Error& cause);

} // namespace mailmend
