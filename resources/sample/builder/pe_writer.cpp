// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/pe_writer.h"

#include "builder/hive_cells.h"

namespace mailmend::sample {

namespace {

// Layout: Microsoft's "PE Format" and "VS_VERSIONINFO structure" (Microsoft Learn).
constexpr quint32 kFileUnit = 0x200, kMemoryUnit = 0x1000;
constexpr quint32 kCodeAddress = 0x1000, kResourceAddress = 0x2000;

QByteArray utf16(const QString& text)
{
    QByteArray out;
    for (const QChar unit : text) {
        append(out, unit.unicode());
    }
    return out + QByteArray(2, '\0');
}

QByteArray padded(QByteArray bytes, qsizetype unit)
{
    return bytes.append((unit - bytes.size() % unit) % unit, '\0');
}

/** One node of the version tree. `valueLength` counts bytes, or UTF-16 units for text. */
QByteArray versionNode(const QString& key, bool text, const QByteArray& value, const QByteArray& children)
{
    QByteArray body;
    append(body, static_cast<quint16>(text ? value.size() / 2 : value.size()));
    append(body, static_cast<quint16>(text ? 1 : 0));
    body += utf16(key);
    QByteArray node(2, '\0');
    node = padded(node + body, 4) + value;
    if (!children.isEmpty()) {
        node = padded(node, 4) + children;
    }
    QByteArray length;
    append(length, static_cast<quint16>(node.size()));
    return node.replace(0, 2, length);
}

void appendVersion(QByteArray& out, const std::array<quint16, 4>& version)
{
    append(out, static_cast<quint32>(version[0]) << 16 | version[1]);
    append(out, static_cast<quint32>(version[2]) << 16 | version[3]);
}

QByteArray versionInfo(const PeVersion& version, bool library)
{
    QByteArray fixed;
    append(fixed, quint32{0xfeef04bd});
    append(fixed, quint32{0x00010000});
    appendVersion(fixed, version.file);
    appendVersion(fixed, version.product);
    append(fixed, quint32{0x3f});
    append(fixed, quint32{0});
    append(fixed, quint32{4}); // 32-bit Windows
    append(fixed, quint32{library ? 2U : 1U});
    append(fixed, quint32{0});
    append(fixed, quint64{0});
    QByteArray strings;
    for (const auto& [name, text] : version.strings) {
        strings = padded(strings, 4) + versionNode(name, true, utf16(text), {});
    }
    const QByteArray table = versionNode(QStringLiteral("040904b0"), true, {}, strings);
    const QByteArray translation =
        versionNode(QStringLiteral("Translation"), false, QByteArray::fromHex("0904b004"), {});
    return versionNode(QStringLiteral("VS_VERSION_INFO"), false, fixed,
                       padded(versionNode(QStringLiteral("StringFileInfo"), true, {}, table), 4) +
                           versionNode(QStringLiteral("VarFileInfo"), true, {}, translation));
}

/** Three levels with one entry each: type version, name 1, language English; then the data. */
QByteArray resources(const QByteArray& data)
{
    QByteArray out;
    const auto directory = [&out](quint32 id, quint32 target) {
        append(out, quint64{0});
        append(out, quint32{0});
        append(out, quint16{0});
        append(out, quint16{1});
        append(out, id);
        append(out, target);
    };
    directory(16, 0x80000000U | 24);
    directory(1, 0x80000000U | 48);
    directory(0x409, 72);
    append(out, kResourceAddress + 88);
    append(out, static_cast<quint32>(data.size()));
    append(out, quint64{0});
    return out + data;
}

void appendSection(QByteArray& out, const char* name, quint32 size, quint32 address, quint32 position,
                   quint32 flags)
{
    out += QByteArray(name).leftJustified(8, '\0');
    append(out, size);
    append(out, address);
    append(out, (size + kFileUnit - 1) / kFileUnit * kFileUnit);
    append(out, position);
    append(out, quint64{0});
    append(out, quint32{0});
    append(out, flags);
}

void appendSize(QByteArray& out, bool wide, quint64 size)
{
    if (wide) {
        append(out, size);
    } else {
        append(out, static_cast<quint32>(size));
    }
}

QByteArray optionalHeader(bool wide, quint32 code, quint32 data, bool library)
{
    QByteArray out;
    append(out, quint16{wide ? quint16{0x20b} : quint16{0x10b}});
    append(out, quint16{14}); // linker version
    append(out, (code + kFileUnit - 1) / kFileUnit * kFileUnit);
    append(out, (data + kFileUnit - 1) / kFileUnit * kFileUnit);
    append(out, quint32{0});
    append(out, library ? 0 : kCodeAddress); // entry point
    append(out, kCodeAddress);
    if (!wide) {
        append(out, kResourceAddress);
    }
    appendSize(out, wide, wide ? 0x180000000ULL : 0x10000000ULL);
    append(out, kMemoryUnit);
    append(out, kFileUnit);
    append(out, quint32{6}); // versions 6.0: system, image, subsystem
    append(out, quint32{0});
    append(out, quint32{6});
    append(out, quint32{0});
    append(out, kResourceAddress + (data + kMemoryUnit - 1) / kMemoryUnit * kMemoryUnit);
    append(out, kFileUnit * 2);
    append(out, quint32{0});
    append(out, quint16{3});      // console
    append(out, quint16{0x0140}); // data execution prevention, relocatable
    for (const quint64 size : {0x100000ULL, 0x1000ULL, 0x100000ULL, 0x1000ULL}) {
        appendSize(out, wide, size);
    }
    append(out, quint32{0});
    append(out, quint32{16});
    for (int directory = 0; directory < 16; ++directory) {
        append(out, directory == 2 ? kResourceAddress : 0);
        append(out, directory == 2 ? data : 0);
    }
    return out;
}

} // namespace

QByteArray writePe(const PeVersion& version, const PeOptions& options)
{
    const QByteArray code(1, '\xc3');
    const QByteArray data = resources(versionInfo(version, options.library));
    const QByteArray header = optionalHeader(options.wide, static_cast<quint32>(code.size()),
                                             static_cast<quint32>(data.size()), options.library);
    QByteArray out = QByteArray("MZ").leftJustified(60, '\0');
    append(out, quint32{64});
    out += QByteArray("PE\0\0", 4);
    append(out, quint16{options.wide ? quint16{0x8664} : quint16{0x14c}});
    append(out, quint16{2});
    append(out, static_cast<quint32>(options.linked.isValid() ? options.linked.toSecsSinceEpoch() : 0));
    append(out, quint64{0});
    append(out, static_cast<quint16>(header.size()));
    append(out,
           static_cast<quint16>(0x0002 | (options.wide ? 0x0020 : 0x0100) | (options.library ? 0x2000 : 0)));
    out += header;
    const quint32 codeAt = kFileUnit * 2;
    appendSection(out, ".text", static_cast<quint32>(code.size()), kCodeAddress, codeAt, 0x60000020);
    appendSection(out, ".rsrc", static_cast<quint32>(data.size()), kResourceAddress, codeAt + kFileUnit,
                  0x40000040);
    out = out.leftJustified(codeAt, '\0');
    out += padded(code, kFileUnit);
    return out + padded(data, kFileUnit);
}

QString exchangeVersionText(const std::array<quint16, 4>& version)
{
    return QStringLiteral("%1.%2.%3.%4")
        .arg(version[0], 2, 10, QLatin1Char('0'))
        .arg(version[1], 2, 10, QLatin1Char('0'))
        .arg(version[2], 4, 10, QLatin1Char('0'))
        .arg(version[3], 3, 10, QLatin1Char('0'));
}

} // namespace mailmend::sample
