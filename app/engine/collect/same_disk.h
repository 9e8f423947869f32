// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace mailmend {

/** What Windows tells of the disk that a folder lies on. */
struct DiskFacts
{
    QString volume;     ///< Windows' own name for it, "\\\\?\\Volume{…}\\"; empty: a share has none
    quint32 serial = 0; ///< of its file system, which a share tells too; 0: it isn't told
    QString fileSystem; ///< "NTFS"; empty: it isn't told
    QString server;     ///< whose share it is, "fs01"; empty: it is none
};

/**
 * Whether what is written to a disk comes onto another one, which is examined: another way to it is a share
 * of this computer, or a letter for one of its folders. Where that can't be told apart, it does. Pure.
 * @param ownNames of this computer
 */
bool isWrittenOnto(const DiskFacts& examined, const DiskFacts& to, const QStringList& ownNames);

} // namespace mailmend
