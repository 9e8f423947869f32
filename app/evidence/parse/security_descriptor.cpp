// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/security_descriptor.h"

#include "evidence/parse/little_endian.h"
#include "evidence/parse/sam_values.h"

namespace mailmend {
namespace {

constexpr qsizetype descriptorHead = 20;
constexpr qsizetype accessListHead = 8;
constexpr qsizetype accessEntryHead = 8; ///< type, flags, size, mask
constexpr quint16 hasAccessList = 0x0004, isSelfRelative = 0x8000;
constexpr quint8 allowsAccess = 0x00, deniesAccess = 0x01, inheritOnly = 0x08;

bool readEntries(QByteArrayView list, SecurityDescriptor& into)
{
    if (!holds(list, 0, accessListHead)) {
        return false;
    }
    const auto size = littleEndian<quint16>(list, 2);
    const auto count = littleEndian<quint16>(list, 4);
    if (size < accessListHead || !holds(list, 0, size)) {
        return false;
    }
    qsizetype at = accessListHead;
    for (int i = 0; i < count; ++i) {
        if (!holds(list.first(size), at, accessEntryHead)) {
            return false;
        }
        const auto type = static_cast<quint8>(list.at(at));
        const auto flags = static_cast<quint8>(list.at(at + 1));
        const auto length = littleEndian<quint16>(list, at + 2);
        if (length < accessEntryHead || !holds(list.first(size), at, length)) {
            return false;
        }
        const QString sid = type == allowsAccess || type == deniesAccess
                                ? readSid(list.sliced(at + accessEntryHead, length - accessEntryHead))
                                : QString();
        if (sid.isEmpty()) {
            into.hasOthers = true;
        } else {
            into.entries.append(
                {sid, littleEndian<quint32>(list, at + 4), type == allowsAccess, (flags & inheritOnly) != 0});
        }
        at += length;
    }
    return true;
}

} // namespace

std::optional<SecurityDescriptor> readSecurityDescriptor(QByteArrayView data)
{
    if (!holds(data, 0, descriptorHead) || data.at(0) != 1) {
        return std::nullopt;
    }
    const auto control = littleEndian<quint16>(data, 2);
    const qsizetype owner = littleEndian<quint32>(data, 4);
    const qsizetype list = littleEndian<quint32>(data, 16);
    if ((control & isSelfRelative) == 0) {
        return std::nullopt;
    }
    SecurityDescriptor descriptor;
    if (owner != 0) {
        if (!holds(data, owner, 0)) {
            return std::nullopt;
        }
        descriptor.owner = readSid(data.sliced(owner));
        if (descriptor.owner.isEmpty()) {
            return std::nullopt;
        }
    }
    descriptor.hasList = (control & hasAccessList) != 0 && list != 0;
    if (descriptor.hasList && (!holds(data, list, 0) || !readEntries(data.sliced(list), descriptor))) {
        return std::nullopt;
    }
    return descriptor;
}

quint32 rightsToChange(quint32 mask)
{
    // Source: [MS-DTYP] 2.4.3 and [MS-SMB2] 2.2.13.1.1: FILE_WRITE_DATA, FILE_APPEND_DATA, DELETE, WRITE_DAC,
    // WRITE_OWNER; GENERIC_ALL and GENERIC_WRITE stand for all of them.
    constexpr quint32 changing = 0x2 | 0x4 | 0x00010000 | 0x00040000 | 0x00080000;
    constexpr quint32 generic = 0x10000000 | 0x40000000;
    return (mask & generic) != 0 ? changing : mask & changing;
}

} // namespace mailmend
