// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/volume_tree.h"

namespace mailmend {

/** @param ntfs the times are those of NTFS */
FileEntry makeEntry(const WindowsPath& path, const native::Details& details, bool ntfs);

/** A stream has the times of its file or folder, as far as `details` has them. */
FileEntry streamEntry(const WindowsPath& holder, const native::Stream& stream, native::Details details,
                      bool ntfs);

/** The entry of a file, or of a link that leads out (which can't be opened); none for folders.
 * @param drive by which the holder was reached; it may lie on another, behind a link */
std::optional<FileEntry> entryFor(const VolumeTree& tree, char drive, const ReachedFolder& holder,
                                  const native::Child& child, bool ntfs);

/** Whether names on this target can be those of streams: "page.aspx:evil". The entry of that stream. */
std::optional<FileEntry> streamEntryFor(const VolumeTree& tree, char drive, const ReachedFolder& holder,
                                        const QByteArray& name);

FolderState partlyListed(const WindowsPath& folder);
FolderState streamsPartlyListed(const WindowsPath& holder);
Error linkLeadsOut(const WindowsPath& link);

} // namespace mailmend
