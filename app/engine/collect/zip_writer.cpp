// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/zip_writer.h"

#include "engine/collect/zip_cipher.h"

#include <QtEndian>

#include <new>

#include <zlib.h>

namespace mailmend {
namespace {

constexpr quint16 methodDeflate = 8, methodLocked = 99;
constexpr quint16 flagLocked = 1, flagSizesFollow = 8, flagUtf8 = 0x800;
constexpr quint16 versionZip64 = 45, versionLocked = 51;
constexpr quint32 inZip64 = 0xffffffff;
constexpr qsizetype outSize = 64 * 1024;
constexpr int packingEffort = 3; // the server is in use: little is gained beyond

template<typename Number>
void append(QByteArray& to, Number number)
{
    const Number little = qToLittleEndian(number);
    to.append(reinterpret_cast<const char*>(&little), sizeof little);
}

/** A moment as MS-DOS has it, which has no zone: UTC here. Date in the upper half. */
quint32 dosTime(const QDateTime& when)
{
    const QDateTime utc = when.toUTC();
    if (!utc.isValid() || utc.date().year() < 1980 || utc.date().year() > 2107) {
        return (quint32{1} << 21) | (quint32{1} << 16); // its first day
    }
    const auto part = [](int number) { return static_cast<quint32>(number); };
    return part(utc.date().year() - 1980) << 25 | part(utc.date().month()) << 21 |
           part(utc.date().day()) << 16 | part(utc.time().hour()) << 11 | part(utc.time().minute()) << 5 |
           part(utc.time().second() / 2);
}

/** Which method is behind the lock: AE-1 (libzip looks at the checksum whatever the form says), 256 bits. */
QByteArray lockField()
{
    QByteArray field;
    append<quint16>(field, 0x9901);
    append<quint16>(field, 7);
    append<quint16>(field, 1);
    field.append("AE\x03", 3);
    append<quint16>(field, methodDeflate);
    return field;
}

} // namespace

struct ZipWriter::Member
{
    Member()
    {
        isReady = deflateInit2(&stream, packingEffort, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    }
    ~Member() { deflateEnd(&stream); }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

    QByteArray name;
    quint32 time = 0;
    qint64 offset = 0;
    qint64 size = 0;
    qint64 packed = 0;
    quint32 crc = 0;
    bool isReady = false;
    z_stream stream{};
    std::unique_ptr<ZipCipher> cipher;
    QByteArray out{outSize, Qt::Uninitialized};

    quint16 flags() const
    {
        return static_cast<quint16>(flagSizesFollow | flagUtf8 | (cipher ? flagLocked : 0));
    }
    /** What stands alike in the header and in the list: version to flags, method and time. */
    QByteArray common() const
    {
        QByteArray bytes;
        append<quint16>(bytes, cipher ? versionLocked : versionZip64);
        append<quint16>(bytes, flags());
        append<quint16>(bytes, cipher ? methodLocked : methodDeflate);
        append<quint32>(bytes, time);
        return bytes;
    }
};

ZipWriter::ZipWriter(Sink sink, Secret passphrase)
    : m_sink(std::move(sink)), m_passphrase(std::move(passphrase))
{}

ZipWriter::~ZipWriter() = default;

Done ZipWriter::put(QByteArrayView bytes)
{
    m_written += bytes.size();
    return m_sink(bytes);
}

Done ZipWriter::begin(const QByteArray& name, const QDateTime& modified)
{
    m_member = std::make_unique<Member>();
    if (!m_member->isReady) {
        throw std::bad_alloc();
    }
    m_member->name = name;
    m_member->time = dosTime(modified);
    m_member->offset = m_written;
    m_member->crc = static_cast<quint32>(crc32(0, nullptr, 0));
    if (!m_passphrase.isEmpty()) {
        m_member->cipher = std::make_unique<ZipCipher>(m_passphrase.bytes());
    }
    QByteArray zip64;
    append<quint16>(zip64, 1);
    append<quint16>(zip64, 16);
    zip64.append(16, '\0');
    const QByteArray extra = zip64 + (m_member->cipher ? lockField() : QByteArray());
    QByteArray header("PK\3\4");
    header += m_member->common();
    append<quint32>(header, 0); // the checksum follows the bytes
    append<quint32>(header, inZip64);
    append<quint32>(header, inZip64);
    append(header, static_cast<quint16>(name.size()));
    append(header, static_cast<quint16>(extra.size()));
    header += name + extra;
    if (m_member->cipher) {
        header += m_member->cipher->head();
        m_member->packed = m_member->cipher->head().size();
    }
    return put(header);
}

Done ZipWriter::pack(int flush)
{
    Member& member = *m_member;
    int state = Z_OK;
    do {
        member.stream.next_out = reinterpret_cast<Bytef*>(member.out.data());
        member.stream.avail_out = static_cast<uInt>(outSize);
        state = deflate(&member.stream, flush);
        const qsizetype made = outSize - static_cast<qsizetype>(member.stream.avail_out);
        if (member.cipher) {
            member.cipher->lock({member.out.data(), static_cast<size_t>(made)});
        }
        member.packed += made;
        if (const auto written = put(QByteArrayView(member.out.constData(), made)); !written) {
            return written;
        }
    } while (member.stream.avail_out == 0 || (flush == Z_FINISH && state != Z_STREAM_END));
    return done();
}

Done ZipWriter::write(std::span<const char> bytes)
{
    Member& member = *m_member;
    member.size += static_cast<qint64>(bytes.size());
    member.crc = static_cast<quint32>(
        crc32(member.crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
    member.stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    member.stream.avail_in = static_cast<uInt>(bytes.size());
    return pack(Z_NO_FLUSH);
}

Done ZipWriter::end()
{
    Member& member = *m_member;
    member.stream.avail_in = 0;
    if (const auto packed = pack(Z_FINISH); !packed) {
        return packed;
    }
    QByteArray after;
    if (member.cipher) {
        after = member.cipher->tail();
        member.packed += after.size();
    }
    after += "PK\7\x08";
    append(after, member.crc);
    append(after, static_cast<quint64>(member.packed));
    append(after, static_cast<quint64>(member.size));

    QByteArray zip64;
    append<quint16>(zip64, 1);
    append<quint16>(zip64, 24);
    append(zip64, static_cast<quint64>(member.size));
    append(zip64, static_cast<quint64>(member.packed));
    append(zip64, static_cast<quint64>(member.offset));
    const QByteArray extra = zip64 + (member.cipher ? lockField() : QByteArray());
    QByteArray line("PK\1\2");
    append<quint16>(line, versionLocked); // made by: MS-DOS attributes
    line += member.common();
    append(line, member.crc);
    append<quint32>(line, inZip64);
    append<quint32>(line, inZip64);
    append(line, static_cast<quint16>(member.name.size()));
    append(line, static_cast<quint16>(extra.size()));
    append<quint16>(line, 0); // comment
    append<quint16>(line, 0); // disk
    append<quint16>(line, 0); // inner attributes
    append<quint32>(line, 0); // outer attributes
    append<quint32>(line, inZip64);
    line += member.name + extra;
    m_directory.add(line);
    ++m_members;
    m_member.reset();
    return put(after);
}

Done ZipWriter::finish()
{
    const auto start = static_cast<quint64>(m_written);
    const auto size = static_cast<quint64>(m_directory.size());
    if (const auto listed = m_directory.drain([this](QByteArrayView piece) { return put(piece); }); !listed) {
        return listed;
    }
    const auto members = static_cast<quint64>(m_members);
    QByteArray ends("PK\6\6");
    append<quint64>(ends, 44); // bytes of this record that follow
    append<quint16>(ends, versionLocked);
    append<quint16>(ends, versionZip64);
    append<quint32>(ends, 0);
    append<quint32>(ends, 0);
    append(ends, members);
    append(ends, members);
    append(ends, size);
    append(ends, start);
    ends += "PK\6\7";
    append<quint32>(ends, 0);
    append(ends, start + size);
    append<quint32>(ends, 1);
    ends += "PK\5\6";
    append<quint16>(ends, 0);
    append<quint16>(ends, 0);
    append<quint16>(ends, 0xffff);
    append<quint16>(ends, 0xffff);
    append(ends, inZip64);
    append(ends, inZip64);
    append<quint16>(ends, 0);
    return put(ends);
}

} // namespace mailmend
