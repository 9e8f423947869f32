// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/portable.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace mailmend {

QString portableFolder(const QString& programFolder)
{
    return QFileInfo(programFolder + QStringLiteral("/portable.txt")).isFile()
               ? programFolder + QStringLiteral("/data")
               : QString();
}

bool keepsRights(const QByteArray& fileSystem)
{
    // As Linux and Windows name them.
    static const QByteArrayList without = {"vfat", "msdos", "exfat", "fat", "fat12", "fat16", "fat32"};
    return !without.contains(fileSystem.toLower());
}

QString defaultLogFolder()
{
    const QString portable = portableFolder(QCoreApplication::applicationDirPath());
    return (portable.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
                               : portable) +
           QStringLiteral("/log");
}

} // namespace mailmend
