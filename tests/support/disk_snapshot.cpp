// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/disk_snapshot.h"

namespace mailmend::testing {

QByteArray differenceOf(const DiskSnapshot& before, const DiskSnapshot& after)
{
    QByteArray out;
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (after.value(it.key()) != it.value()) {
            out += "- " + it.key() + ' ' + it.value() + '\n';
        }
    }
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (before.value(it.key()) != it.value()) {
            out += "+ " + it.key() + ' ' + it.value() + '\n';
        }
    }
    return out;
}

} // namespace mailmend::testing
