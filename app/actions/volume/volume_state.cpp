// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume/writability.h"
#include "base/windows_path.h"

namespace mailmend {

SleepState sleepStateOf(const disk::Handle& volumeRoot)
{
    auto once = disk::again(volumeRoot, "hiberfil.sys");
    if (!once) {
        return SleepState::Unreadable;
    }
    const auto root = disk::machineFolder(std::move(*once));
    const auto names = root->names();
    if (!names) {
        return SleepState::Unreadable;
    }
    for (const QByteArray& name : *names) {
        if (foldName(name) != "hiberfil.sys") {
            continue;
        }
        const auto file = root->open(name);
        char head[4] = {};
        if (!file || !(*file)->read(0, head)) {
            return SleepState::Unreadable;
        }
        if (QByteArrayView(head, 4) != QByteArrayView("\0\0\0\0", 4)) {
            return SleepState::Asleep;
        }
    }
    return SleepState::Awake;
}

} // namespace mailmend
