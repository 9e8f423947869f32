// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>

namespace mailmend::testing {

/**
 * Everything below a folder: raw path → kind, mode, owner, links, size, times to the nanosecond, extended
 * attributes and SHA-256 or link target, as one line that can be compared. Reading it changes nothing.
 */
using DiskSnapshot = QMap<QByteArray, QByteArray>;
DiskSnapshot snapshotOf(const QByteArray& folder);

/** What differs, one a line: "- path line" is gone, "+ path line" is new, and both where it changed. */
QByteArray differenceOf(const DiskSnapshot& before, const DiskSnapshot& after);

} // namespace mailmend::testing
