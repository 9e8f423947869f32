// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/accounts.h"

#include "builder/hive_cells.h"

#include <QJsonArray>

namespace mailmend::sample {

namespace {

QByteArray utf16(const QString& text)
{
    QByteArray out;
    for (const QChar unit : text) {
        append(out, unit.unicode());
    }
    return out;
}

QDateTime timeOf(const QJsonValue& value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODate);
}

QString hexKey(quint32 rid)
{
    return QStringLiteral("%1").arg(rid, 8, 16, QChar(u'0')).toUpper();
}

/** Pieces of data behind a table of {offset, length, 0}; offsets count from the table's end. */
QByteArray described(const QList<QByteArray>& pieces, qsizetype tableEnd)
{
    QByteArray table, data;
    for (const QByteArray& piece : pieces) {
        append(table, static_cast<quint32>(data.size()));
        append(table, static_cast<quint32>(piece.size()));
        append(table, quint32{0});
        data += piece;
        data.append((4 - data.size() % 4) % 4, '\0');
    }
    return table.leftJustified(tableEnd, '\0') + data;
}

QByteArray userF(const QJsonObject& user, quint32 rid)
{
    QByteArray out;
    append(out, quint32{0x00010003});
    append(out, quint32{0});
    append(out, toFileTime(timeOf(user[u"last_logon"])));
    append(out, quint64{0});
    append(out, toFileTime(timeOf(user[u"password_set"])));
    append(out, quint64{0x7fffffffffffffff}); // never expires
    append(out, quint64{0});
    append(out, rid);
    append(out, quint32{513}); // primary group: Users
    append(out, static_cast<quint32>(user[u"flags"].toInt()));
    append(out, quint16{0}); // country
    append(out, quint16{0}); // code page
    append(out, quint16{0}); // bad passwords
    append(out, static_cast<quint16>(user[u"logons"].toInt()));
    return out.leftJustified(80, '\0');
}

/** A password as Windows Server 2016 keeps it, without any: a head of 24 bytes, and 32 more where there is
 * one.
 */
QByteArray storedPassword(bool there)
{
    QByteArray out;
    append(out, quint16{1}); // number of the key that it is encrypted with
    append(out, quint16{2}); // AES
    append(out, static_cast<quint32>(there ? 0x10 : 0));
    return out.leftJustified(there ? 56 : 24, '\0');
}

QByteArray userV(const QJsonObject& user)
{
    constexpr qsizetype pieces = 17, descriptor = 0, name = 1, fullName = 2, comment = 3, oldPassword = 13,
                        password = 14;
    QList<QByteArray> all(pieces);
    all[descriptor] = QByteArray::fromHex("0100048000000000000000000000000000000000"); // an empty one
    all[name] = utf16(user[u"name"].toString());
    all[fullName] = utf16(user[u"full_name"].toString());
    all[comment] = utf16(user[u"description"].toString());
    all[oldPassword] = storedPassword(false);
    all[password] = storedPassword(user.contains(u"password_set"));
    return described(all, pieces * 12);
}

/** The RIDs of a member's groups, and their number in the place of a type. */
HiveValue groupsValue(const QByteArray& rids)
{
    return HiveValue{{}, static_cast<quint32>(rids.size() / 4), rids};
}

/** Takes a group out of the list of Windows that goes by the members; whoever is in none stands in it no
 * more. */
void dropMemberships(HiveKey& list, quint32 rid)
{
    for (HiveKey& head : list.subkeys) {
        for (HiveKey& key : head.subkeys) {
            const QByteArray before = key.values.isEmpty() ? QByteArray() : key.values.first().data;
            QByteArray after, one;
            append(one, rid);
            for (qsizetype at = 0; at < before.size(); at += one.size()) {
                after += before.mid(at, one.size()) == one ? QByteArray() : before.mid(at, one.size());
            }
            key.values = {groupsValue(after)};
        }
        head.subkeys.removeIf([](const HiveKey& key) { return key.values.first().data.isEmpty(); });
    }
    list.subkeys.removeIf([](const HiveKey& head) { return head.subkeys.isEmpty(); });
}

/** Windows keeps memberships by member too; these are those of one group, instead of what it had before. */
void setMemberships(HiveKey& list, const QJsonObject& group, quint32 rid)
{
    dropMemberships(list, rid);
    for (const QJsonValue& member : group[u"members"].toArray()) {
        const QString sid = member.toString();
        const qsizetype end = sid.lastIndexOf(QLatin1Char('-'));
        HiveKey& head = list.at(sid.left(end));
        HiveKey& key = head.at(hexKey(sid.mid(end + 1).toUInt()));
        head.time = list.time = key.time = timeOf(group[u"changed"]);
        QByteArray rids = key.values.isEmpty() ? QByteArray() : key.values.first().data;
        append(rids, rid);
        key.values = {groupsValue(rids)};
    }
}

QByteArray groupC(const QJsonObject& group, quint32 rid)
{
    QByteArray members;
    const QJsonArray sids = group[u"members"].toArray();
    for (const QJsonValue& sid : sids) {
        members += binarySid(sid.toString());
    }
    QByteArray head;
    append(head, rid);
    append(head, quint32{0}); // where the security descriptor is, and how long
    append(head, quint32{0});
    append(head, quint32{0x00010002});
    const QByteArray rest =
        described({utf16(group[u"name"].toString()), utf16(group[u"description"].toString()), members}, 0x24);
    QByteArray out = head + rest;
    overwrite(out, 0x30, static_cast<quint32>(sids.size()));
    return out;
}

void addName(HiveKey& names, const QString& name, quint32 rid, const QDateTime& time)
{
    HiveKey& key = names.at(name);
    key.time = time;
    key.values = {HiveValue{{}, rid, {}}}; // the RID stands in the place of a type
}

} // namespace

