// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/collect_place.h"

#include "engine/collect/partial_file.h"
#include "evidence/live/live_machine.h"
#include "evidence/sample/sample.h"
#include "evidence/volume/volume.h"

#include <QFileInfo>

namespace mailmend {
namespace {

/** Folders of the disks that a target's evidence lies on; none where it is no disk. */
QStringList examinedFolders(const QString& target)
{
    if (isSampleTarget(target)) {
        return {};
    }
    if (const auto details = native::look(native::toNative(target))) {
        return details->kind == native::Kind::Folder ? QStringList{target} : QStringList();
    }
    QStringList folders;
    if (target == QStringLiteral("this-computer")) {
        if (const auto machine = openLiveMachine()) {
            for (const NamedVolume& drive : machine->drives) {
                folders.append(drive.path);
            }
        }
        return folders;
    }
    if (const auto volumes = readVolumeList(target)) {
        for (const NamedVolume& volume : *volumes) {
            folders.append(volume.path);
        }
    }
    return folders;
}

} // namespace

Result<CollectPlace> lookAtPlace(const QString& out, const QString& target)
{
    const QFileInfo file(out);
    if (file.exists() || file.isSymbolicLink()) {
        return CollectPlace::Taken;
    }
    const auto same = isOnDiskOf(out, examinedFolders(target));
    if (!same) {
        return same.error();
    }
    return *same ? CollectPlace::OnExaminedDisk : CollectPlace::Free;
}

} // namespace mailmend
