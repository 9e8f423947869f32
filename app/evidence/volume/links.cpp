// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/links.h"

namespace mailmend {
namespace {

/** Appends the parts of `path` to `components`, climbing at ".."; false where that leaves the volume. */
bool append(QList<QByteArray>& components, const QByteArray& path)
{
    for (const QByteArray& part : path.split('/')) {
        if (part.isEmpty() || part == ".") {
            continue;
        }
        if (part == "..") {
            if (components.isEmpty()) {
                return false;
            }
            components.removeLast();
            continue;
        }
        components.append(part);
    }
    return true;
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::optional<LinkPlace> onLetter(char letter, const QByteArray& rest, const QList<GivenVolume>& volumes)
{
    const char upper = static_cast<char>(letter >= 'a' ? letter - 32 : letter);
    for (qsizetype i = 0; i < volumes.size(); ++i) {
        if (volumes.at(i).letter == upper) {
            LinkPlace place{i, {}};
            return append(place.components, rest) ? std::optional(place) : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<LinkPlace> readLink(const QByteArray& target, qsizetype volume, const QList<QByteArray>& folder,
                                  const QList<GivenVolume>& volumes)
{
    if (target.isEmpty() || target.contains('\0')) {
        return std::nullopt;
    }
    QByteArray windows = target;
    windows.replace('\\', '/');
    for (const char* prefix : {"/?\?/", "//?/", "/"}) {
        if (windows.startsWith(prefix)) {
            windows = windows.mid(static_cast<qsizetype>(qstrlen(prefix)));
            break;
        }
    }
    if (windows.size() >= 2 && isLetter(windows.at(0)) && windows.at(1) == ':' &&
        (windows.size() == 2 || windows.at(2) == '/')) {
        return onLetter(windows.at(0), windows.mid(2), volumes);
    }
    if (target.startsWith("\\\\") || target.startsWith("//") || target.startsWith("/?\?/") ||
        target.startsWith("\\?\?\\")) {
        return std::nullopt; // another computer, or a volume that is only known by its number
    }
    if (target.startsWith('/')) {
        for (qsizetype i = 0; i < volumes.size(); ++i) {
            const QByteArray& root = volumes.at(i).nativePath;
            if (!root.isEmpty() && (target == root || target.startsWith(root + '/'))) {
                LinkPlace place{i, {}};
                if (!append(place.components, target.mid(root.size()))) {
                    return std::nullopt;
                }
                // ntfs-3g's way of saying "on another drive": /mnt/c/.NTFS-3G/D:/data
                const QList<QByteArray>& parts = place.components;
                if (parts.size() >= 2 && parts.at(0) == ".NTFS-3G" && parts.at(1).size() == 2 &&
                    isLetter(parts.at(1).at(0)) && parts.at(1).at(1) == ':') {
                    return onLetter(parts.at(1).at(0), parts.mid(2).join('/'), volumes);
                }
                return place;
            }
        }
        return std::nullopt;
    }
    QByteArray relative = target;
    if (target.startsWith('\\')) { // from the root of its own volume
        LinkPlace place{volume, {}};
        relative.replace('\\', '/');
        return append(place.components, relative) ? std::optional(place) : std::nullopt;
    }
    // ntfs-3g and ntfs3 give slashes; a backslash in a relative target is a separator only where there is no
    // slash.
    if (!relative.contains('/')) {
        relative.replace('\\', '/');
    }
    LinkPlace place{volume, folder};
    return append(place.components, relative) ? std::optional(place) : std::nullopt;
}

} // namespace mailmend