QByteArray binarySid(const QString& sid)
{
    const QStringList parts = sid.split(u'-');
    if (parts.size() < 4 || parts.at(0) != QStringLiteral("S")) {
        return {};
    }
    QByteArray out;
    out.append(static_cast<char>(parts.at(1).toInt()));
    out.append(static_cast<char>(parts.size() - 3));
    out.append(5, '\0');
    out.append(static_cast<char>(parts.at(2).toInt())); // the authority, big-endian
    for (const QString& part : parts.mid(3)) {
        append(out, part.toUInt());
    }
    return out;
}

void addAccounts(const QJsonObject& accounts, HiveKey& root)
{
    const QDateTime installed = timeOf(accounts[u"installed"]);
    if (accounts.contains(u"machine_sid")) {
        HiveKey& domain = root.at(QStringLiteral("SAM\\Domains\\Account"));
        domain.time = installed;
        domain.values = {binaryValue(
            QStringLiteral("V"), QByteArray(0xcc, '\0') + binarySid(accounts[u"machine_sid"].toString()))};
    }
    for (const QJsonValue& entry : accounts[u"users"].toArray()) {
        const QJsonObject user = entry.toObject();
        const auto rid = static_cast<quint32>(user[u"rid"].toInt());
        const QDateTime created = timeOf(user[u"created"]);
        HiveKey& users = root.at(QStringLiteral("SAM\\Domains\\Account\\Users"));
        HiveKey& key = users.at(hexKey(rid));
        key.time = timeOf(user[u"changed"]);
        key.values = {binaryValue(QStringLiteral("F"), userF(user, rid)),
                      binaryValue(QStringLiteral("V"), userV(user))};
        addName(users.at(QStringLiteral("Names")), user[u"name"].toString(), rid, created);
    }
    for (const QJsonValue& entry : accounts[u"groups"].toArray()) {
        const QJsonObject group = entry.toObject();
        const auto rid = static_cast<quint32>(group[u"rid"].toInt());
        HiveKey& aliases = root.at(QStringLiteral("SAM\\Domains\\Builtin\\Aliases"));
        HiveKey& key = aliases.at(hexKey(rid));
        key.time = timeOf(group[u"changed"]);
        key.values = {binaryValue(QStringLiteral("C"), groupC(group, rid))};
        addName(aliases.at(QStringLiteral("Names")), group[u"name"].toString(), rid, installed);
        setMemberships(aliases.at(QStringLiteral("Members")), group, rid);
    }
}

} // namespace mailmend::sample
