// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace mailmend {

/** Where one volume was given: what a link's absolute target is compared with. */
struct GivenVolume
{
    char letter = 0;       ///< 0: loose files
    QByteArray nativePath; ///< absolute, without a slash at its end
};

/** A place inside the evidence that a link names. */
struct LinkPlace
{
    qsizetype volume = 0;         ///< index into the given volumes
    QList<QByteArray> components; ///< from the volume's root; may hold links again
};

/**
 * Reads a link or junction as Linux shows it: relative ("../x"), below the mount ("/mnt/c/x"), or still
 * Windows' own
 * ("C:\x", "\??\C:\x", "/??/C:/x", ntfs3's "/C:/x"). None where it leads out of what was given. Pure.
 *
 * @param folder components of the folder that holds the link, without links
 */
std::optional<LinkPlace> readLink(const QByteArray& target, qsizetype volume, const QList<QByteArray>& folder,
                                  const QList<GivenVolume>& volumes);

} // namespace mailmend
