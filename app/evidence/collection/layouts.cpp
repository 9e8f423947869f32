// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/layouts.h"

#include "base/escape.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace mailmend {
namespace {

constexpr qsizetype maxRootNames = 10'000;

bool isAcquire(const Outline& outline)
{
    return outline.hasFolder("fs") && outline.rootFolders.size() == 1;
}

bool isLocked(const Outline& outline)
{
    return outline.hasFile("data.zip") && outline.rootFolders.isEmpty() && outline.rootFiles.size() <= 3;
}

bool isHunt(const Outline& outline)
{
    return outline.hasFile("hunt_info.json");
}

Error unsupported(const Text& text, const Text& hint)
{
    return {ErrorKind::Unsupported, text, hint, {}, {}};
}

Text useAnother()
{
    return say(MAILMEND_TEXT("evidence", "Collect with Mailmend, Velociraptor or KAPE, or mount the server's "
                                         "disk and open that. To look at the "
                                         "files as they are, use scan."));
}

Result<OpenedLayout> refuseAcquire(const Outline&, const CancelToken&)
{
    return unsupported(
        say(MAILMEND_TEXT("evidence",
                          "This is a collection made by Acquire, which this version does not read yet.")),
        useAnother());
}

Result<OpenedLayout> refuseLocked(const Outline&, const CancelToken&)
{
    return unsupported(
        say(MAILMEND_TEXT("evidence",
                          "This collection is locked: the files are inside data.zip, behind a password.")),
        say(MAILMEND_TEXT("evidence", "Unpack data.zip with its password, then open what was in it.")));
}

Result<OpenedLayout> refuseHunt(const Outline&, const CancelToken&)
{
    return unsupported(
        say(MAILMEND_TEXT("evidence", "This file holds the collections of several computers.")),
        say(MAILMEND_TEXT("evidence", "Unpack it and open the folder of each computer on its own.")));
}

constexpr Layout acquireLayout{"Acquire", isAcquire, refuseAcquire};
constexpr Layout lockedLayout{"Velociraptor, locked", isLocked, refuseLocked};
constexpr Layout huntLayout{"Velociraptor, several computers", isHunt, refuseHunt};

// What has notes of its own comes first; a folder's shape alone is shared by several tools.
constinit const std::array<const Layout*, 8> layouts{&mailmendLayout, &huntLayout,     &velociraptorLayout,
                                                     &lockedLayout,   &kapeLayout,     &cylrLayout,
                                                     &acquireLayout,  &plainCopyLayout};

} // namespace

std::span<const Layout* const> collectionLayouts()
{
    return layouts;
}

Outline outline(ContainerPointer container, const CancelToken& cancel, const QList<QByteArray>& prefix)
{
    Outline seen;
    seen.prefix = prefix;
    const bool both = container->bothSlashes();
    container->list(cancel, [&](const Member& member) {
        ++seen.members;
        const auto components = splitMemberName(member.name, both);
        if (!components) {
            ++seen.refused;
            if (seen.refusedExamples.size() < 5) {
                seen.refusedExamples.append(displayBytes(member.name));
            }
            return true;
        }
        const qsizetype depth = prefix.size();
        if (components->size() <= depth || components->first(depth) != prefix) {
            return true;
        }
        if (components->size() == depth + 1) {
            if (seen.rootFiles.size() < maxRootNames) {
                seen.rootFiles.insert(components->at(depth), member.index);
            }
        } else if (seen.rootFolders.size() < maxRootNames) {
            seen.rootFolders.insert(components->at(depth));
        }
        return true;
    });
    seen.container = std::move(container);
    return seen;
}

void forEachMember(const Outline& outline, const CancelToken& cancel,
                   const std::function<void(QList<QByteArray>&& components, const Member& member)>& each)
{
    const bool both = outline.container->bothSlashes();
    const qsizetype depth = outline.prefix.size();
    outline.container->list(cancel, [&](const Member& member) {
        auto components = splitMemberName(member.name, both);
        if (components && components->size() > depth && components->first(depth) == outline.prefix) {
            components->remove(0, depth);
            each(std::move(*components), member);
        }
        return true;
    });
}

CoverageEntry snapshotRow(qint64 files, qint64 bytes)
{
    CoverageEntry row;
    row.source = QStringLiteral("snapshots");
    row.state = ReadState::Skipped;
    row.files = files;
    row.bytes = bytes;
    row.reason = say(MAILMEND_TEXT(
        "evidence", "The collection also holds files from older snapshots of the disk. This version "
                    "does not read these yet."));
    return row;
}

char driveOf(const QByteArray& component)
{
    const bool shaped = component.size() == 1 || (component.size() == 2 && strchr(":$_", component.at(1))) ||
                        (component.size() == 4 && component.mid(1).toUpper() == "%3A");
    const char letter = component.isEmpty() ? '\0' : component.at(0);
    if (!shaped || !((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'))) {
        return 0;
    }
    return static_cast<char>(letter >= 'a' ? letter - 32 : letter);
}

} // namespace mailmend
