// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine.h"
#include "base/result.h"
#include "evidence/evidence.h"
#include "evidence/volume/volume.h"

namespace mailmend {

/**
 * What may be changed of an opened target. A mounted disk has files, and so has the computer that Mailmend
 * runs on; a collection, the sample and loose files have nothing, and the facet's reason says what to do
 * instead.
 *
 * @param target what `evidence` was opened from: "/mnt/c", "C=/mnt/c,D=/mnt/d", "this-computer"
 * @return an error only where a disk that was there can't be opened any more
 */
Result<Machine> openMachine(const TargetSpec& target, const Evidence& evidence);

/** Whose volumes they are: it decides the words, and what becomes of one that can't be opened. */
enum class VolumesOf {
    Disks,        ///< connected here: each has to be there
    ThisComputer, ///< the first has to be there; an empty slot may have a letter too
};

/** The files of these mounted volumes, each with its letter. Links are resolved among them only. */
Result<std::unique_ptr<MachineFiles>> openVolumeFiles(const QList<NamedVolume>& volumes,
                                                      VolumesOf of = VolumesOf::Disks);

} // namespace mailmend
