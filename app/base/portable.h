// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace mailmend {

/**
 * The folder "data" beside the program where a file "portable.txt" stands beside it; else empty. Then
 * settings, keys and notes are there and not with the user.
 * @param programFolder where the program stands, without a slash at its end
 */
QString portableFolder(const QString& programFolder);

/** Where the window writes down what it did. Needs the application object. */
QString defaultLogFolder();

} // namespace mailmend
