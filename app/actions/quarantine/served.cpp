// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/served.h"

namespace mailmend::quarantine {
namespace {

/** "/owa" and "/auth" as one, without the slash that stands for nothing. */
QString joinedPath(const QString& application, const QString& below)
{
    QString path;
    for (const QString& part : {application, below}) {
        path += part.endsWith(u'/') ? part.chopped(1) : part;
    }
    return path;
}

} // namespace

QStringList poolsThatServe(const WindowsPath& file, const QList<VirtualDirectory>& served)
{
    QStringList pools;
    qsizetype deepest = -1;
    for (const VirtualDirectory& directory : served) {
        const qsizetype depth = directory.physicalPath.components().size();
        if (directory.physicalPath.isEmpty() || directory.applicationPool.isEmpty() || depth < deepest ||
            !file.isWithin(directory.physicalPath)) {
            continue;
        }
        if (depth > deepest) {
            pools.clear();
            deepest = depth;
        }
        if (!pools.contains(directory.applicationPool)) {
            pools.append(directory.applicationPool);
        }
    }
    return pools;
}

QStringList addressesOf(const WindowsPath& file, const QList<VirtualDirectory>& served)
{
    QStringList addresses;
    for (const VirtualDirectory& directory : served) {
        if (directory.physicalPath.isEmpty() || !file.isWithin(directory.physicalPath)) {
            continue;
        }
        QString address = joinedPath(directory.application, directory.path);
        for (const QByteArray& name : file.below(directory.physicalPath)) {
            address += u'/' + QString::fromUtf8(name);
        }
        address = address.toCaseFolded();
        if (!addresses.contains(address)) {
            addresses.append(address);
        }
    }
    return addresses;
}

} // namespace mailmend::quarantine
