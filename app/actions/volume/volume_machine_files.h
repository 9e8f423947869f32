// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine_files.h"
#include "actions/posix/descriptor.h"
#include "evidence/volume/volume_tree.h"

#include <vector>

namespace mailmend {

/** The files of mounted volumes. */
class VolumeMachineFiles : public MachineFiles
{
public:
    /** @param roots an open descriptor of each volume's root, in the order of `volumes` */
    VolumeMachineFiles(QList<OpenVolume> volumes, std::vector<Descriptor> roots)
        : m_volumes(std::move(volumes)), m_roots(std::move(roots))
    {}

    Result<QList<FoundName>> find(const WindowsPath& path) const override;
    Result<std::unique_ptr<MachineFolder>> folder(const WindowsPath& real) const override;
    Done mayWrite(const WindowsPath& realFolder) const override;
    QList<Text> cannotComeBack(const WindowsPath& realFolder, const FileRecord& record) const override;

private:
    /** Index of the volume with this letter; -1: it wasn't given. */
    qsizetype volumeOf(const WindowsPath& path) const;
    Result<Descriptor> openFolder(const WindowsPath& real) const;

    QList<OpenVolume> m_volumes;
    std::vector<Descriptor> m_roots;
};

} // namespace mailmend
