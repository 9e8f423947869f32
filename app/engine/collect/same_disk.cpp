// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/same_disk.h"

#include <algorithm>

namespace mailmend {
namespace {

bool isSame(const QString& one, const QString& other)
{
    return one.compare(other, Qt::CaseInsensitive) == 0;
}

/** Names by which every computer calls itself. In a path an IPv6 address has no colons: "::1" is
 * "--1.ipv6-literal.net". Source: Microsoft Learn, "IPv6 Addresses" and [MS-SMB2]. */
bool meansOneself(QString server)
{
    const QString ending = QStringLiteral(".ipv6-literal.net");
    if (server.endsWith(ending, Qt::CaseInsensitive)) {
        server.chop(ending.size());
        server.replace(u'-', u':');
    }
    if (server.startsWith(u'[') && server.endsWith(u']')) {
        server = server.mid(1, server.size() - 2);
    }
    const QString digits = QString(server).remove(u':').remove(u'0');
    const bool isSixth = server.contains(u':') && server.endsWith(u'1') && digits == QStringLiteral("1");
    const QStringList numbers = server.split(u'.');
    const bool isFourth = numbers.first() == QStringLiteral("127") &&
                          std::all_of(numbers.begin(), numbers.end(), [](const auto& number) {
                              bool isNumber = false;
                              number.toUInt(&isNumber);
                              return isNumber;
                          });
    return isSixth || isFourth || isSame(server, QStringLiteral("localhost")) ||
           isSame(server, QStringLiteral("localhost.localdomain"));
}

bool isThisComputers(QString server, const QStringList& ownNames)
{
    if (server.endsWith(u'.')) {
        server.chop(1);
    }
    return meansOneself(server) || std::any_of(ownNames.begin(), ownNames.end(),
                                               [&server](const QString& own) { return isSame(own, server); });
}

} // namespace

bool isWrittenOnto(const DiskFacts& examined, const DiskFacts& to, const QStringList& ownNames)
{
    if (!examined.volume.isEmpty() && !to.volume.isEmpty()) {
        return isSame(examined.volume, to.volume); // a copy of a disk has the same serial number
    }
    if (!to.server.isEmpty() && examined.server.isEmpty() && isThisComputers(to.server, ownNames)) {
        return true;
    }
    const bool isSameKind = examined.fileSystem.isEmpty() || to.fileSystem.isEmpty() ||
                            isSame(examined.fileSystem, to.fileSystem);
    return examined.serial != 0 && examined.serial == to.serial && isSameKind;
}

} // namespace mailmend
