// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine.h"
#include "base/result.h"
#include "evidence/evidence.h"
#include "evidence/volume/volume.h"

namespace mailmend {

/**
 * What may be changed of an opened target. A mounted disk has files; a collection, the sample and loose files
 * have nothing, and the facet's reason says what to do instead.
 *
 * @param target what `evidence` was opened from: "/mnt/c", "C=/mnt/c,D=/mnt/d"
 * @return an error only where a disk that was there can't be opened any more
 */
Result<Machine> openMachine(const TargetSpec& target, const Evidence& evidence);

/** The files of these mounted volumes, each with its letter. Links are resolved among them only. */
Result<std::unique_ptr<MachineFiles>> openVolumeFiles(const QList<NamedVolume>& volumes);

} // namespace mailmend
