// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "actions/machine_files.h"
#include "actions/volume_machine.h"
#include "evidence/volume/volume_tree.h"

#include <QHash>

#include <vector>

namespace mailmend {

/** The files of mounted volumes, or of this computer's own. */
class VolumeMachineFiles : public MachineFiles
{
public:
    /**
     * @param roots each volume's open root, in the order of `volumes`
     * @param denied why we may not enter the others that are there, by their letters
     */
    VolumeMachineFiles(QList<OpenVolume> volumes, std::vector<disk::Handle> roots, QHash<char, Error> denied,
                       VolumesOf of)
        : m_volumes(std::move(volumes)), m_roots(std::move(roots)), m_denied(std::move(denied)), m_of(of)
    {}

    Result<QList<FoundName>> find(const WindowsPath& path) const override;
    Result<std::unique_ptr<MachineFolder>> folder(const WindowsPath& real) const override;
    Done mayWrite(const WindowsPath& realFolder) const override;
    QList<Text> cannotComeBack(const WindowsPath& realFolder, const FileRecord& record) const override;

private:
    /** Index of the volume with this letter; -1: it wasn't given. */
    qsizetype volumeOf(const WindowsPath& path) const;
    Error notOpen(const WindowsPath& path) const;
    Result<disk::Handle> openFolder(const WindowsPath& real) const;

    QList<OpenVolume> m_volumes;
    std::vector<disk::Handle> m_roots;
    QHash<char, Error> m_denied;
    VolumesOf m_of;
};

} // namespace mailmend
