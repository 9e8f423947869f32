// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

namespace mailmend {

/**
 * Whether it may be the second, short name that Windows gives files and folders, "PROGRA~1": eight letters
 * with a tilde, and an ending of three. Source: Microsoft Learn, "Naming files, paths, and namespaces".
 */
bool looksShort(const QByteArray& name);

/** Unsupported: nothing in this copy says whose short name it is. */
Error shortNameNotShown(const QByteArray& name);

} // namespace mailmend
