// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/sam_values.h"

#include "evidence/parse/hive_base_block.h"
#include "evidence/parse/little_endian.h"

namespace mailmend {
namespace {

constexpr qsizetype kUserFBytes = 0x44;     // up to the number of logons
constexpr qsizetype kUserTableBytes = 0xcc; // 17 descriptors of 12 bytes; offsets count from its end
constexpr qsizetype kAliasHeadBytes = 0x34; // offsets count from its end
constexpr quint32 kSamNameBound = 2048;     // bytes; Windows allows 256 characters in a name
constexpr quint32 kCommentBound = 65536;

/** UTF-16 as the descriptor at `at` (offset, length) tells; none where it leads out of the value. */
std::optional<QString> text(QByteArrayView value, qsizetype at, qsizetype base, quint32 bound)
{
    const auto offset = static_cast<qsizetype>(littleEndian<quint32>(value, at));
    const quint32 length = littleEndian<quint32>(value, at + 4);
    if (length % 2 != 0 || length > bound || !holds(value, base + offset, length)) {
        return std::nullopt;
    }
    QString out;
    out.reserve(length / 2);
    for (qsizetype i = 0; i < static_cast<qsizetype>(length); i += 2) {
        out.append(QChar(littleEndian<quint16>(value, base + offset + i)));
    }
    return out;
}

/** By the length alone: a bare head of 4 bytes (24 since Windows Server 2016) holds no password. */
StoredPassword passwordOf(QByteArrayView value)
{
    const quint32 length = littleEndian<quint32>(value, 0xac);
    if (!holds(value, kUserTableBytes + static_cast<qsizetype>(littleEndian<quint32>(value, 0xa8)), length)) {
        return StoredPassword::Unknown;
    }
    switch (length) {
    case 0:
    case 4:
    case 24:
        return StoredPassword::None;
    case 20:
    case 56:
        return StoredPassword::Stored;
    default:
        return StoredPassword::Unknown;
    }
}

} // namespace

std::optional<SamUserF> readSamUserF(QByteArrayView value)
{
    if (value.size() < kUserFBytes || value.size() > kSamValueBound) {
        return std::nullopt;
    }
    SamUserF user;
    user.lastLogon = fromFileTime(littleEndian<quint64>(value, 0x08));
    user.passwordSet = fromFileTime(littleEndian<quint64>(value, 0x18));
    user.expires = fromFileTime(littleEndian<quint64>(value, 0x20));
    user.badPassword = fromFileTime(littleEndian<quint64>(value, 0x28));
    user.rid = littleEndian<quint32>(value, 0x30);
    user.flags = littleEndian<quint16>(value, 0x38);
    user.badPasswords = littleEndian<quint16>(value, 0x40);
    user.logons = littleEndian<quint16>(value, 0x42);
    return user;
}

std::optional<SamUserV> readSamUserV(QByteArrayView value)
{
    if (value.size() < kUserTableBytes || value.size() > kSamValueBound) {
        return std::nullopt;
    }
    const std::optional<QString> name = text(value, 0x0c, kUserTableBytes, kSamNameBound);
    if (!name || name->isEmpty()) {
        return std::nullopt;
    }
    SamUserV user;
    user.name = *name;
    user.fullName = text(value, 0x18, kUserTableBytes, kSamNameBound).value_or(QString());
    user.comment = text(value, 0x24, kUserTableBytes, kCommentBound).value_or(QString());
    user.password = passwordOf(value);
    return user;
}

std::optional<SamAlias> readSamAlias(QByteArrayView value)
{
    if (value.size() < kAliasHeadBytes || value.size() > kSamValueBound) {
        return std::nullopt;
    }
    const std::optional<QString> name = text(value, 0x10, kAliasHeadBytes, kSamNameBound);
    if (!name) {
        return std::nullopt;
    }
    SamAlias alias;
    alias.rid = littleEndian<quint32>(value, 0);
    alias.name = *name;
    alias.claimed = littleEndian<quint32>(value, 0x30);
    const qsizetype from = kAliasHeadBytes + static_cast<qsizetype>(littleEndian<quint32>(value, 0x28));
    const auto length = static_cast<qsizetype>(littleEndian<quint32>(value, 0x2c));
    if (!holds(value, from, length)) {
        return alias;
    }
    QByteArrayView left = value.sliced(from, length);
    while (!left.isEmpty() && alias.members.size() < kSamMembersBound) {
        qsizetype size = 0;
        const QString sid = readSid(left, &size);
        if (sid.isEmpty()) {
            break;
        }
        alias.members.append(sid);
        left = left.sliced(size);
    }
    alias.wholeMembers = left.isEmpty() && alias.members.size() == static_cast<qsizetype>(alias.claimed);
    return alias;
}

QString readSid(QByteArrayView bytes, qsizetype* size)
{
    constexpr int mostParts = 15; // SID_MAX_SUB_AUTHORITIES
    constexpr qsizetype head = 8;
    if (!holds(bytes, 0, head) || bytes.at(0) != 1) {
        return {};
    }
    const int parts = static_cast<unsigned char>(bytes.at(1));
    if (parts < 1 || parts > mostParts || !holds(bytes, head, parts * 4)) {
        return {};
    }
    quint64 authority = 0;
    for (qsizetype i = 2; i < head; ++i) {
        authority = authority << 8 | static_cast<unsigned char>(bytes.at(i)); // big-endian, unlike the rest
    }
    QString sid = QStringLiteral("S-1-%1").arg(authority);
    for (int i = 0; i < parts; ++i) {
        sid += QLatin1Char('-') + QString::number(littleEndian<quint32>(bytes, head + i * 4));
    }
    if (size != nullptr) {
        *size = head + parts * 4;
    }
    return sid;
}

} // namespace mailmend
