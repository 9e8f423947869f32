// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/pe_version.h"

#include "evidence/parse/little_endian.h"

#include <algorithm>

namespace mailmend {

namespace {

// Layout: Microsoft's "PE Format" and "VS_VERSIONINFO structure" (Microsoft Learn).
constexpr qsizetype kSectionSize = 40;
constexpr quint32 kVersionType = 16;
constexpr quint32 kIsDirectory = 0x80000000;

Error notAProgram(const QString& detail)
{
    return Error{ErrorKind::Unsupported,
                 say(MAILMEND_TEXT("pe-version", "This is no Windows program.")),
                 {},
                 detail,
                 {}};
}

Error damagedProgram(const QString& detail)
{
    return Error{ErrorKind::Damaged,
                 say(MAILMEND_TEXT("pe-version", "This Windows program is damaged or was not copied whole.")),
                 {},
                 detail,
                 {}};
}

/** The checked headers of a program. */
struct Headers
{
    QByteArrayView file;
    qsizetype sections = 0; ///< position of the section table
    qsizetype sectionCount = 0;
    quint32 resources = 0; ///< address of the resource tree; 0: none
};

/** The section's bytes from the address on; null where no section holds it in the file. */
QByteArrayView bytesAt(const Headers& headers, quint32 address)
{
    for (qsizetype index = 0; index < headers.sectionCount; ++index) {
        const qsizetype row = headers.sections + index * kSectionSize;
        const auto start = littleEndian<quint32>(headers.file, row + 12);
        const auto size = littleEndian<quint32>(headers.file, row + 16);
        const qsizetype position = littleEndian<quint32>(headers.file, row + 20);
        if (address >= start && address - start < size && holds(headers.file, position, size)) {
            const quint32 into = address - start;
            return headers.file.sliced(position + into, size - into);
        }
    }
    return {};
}

Result<Headers> readHeaders(QByteArrayView file, PeVersion& version)
{
    if (file.size() < 64 || !file.startsWith("MZ")) {
        return notAProgram(QStringLiteral("no MZ header"));
    }
    const qsizetype header = littleEndian<quint32>(file, 60);
    if (!holds(file, header, 24)) {
        return damagedProgram(QStringLiteral("PE header beyond the end"));
    }
    if (file.sliced(header, 4) != QByteArrayView("PE\0\0", 4)) {
        return notAProgram(QStringLiteral("no PE signature"));
    }
    const qsizetype optionalSize = littleEndian<quint16>(file, header + 20);
    const qsizetype optional = header + 24;
    Headers headers{file, optional + optionalSize, littleEndian<quint16>(file, header + 6), 0};
    if (!holds(file, optional, optionalSize) ||
        !holds(file, headers.sections, headers.sectionCount * kSectionSize)) {
        return damagedProgram(QStringLiteral("headers beyond the end"));
    }
    const QByteArrayView options = file.sliced(optional, optionalSize);
    const auto magic = littleEndian<quint16>(options, 0);
    if (magic != 0x10b && magic != 0x20b) {
        return notAProgram(QStringLiteral("neither PE32 nor PE32+"));
    }
    version.wide = magic == 0x20b;
    version.library = (littleEndian<quint16>(file, header + 22) & 0x2000U) != 0;
    version.linked = littleEndian<quint32>(file, header + 8);
    for (qsizetype index = 0; index < headers.sectionCount; ++index) {
        const qsizetype row = headers.sections + index * kSectionSize;
        const auto size = littleEndian<quint32>(file, row + 16);
        if (size != 0 && !holds(file, littleEndian<quint32>(file, row + 20), size)) {
            return damagedProgram(QStringLiteral("section %1 beyond the end").arg(index));
        }
    }
    // The table of directories follows its own count; the third is the resource tree's.
    const qsizetype count = version.wide ? 108 : 92;
    if (littleEndian<quint32>(options, count) > 2 && littleEndian<quint32>(options, count + 24) != 0) {
        headers.resources = littleEndian<quint32>(options, count + 20);
    }
    return headers;
}

/** Where the entry with `id` leads, else, where any will do, the first one. */
std::optional<quint32> resourceEntry(QByteArrayView tree, qsizetype directory, quint32 id, bool any)
{
    const qsizetype count = littleEndian<quint16>(tree, directory + 12) + //
                            littleEndian<quint16>(tree, directory + 14);
    for (qsizetype index = 0; index < count; ++index) {
        const qsizetype entry = directory + 16 + index * 8;
        if (holds(tree, entry, 8) && littleEndian<quint32>(tree, entry) == id) {
            return littleEndian<quint32>(tree, entry + 4);
        }
    }
    if (any && count > 0 && holds(tree, directory + 16, 8)) {
        return littleEndian<quint32>(tree, directory + 20);
    }
    return std::nullopt;
}

/** One node of the version tree; positions within the version resource. */
struct Node
{
    QString key;
    qsizetype value = 0;
    qsizetype valueSize = 0; ///< bytes, never beyond `end`
    qsizetype children = 0;
    qsizetype end = 0;
};

constexpr qsizetype aligned(qsizetype position)
{
    return (position + 3) / 4 * 4;
}

QString textAt(QByteArrayView data, qsizetype at, qsizetype end)
{
    QString text;
    for (; at + 2 <= end; at += 2) {
        const auto unit = littleEndian<quint16>(data, at);
        if (unit == 0) {
            break;
        }
        text.append(QChar(unit));
    }
    return text;
}

/** The node at `at`. It may pass `limit` by the padding alone, which some tools count. */
std::optional<Node> nodeAt(QByteArrayView data, qsizetype at, qsizetype limit)
{
    const qsizetype length = littleEndian<quint16>(data, at);
    if (length < 8 || length > limit - at + 3) {
        return std::nullopt;
    }
    Node node;
    node.end = std::min(at + length, limit);
    node.key = textAt(data, at + 6, node.end);
    const qsizetype afterKey = at + 6 + (node.key.size() + 1) * 2;
    if (afterKey > node.end) {
        return std::nullopt;
    }
    const qsizetype unit = littleEndian<quint16>(data, at + 4) == 1 ? 2 : 1;
    node.value = std::min(aligned(afterKey), node.end);
    // Some tools count a text's bytes instead of its letters: its end is also the node's.
    node.valueSize = std::min(littleEndian<quint16>(data, at + 2) * unit, node.end - node.value);
    node.children = std::min(aligned(node.value + node.valueSize), node.end);
    return node;
}

/** Calls `visit` for each child; false where they do not fill their parent as they should. */
template<typename Visit>
bool eachChild(QByteArrayView data, const Node& parent, Visit visit)
{
    for (qsizetype at = parent.children; at < parent.end;) {
        const std::optional<Node> child = nodeAt(data, at, parent.end);
        if (!child) {
            const QByteArrayView rest = data.sliced(at, parent.end - at);
            return std::all_of(rest.begin(), rest.end(), [](char byte) { return byte == 0; });
        }
        if (!visit(*child)) {
            return false;
        }
        at = aligned(child->end);
    }
    return true;
}

bool isNamed(const Node& node, QLatin1StringView key)
{
    return node.key.compare(key, Qt::CaseInsensitive) == 0;
}

void takeString(PeVersion& version, QByteArrayView data, const Node& node)
{
    const std::pair<QLatin1StringView, QString PeVersion::*> wanted[] = {
        {QLatin1StringView("FileVersion"), &PeVersion::fileVersionText},
        {QLatin1StringView("ProductVersion"), &PeVersion::productVersionText},
        {QLatin1StringView("OriginalFilename"), &PeVersion::originalFilename},
        {QLatin1StringView("ProductName"), &PeVersion::productName},
        {QLatin1StringView("CompanyName"), &PeVersion::companyName},
    };
    for (const auto& [key, member] : wanted) {
        // The first language that says it is taken.
        if (isNamed(node, key) && (version.*member).isEmpty()) {
            version.*member = textAt(data, node.value, node.value + node.valueSize);
        }
    }
}

PeVersionNumbers numbersAt(QByteArrayView data, qsizetype at)
{
    return {littleEndian<quint16>(data, at + 2), littleEndian<quint16>(data, at),
            littleEndian<quint16>(data, at + 6), littleEndian<quint16>(data, at + 4)};
}

/** Reads VS_VERSIONINFO; false where some of it is damaged. */
bool readVersionInfo(PeVersion& version, QByteArrayView data)
{
    const std::optional<Node> root = nodeAt(data, 0, data.size());
    if (!root || root->key != QLatin1StringView("VS_VERSION_INFO")) {
        return false;
    }
    const bool numbers =
        root->valueSize >= 52 && littleEndian<quint32>(data, root->value) == quint32{0xfeef04bd};
    if (numbers) {
        version.fileVersion = numbersAt(data, root->value + 8);
        version.productVersion = numbersAt(data, root->value + 16);
    }
    const bool strings = eachChild(data, *root, [&](const Node& part) {
        return !isNamed(part, QLatin1StringView("StringFileInfo")) ||
               eachChild(data, part, [&](const Node& table) {
                   return eachChild(data, table, [&](const Node& one) {
                       takeString(version, data, one);
                       return true;
                   });
               });
    });
    return numbers && strings;
}

/** Finds and reads the version resource; false where it is there but damaged. */
bool readResources(PeVersion& version, const Headers& headers)
{
    const QByteArrayView tree = bytesAt(headers, headers.resources);
    if (!holds(tree, 0, 16)) {
        return false;
    }
    std::optional<quint32> target = resourceEntry(tree, 0, kVersionType, false);
    if (!target) {
        const qsizetype count = littleEndian<quint16>(tree, 12) + littleEndian<quint16>(tree, 14);
        return holds(tree, 16, count * 8);
    }
    // Three levels: type, name, language. Number 1 and English where there are several.
    for (const quint32 preferred : {quint32{1}, quint32{0x409}}) {
        if (target && (*target & kIsDirectory) != 0) {
            target = resourceEntry(tree, *target & ~kIsDirectory, preferred, true);
        }
    }
    if (!target || (*target & kIsDirectory) != 0 || !holds(tree, *target, 16)) {
        return false;
    }
    const QByteArrayView data = bytesAt(headers, littleEndian<quint32>(tree, *target));
    const qsizetype size = littleEndian<quint32>(tree, *target + 4);
    return readVersionInfo(version, data.first(std::min(size, data.size()))) && size <= data.size();
}

} // namespace

Result<PeVersion> readPeVersion(QByteArrayView file)
{
    PeVersion version;
    const Result<Headers> headers = readHeaders(file, version);
    if (!headers) {
        return headers.error();
    }
    if (headers->resources != 0 && !readResources(version, *headers)) {
        version.complete = false;
        version.lost = say(MAILMEND_TEXT("pe-version", "The program's own note of its version is damaged."));
    }
    return version;
}

QString toText(const PeVersionNumbers& version)
{
    return QStringLiteral("%1.%2.%3.%4").arg(version[0]).arg(version[1]).arg(version[2]).arg(version[3]);
}

} // namespace mailmend
