// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor.h"

namespace mailmend::velociraptor {
namespace {

/** Accessors that read files of a disk; the others' names are no Windows paths. */
bool readsDisk(const QByteArray& accessor)
{
    static const QSet<QByteArray> known{"auto",      "file", "file_nocase", "ntfs",
                                        "lazy_ntfs", "mft",  "ntfs_vss",    "raw_file"};
    return known.contains(accessor);
}

bool isSnapshot(const QByteArray& component)
{
    return component.toLower().contains("harddiskvolumeshadowcopy");
}

/** "C:", "\\.\C:", "\\?\C:": the letter; 0: no drive. */
char letterOf(const QByteArray& device)
{
    QByteArray name = device;
    name.replace('/', '\\');
    for (const char* prefix : {"\\\\.\\", "\\\\?\\"}) {
        if (name.startsWith(prefix)) {
            name = name.mid(4);
        }
    }
    while (name.endsWith('\\')) {
        name.chop(1);
    }
    return name.size() == 2 && name.at(1) == ':' ? driveOf(name) : '\0';
}

} // namespace

Placement placeComponents(const QList<QByteArray>& components)
{
    if (components.size() < 2 || !readsDisk(components.first())) {
        return {Placement::Kind::Other, {}};
    }
    const bool bad = std::any_of(components.begin(), components.end(), [](const QByteArray& component) {
        return component.isEmpty() || component == "." || component == ".." || component.contains('\0');
    });
    if (bad) {
        return {Placement::Kind::Refused, {}};
    }
    if (std::any_of(components.begin(), components.end(), isSnapshot) || components.first() == "ntfs_vss") {
        return {Placement::Kind::Snapshot, {}};
    }
    const char letter = letterOf(components.at(1));
    if (letter == 0) {
        return {Placement::Kind::Other, {}};
    }
    if (components.size() == 2) {
        return {Placement::Kind::Refused, {}};
    }
    return {Placement::Kind::File, WindowsPath(letter, components.mid(2))};
}

Placement placeText(const QString& text)
{
    if (text.contains(QStringLiteral("HarddiskVolumeShadowCopy"), Qt::CaseInsensitive)) {
        return {Placement::Kind::Snapshot, {}};
    }
    QString plain = text;
    plain.replace(QLatin1Char('/'), QLatin1Char('\\'));
    plain.remove(QLatin1Char('"')); // components with odd letters stand in quotes
    for (const QString& prefix :
         {QStringLiteral("\\\\.\\"), QStringLiteral("\\\\?\\"), QStringLiteral("\\")}) {
        if (plain.startsWith(prefix)) {
            plain = plain.mid(prefix.size());
            break;
        }
    }
    const auto path = WindowsPath::parse(plain);
    return path ? Placement{Placement::Kind::File, *path} : Placement{Placement::Kind::Other, {}};
}

} // namespace mailmend::velociraptor
