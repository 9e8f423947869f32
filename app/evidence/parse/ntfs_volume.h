// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

namespace mailmend {

/**
 * Whether an NTFS volume was put away in order. Pure, bounded. Sources of the layout: the Linux-NTFS
 * project's documentation (boot sector, FILE record, update sequence, $VOLUME_INFORMATION) and Microsoft
 * Learn's "NTFS_VOLUME_DATA_BUFFER" for the names.
 */
struct NtfsGeometry
{
    qint64 volumeRecord = 0; ///< byte position of MFT record 3, $Volume
    qint64 recordSize = 0;   ///< bytes; 512 to 65,536
};

/** @param sector the volume's first 512 bytes. Unsupported: no NTFS. Damaged: numbers that can't be. */
Result<NtfsGeometry> readNtfsBootSector(QByteArrayView sector);

/** The volume's flags from MFT record 3: kNtfsDirty and others. @param record as it stands on the disk */
Result<quint16> readNtfsVolumeFlags(QByteArray record);

inline constexpr quint16 kNtfsDirty = 0x0001;

} // namespace mailmend
