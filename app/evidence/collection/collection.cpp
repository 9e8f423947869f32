// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/collection.h"

#include "evidence/collection/layouts.h"
#include "evidence/collection/zip_lock.h"
#include "evidence/host/host.h"
#include "evidence/volume/volume.h"

namespace mailmend {
namespace {

Error cancelled()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("evidence", "Opening was cancelled.")), {}, {}, {}};
}

const Layout* recognise(const Outline& seen)
{
    for (const Layout* layout : collectionLayouts()) {
        if (layout->recognises(seen)) {
            return layout;
        }
    }
    return nullptr;
}

/** The layout at the container's root, or below one folder that holds everything, as "compress folder" makes
 * it. */
const Layout* find(Outline& seen, const CancelToken& cancel)
{
    for (int depth = 0; depth < 3; ++depth) {
        if (const Layout* layout = recognise(seen)) {
            return layout;
        }
        if (seen.rootFolders.size() != 1 || !seen.rootFiles.isEmpty()) {
            return nullptr;
        }
        seen = outline(seen.container, cancel, seen.prefix + QList{*seen.rootFolders.begin()});
    }
    return nullptr;
}

/** The row about the collection itself: what of it could not be used. */
CoverageEntry rowFor(const Outline& seen, const OpenedLayout& opened)
{
    CoverageEntry row;
    row.source = QStringLiteral("collection");
    row.files = seen.members;
    row.unreadable = seen.refused + opened.unreadable;
    QList<Text> reasons = opened.troubles;
    if (seen.refused > 0) {
        reasons.prepend(
            say(MAILMEND_TEXT("evidence",
                              "{count} {count|file has a name|files have names} that could lead outside "
                              "the collection and {count|was|were} not opened: {names}."),
                {{"count", count(seen.refused)}, {"names", names(seen.refusedExamples)}}));
    }
    if (const Text trouble = seen.container->trouble(); !trouble.isEmpty()) {
        reasons.append(trouble);
    }
    if (!reasons.isEmpty()) {
        row.state = ReadState::Partly;
        row.reason = reasons.size() == 1
                         ? reasons.first()
                         : say(MAILMEND_TEXT("evidence", "{reasons}"), {{"reasons", sentences(reasons)}});
    }
    return row;
}

/** The drive of Windows gets the letter that its registry gives it. */
void giveLetter(CollectionFiles& files, LoadedHives& hives, OpenedLayout& opened)
{
    const char given = hives.windows.drive();
    const char letter = systemDriveOf(hives);
    if (letter == 0 || letter == given) {
        return;
    }
    if (files.drives().contains(letter)) {
        const auto name = [](char drive) { return place(QString(QLatin1Char(drive)) + QLatin1Char(':')); };
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence", "The registry calls this drive {letter}, but there are other files "
                                          "on {letter}. It is shown as {given}, as it was collected."),
                {{"letter", name(letter)}, {"given", name(given)}}));
        return;
    }
    files.moveDrive(given, letter);
    hives.windows = WindowsPath(letter, hives.windows.components());
}

bool hasMarker(const native::Listing& listing)
{
    const bool plainDrive =
        std::any_of(listing.children.begin(), listing.children.end(), [](const native::Child& child) {
            return child.kind == native::Kind::Folder && driveOf(child.name) != 0;
        });
    const bool partOfDisk =
        !childrenNamed(listing, "Windows").isEmpty() && childrenNamed(listing, "Program Files").isEmpty();
    if (!childrenNamed(listing, "Windows").isEmpty()) {
        return partOfDisk;
    }
    Outline seen; // a folder's listing is enough for every layout's first look
    for (const native::Child& child : listing.children) {
        if (child.kind == native::Kind::Folder) {
            seen.rootFolders.insert(child.name);
        } else {
            seen.rootFiles.insert(child.name, 0);
        }
    }
    return plainDrive || recognise(seen) != nullptr;
}

bool claimsContainer(const TargetSpec& target)
{
    const QByteArray path = native::toNative(target.text);
    const auto details = native::look(path);
    if (!details || details->kind != native::Kind::Folder) {
        return details && details->kind == native::Kind::File;
    }
    const auto folder = native::openFolder(path);
    const auto listing = folder ? (*folder)->list(CancelToken()) : Result<native::Listing>(folder.error());
    return listing && hasMarker(*listing);
}

Result<EvidencePointer> openContainer(const TargetSpec& target, const CancelToken& cancel)
{
    const auto details = native::look(native::toNative(target.text));
    const bool isFolder = details && details->kind == native::Kind::Folder;
    if (const auto fits = checkPassphrase(target.text, target.passphrase); !fits) {
        return fits.error();
    }
    auto container =
        isFolder ? openFolderContainer(target.text, cancel) : openZip(target.text, cancel, target.passphrase);
    if (!container) {
        if (container.error().kind == ErrorKind::Cancelled) {
            return container.error();
        }
        if (container.error().kind == ErrorKind::Damaged) {
            return because(container.error(),
                           say(MAILMEND_TEXT("evidence", "{path} could not be opened as a zip file."),
                               {{"path", place(target.text)}}));
        }
        return cannotOpen(target.text, container.error());
    }
    return openCollection(std::move(*container), target.text, QStringLiteral("collection"), cancel);
}

} // namespace

constinit const EvidenceSource collectionSource{"collection", claimsContainer, openContainer};

Result<EvidencePointer> openCollection(ContainerPointer container, const QString& path, const QString& kind,
                                       const CancelToken& cancel)
{
    Outline seen = outline(std::move(container), cancel);
    const Layout* layout = find(seen, cancel);
    if (cancel.isCancelled()) {
        return cancelled();
    }
    if (layout == nullptr) {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence", "{path} is not laid out like anything a collector we know makes."),
                {{"path", place(path)}}),
            say(MAILMEND_TEXT("evidence", "To look at the files as they are, use scan.")),
            {},
            {}};
    }
    auto opened = layout->read(seen, cancel);
    if (!opened) {
        return opened.error();
    }
    auto evidence = std::make_shared<Evidence>();
    evidence->target.kind = kind;
    evidence->target.path = path;
    auto files =
        std::make_shared<CollectionFiles>(seen.container, std::move(opened->files), std::move(opened->notes));
    LoadedHives hives = loadHives(*files, files->drives(), cancel);
    if (opened->letterUnknown) {
        giveLetter(*files, hives, *opened);
    }
    const CoverageEntry row = rowFor(seen, *opened);
    evidence->coverage.append(row);
    evidence->coverage.append(opened->coverage);
    evidence->files = {files, row.state, row.reason};
    opened->hints.targetHash = seen.container->fingerprint();
    describeHost(*evidence, hives, opened->hints, cancel);
    if (layout != &plainCopyLayout) {
        HostFact collector;
        collector.key = QStringLiteral("collector");
        collector.label = say(MAILMEND_TEXT("evidence", "Collected with"));
        collector.value = QLatin1String(layout->name);
        collector.source = say(MAILMEND_TEXT("evidence", "The collection's own notes"));
        evidence->target.facts.append(collector);
    }
    if (cancel.isCancelled()) {
        return cancelled();
    }
    return EvidencePointer(std::move(evidence));
}

} // namespace mailmend
