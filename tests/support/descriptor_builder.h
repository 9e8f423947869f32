// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>
#include <QtEndian>

namespace mailmend::testing {

/** The binary form of a SID. [MS-DTYP] 2.4.2.2 */
inline QByteArray sidBytes(const QString& sid)
{
    const QStringList parts = sid.split(u'-');
    QByteArray bytes(8, '\0');
    bytes[0] = 1;
    bytes[1] = static_cast<char>(parts.size() - 3);
    bytes[7] = static_cast<char>(parts.at(2).toUInt()); // big-endian
    for (qsizetype at = 3; at < parts.size(); ++at) {
        QByteArray number(4, '\0');
        qToLittleEndian(parts.at(at).toUInt(), number.data());
        bytes += number;
    }
    return bytes;
}

/** One line of a list of who may do what. */
struct BuiltEntry
{
    QString sid;
    quint32 mask = 0;
    quint8 type = 0; ///< 0 allows, 1 forbids
    quint8 flags = 0;
};

/** A list of rights. [MS-DTYP] 2.4.4.1, 2.4.4.2, 2.4.5 */
inline QByteArray accessListBytes(const QList<BuiltEntry>& entries)
{
    QByteArray list(8, '\0');
    list[0] = 2;
    qToLittleEndian(static_cast<quint16>(entries.size()), list.data() + 4);
    for (const BuiltEntry& entry : entries) {
        QByteArray one(8, '\0');
        one[0] = static_cast<char>(entry.type);
        one[1] = static_cast<char>(entry.flags);
        qToLittleEndian(entry.mask, one.data() + 4);
        one += sidBytes(entry.sid);
        qToLittleEndian(static_cast<quint16>(one.size()), one.data() + 2);
        list += one;
    }
    qToLittleEndian(static_cast<quint16>(list.size()), list.data() + 2);
    return list;
}

/** A self-relative security descriptor. [MS-DTYP] 2.4.6. @param owner, list empty: it has none */
inline QByteArray descriptorBytes(const QString& owner, const QByteArray& list)
{
    const QByteArray ownerBytes = owner.isEmpty() ? QByteArray() : sidBytes(owner);
    QByteArray bytes(20, '\0');
    bytes[0] = 1;
    qToLittleEndian(static_cast<quint16>(0x8000 | (list.isEmpty() ? 0 : 4)), bytes.data() + 2);
    qToLittleEndian(owner.isEmpty() ? 0U : 20U, bytes.data() + 4);
    qToLittleEndian(list.isEmpty() ? 0U : static_cast<quint32>(20 + ownerBytes.size()), bytes.data() + 16);
    return bytes + ownerBytes + list;
}

} // namespace mailmend::testing
