// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace mailmend::testing {

/** Gives a file everything beside its content that this system's disks keep: rights, owner, streams, times.
 */
void dressPage(const QByteArray& path);

/** True where anything, even a link that leads nowhere, has this path. */
bool isThere(const QByteArray& path);

} // namespace mailmend::testing
