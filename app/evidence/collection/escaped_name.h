// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows_path.h"

#include <QByteArray>

namespace mailmend {

/**
 * One component of a member's name as Velociraptor and Mailmend write it: `? " * : | < > % / \`, control
 * bytes, a leading "." or space, a trailing "." or space, and bytes that are no UTF-8 become %XX.
 */
QByteArray escapeComponent(const QByteArray& raw);

/** The raw name. "%" that two hexadecimal digits don't follow stays. May give "..", "/" or a null: judge what
 * comes. */
QByteArray unescapeComponent(const QByteArray& escaped);

/**
 * A path as a collector's JSON or CSV has it, folded: what is no text became replacement letters there, of
 * which one stands for any number here, since programs differ in how many they write.
 */
QByteArray asListed(const WindowsPath& path);

} // namespace mailmend
