// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live/shadow_copies.h"
#include "evidence/volume/volume_files.h"

namespace mailmend {

/** The files of the computer that runs: what another program holds open is read from a shadow copy. */
class LiveFiles : public VolumeFiles
{
public:
    LiveFiles(QList<OpenVolume> volumes, std::unique_ptr<ShadowCopies> copies)
        : VolumeFiles(std::move(volumes)), m_copies(std::move(copies))
    {}

    Result<CopiedContent> openCopy(const FileEntry& entry, const Error& why) const override;
    /** A disk of this computer that shows no streams, beside one that does, keeps none. */
    FolderState streams() const override
    {
        FolderState state = VolumeFiles::streams();
        return state.state == ReadState::Partly ? FolderState{ReadState::Read, {}} : state;
    }
    Done giveBack() const override { return m_copies->giveBack(); }

private:
    std::unique_ptr<ShadowCopies> m_copies;
};

} // namespace mailmend
