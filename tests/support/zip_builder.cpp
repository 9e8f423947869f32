// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/zip_builder.h"

#include <QFile>

#include <zlib.h>

/** Layout: APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14 to 4.3.16 (ends), 4.5.3
 * (zip64). */
namespace mailmend::testing {
namespace {

template<typename Number>
void put(QByteArray& out, Number number)
{
    for (size_t i = 0; i < sizeof(Number); ++i) {
        out.append(static_cast<char>(number >> (8 * i) & 0xff));
    }
}

struct Written
{
    QByteArray name, extra;
    quint16 flags = 0, method = 0;
    quint32 checksum = 0;
    quint64 packed = 0, size = 0, offset = 0;
};

quint32 checksumOf(const QByteArray& content)
{
    return static_cast<quint32>(
        ::crc32(0, reinterpret_cast<const Bytef*>(content.constData()), static_cast<uInt>(content.size())));
}

/** The checksum of so many zero bytes: halves are joined, so that 20 GB take no time. */
quint32 checksumOfZeros(quint64 size)
{
    uLong sum = ::crc32(0, nullptr, 0);
    const Bytef zero = 0;
    uLong power = ::crc32(0, &zero, 1); // of 2^bit zeros
    for (quint64 bit = 1; bit <= size; bit <<= 1) {
        if ((size & bit) != 0) {
            sum = ::crc32_combine(sum, power, static_cast<z_off_t>(bit));
        }
        power = ::crc32_combine(power, power, static_cast<z_off_t>(bit));
    }
    return static_cast<quint32>(sum);
}

QByteArray timeField(const QDateTime& modified)
{
    QByteArray field;
    if (modified.isValid()) {
        put<quint16>(field, 0x5455);
        put<quint16>(field, 5);
        field.append('\1');
        put<quint32>(field, static_cast<quint32>(modified.toSecsSinceEpoch()));
    }
    return field;
}

QByteArray zip64Field(const Written& member, bool withOffset)
{
    QByteArray field;
    put<quint16>(field, 1);
    put<quint16>(field, withOffset ? 24 : 16);
    put<quint64>(field, member.size);
    put<quint64>(field, member.packed);
    if (withOffset) {
        put<quint64>(field, member.offset);
    }
    return field;
}

QByteArray localHeader(const Written& member, bool zip64)
{
    QByteArray out("PK\3\4");
    put<quint16>(out, zip64 ? 45 : 20);
    put<quint16>(out, member.flags);
    put<quint16>(out, member.method);
    put<quint32>(out, 0x52630000 + 0x6a8f); // a DOS time in 2021
    put<quint32>(out, member.checksum);
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(member.packed));
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(member.size));
    const QByteArray extra = zip64 ? zip64Field(member, false) : QByteArray();
    put<quint16>(out, static_cast<quint16>(member.name.size()));
    put<quint16>(out, static_cast<quint16>(extra.size()));
    return out + member.name + extra;
}

QByteArray directoryEntry(const Written& member, bool zip64)
{
    const QByteArray extra = (zip64 ? zip64Field(member, true) : QByteArray()) + member.extra;
    QByteArray out("PK\1\2");
    put<quint16>(out, 45);
    put<quint16>(out, zip64 ? 45 : 20);
    put<quint16>(out, member.flags);
    put<quint16>(out, member.method);
    put<quint32>(out, 0x52630000 + 0x6a8f);
    put<quint32>(out, member.checksum);
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(member.packed));
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(member.size));
    put<quint16>(out, static_cast<quint16>(member.name.size()));
    put<quint16>(out, static_cast<quint16>(extra.size()));
    put<quint16>(out, 0); // comment
    put<quint16>(out, 0); // disk
    put<quint16>(out, 0);
    put<quint32>(out, 0);
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(member.offset));
    return out + member.name + extra;
}

QByteArray endRecord(qsizetype count, quint64 directorySize, quint64 directoryOffset, bool zip64)
{
    QByteArray out;
    if (zip64) {
        out.append("PK\6\6");
        put<quint64>(out, 44);
        put<quint16>(out, 45);
        put<quint16>(out, 45);
        put<quint32>(out, 0);
        put<quint32>(out, 0);
        put<quint64>(out, static_cast<quint64>(count));
        put<quint64>(out, static_cast<quint64>(count));
        put<quint64>(out, directorySize);
        put<quint64>(out, directoryOffset);
        out.append("PK\6\7");
        put<quint32>(out, 0);
        put<quint64>(out, directoryOffset + directorySize);
        put<quint32>(out, 1);
    }
    out.append("PK\5\6");
    put<quint16>(out, 0);
    put<quint16>(out, 0);
    put<quint16>(out, zip64 ? 0xffff : static_cast<quint16>(count));
    put<quint16>(out, zip64 ? 0xffff : static_cast<quint16>(count));
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(directorySize));
    put<quint32>(out, zip64 ? 0xffffffff : static_cast<quint32>(directoryOffset));
    put<quint16>(out, 0);
    return out;
}

QByteArray pack(const QByteArray& content)
{
    // zlib's wrapping and Qt's length off: a zip holds the bare stream.
    return qCompress(content).mid(6).chopped(4);
}

Written describe(const ZipMember& member, const QByteArray& data, quint64 offset)
{
    Written written;
    written.name = member.name;
    written.extra = timeField(member.modified);
    written.flags = member.flags;
    written.method = member.method.value_or(member.deflate ? 8 : 0);
    written.checksum = member.checksum.value_or(checksumOf(member.content));
    written.packed = static_cast<quint64>(data.size());
    written.size = member.size.value_or(static_cast<quint32>(member.content.size()));
    written.offset = offset;
    return written;
}

} // namespace

QByteArray makeZip(const QList<ZipMember>& members)
{
    QByteArray out;
    QByteArray directory;
    QList<Written> all;
    for (const ZipMember& member : members) {
        const QByteArray data = member.deflate ? pack(member.content) : member.content;
        Written written = describe(member, data, static_cast<quint64>(out.size()));
        if (member.shareDataOf) {
            const Written& other = all.at(*member.shareDataOf);
            const QByteArray name = written.name;
            written = other;
            written.name = name;
        } else {
            out += localHeader(written, false) + data;
        }
        directory += directoryEntry(written, false);
        all.append(written);
    }
    const auto offset = static_cast<quint64>(out.size());
    return out + directory + endRecord(members.size(), static_cast<quint64>(directory.size()), offset, false);
}

void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("could not write %s", qPrintable(path));
    }
}

void writeSparseZip64(const QString& path, const QByteArray& name, quint64 size,
                      const QList<ZipMember>& others)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        qFatal("could not write %s", qPrintable(path));
    }
    Written big;
    big.name = name;
    big.checksum = checksumOfZeros(size);
    big.packed = size;
    big.size = size;
    file.write(localHeader(big, true));
    file.seek(file.pos() + static_cast<qint64>(size));
    QByteArray directory = directoryEntry(big, true);
    for (const ZipMember& member : others) {
        const QByteArray data = member.deflate ? pack(member.content) : member.content;
        const Written written = describe(member, data, static_cast<quint64>(file.pos()));
        file.write(localHeader(written, true) + data);
        directory += directoryEntry(written, true);
    }
    const auto offset = static_cast<quint64>(file.pos());
    file.write(directory +
               endRecord(others.size() + 1, static_cast<quint64>(directory.size()), offset, true));
}

} // namespace mailmend::testing
