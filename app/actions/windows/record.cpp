// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/file.h"
#include "actions/windows/folder.h"
#include "actions/windows/rights.h"
#include "actions/windows/streams.h"
#include "actions/windows/system_error.h"

#include <QtEndian>

#include <algorithm>
#include <array>

#include <winternl.h>

namespace mailmend {
namespace {

constexpr QByteArrayView kAttributes("system.ntfs_attrib");
constexpr QByteArrayView kRights("system.ntfs_acl");
constexpr QByteArrayView kTimes("system.ntfs_times");
constexpr QByteArrayView kShortName("system.ntfs_dos_name");

/** What can be set of a file's attributes; the others follow from its content or place. */
constexpr DWORD kSettable = FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM |
                            FILE_ATTRIBUTE_ARCHIVE | FILE_ATTRIBUTE_TEMPORARY | FILE_ATTRIBUTE_OFFLINE |
                            FILE_ATTRIBUTE_NOT_CONTENT_INDEXED;

template<typename Number>
QByteArray littleEndian(Number number)
{
    QByteArray out(sizeof(Number), '\0');
    qToLittleEndian(number, out.data());
    return out;
}

QByteArray timesOf(const windows::Facts& facts)
{
    return littleEndian(facts.created.QuadPart) + littleEndian(facts.written.QuadPart) +
           littleEndian(facts.accessed.QuadPart) + littleEndian(facts.changed.QuadPart);
}

/** Extended attributes of OS/2's kind, which nothing of IIS or Exchange has; read they are not. */
bool hasOtherAttributes(HANDLE file)
{
    constexpr int eaInformation = 7; // FileEaInformation
    ULONG size = 0;
    IO_STATUS_BLOCK status = {};
    return NtQueryInformationFile(file, &status, &size, sizeof size,
                                  static_cast<FILE_INFORMATION_CLASS>(eaInformation)) >= 0 &&
           size != 0;
}

bool isBroken(DWORD code)
{
    return code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL ||
           code == windows::code::QuotaExceeded || code == ERROR_CRC || code == ERROR_IO_DEVICE ||
           code == ERROR_WRITE_PROTECT || code == ERROR_GEN_FAILURE;
}

qint64 ticksOf(const FileTime& time)
{
    return time.seconds * 10'000'000 + time.nanoseconds / 100 + 116'444'736'000'000'000;
}

qint64 ticksAt(const QByteArray& times, qsizetype index)
{
    return qFromLittleEndian<qint64>(times.constData() + index * 8);
}

/** The times and attributes that the file is to have; 0 leaves a time as it is. */
FILE_BASIC_INFO basicOf(const FileRecord& record, DWORD present)
{
    FILE_BASIC_INFO basic = {};
    const QByteArray* times = record.attribute(kTimes);
    if (times != nullptr && times->size() >= 24) {
        basic.CreationTime.QuadPart = ticksAt(*times, 0);
        basic.LastWriteTime.QuadPart = ticksAt(*times, 1);
        basic.LastAccessTime.QuadPart = ticksAt(*times, 2);
    } else {
        basic.CreationTime.QuadPart = record.born ? ticksOf(*record.born) : 0;
        basic.LastWriteTime.QuadPart = ticksOf(record.modified);
        basic.LastAccessTime.QuadPart = ticksOf(record.accessed);
    }
    const QByteArray* attributes = record.attribute(kAttributes);
    const DWORD wanted = attributes != nullptr && attributes->size() == 4
                             ? qFromLittleEndian<quint32>(attributes->constData())
                             : present;
    basic.FileAttributes = wanted & kSettable;
    if (basic.FileAttributes == 0) {
        basic.FileAttributes = FILE_ATTRIBUTE_NORMAL;
    }
    return basic;
}

} // namespace

Result<FileRecord> recordOf(HANDLE file, const QByteArray& name)
{
    const auto facts = windows::factsOf(file);
    BY_HANDLE_FILE_INFORMATION identity = {};
    if (!facts || GetFileInformationByHandle(file, &identity) == 0) {
        return systemError(GetLastError(), name);
    }
    if (hasOtherAttributes(file)) {
        return cannotKeep(name, "EA", ERROR_EAS_NOT_SUPPORTED);
    }
    FileRecord record;
    record.size = facts->size;
    record.modified = toFileTime(facts->written);
    record.accessed = toFileTime(facts->accessed);
    record.changed = toFileTime(facts->changed);
    record.born = toFileTime(facts->created);
    record.links = facts->links;
    // `device` stays 0: files are only compared within one folder, and wine forgets a renamed file's volume.
    record.inode = (quint64(identity.nFileIndexHigh) << 32) | identity.nFileIndexLow;
    record.attributes.append({kAttributes.toByteArray(), littleEndian(quint32(facts->attributes))});
    record.attributes.append({kTimes.toByteArray(), timesOf(*facts)});
    if (const QByteArray shortName = windows::shortNameOf(file); !shortName.isEmpty() && shortName != name) {
        record.attributes.append({kShortName.toByteArray(), shortName});
    }
    const auto rights = rightsOf(file);
    if (!rights) {
        return cannotKeep(name, "ACL", GetLastError());
    }
    record.attributes.append({kRights.toByteArray(), *rights});
    if (const Done added = addStreams(file, name, record); !added) {
        return added.error();
    }
    std::sort(record.attributes.begin(), record.attributes.end());
    return record;
}

Done applyRecord(HANDLE file, const FileRecord& record, const QByteArray& name)
{
    if (const Done written = writeStreams(file, name, record); !written) {
        return written;
    }
    if (const QByteArray* rights = record.attribute(kRights);
        rights != nullptr && !setRights(file, *rights) && isBroken(GetLastError())) {
        return systemError(GetLastError(), name);
    }
    const auto facts = windows::factsOf(file);
    if (!facts) {
        return systemError(GetLastError(), name);
    }
    // The times last: all else changes them.
    FILE_BASIC_INFO basic = basicOf(record, facts->attributes);
    if (SetFileInformationByHandle(file, FileBasicInfo, &basic, sizeof basic) == 0 &&
        isBroken(GetLastError())) {
        return systemError(GetLastError(), name);
    }
    return done();
}

} // namespace mailmend
