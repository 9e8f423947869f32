// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace mailmend {

/**
 * The folder "data" beside the program where a file "portable.txt" stands beside it; else empty. Then
 * settings and notes are there and not with the user; keys too, where that disk keeps them from others.
 * @param programFolder where the program stands, without a slash at its end
 */
QString portableFolder(const QString& programFolder);

/**
 * Whether a disk keeps who may read what: FAT and exFAT, as most USB sticks have them, do not.
 * @param fileSystem as QStorageInfo names it; one that is not known does
 */
bool keepsRights(const QByteArray& fileSystem);

/** Where the window writes down what it did. Needs the application object. */
QString defaultLogFolder();

} // namespace mailmend
