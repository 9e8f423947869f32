// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/volume.h"

#include "base/sha256.h"
#include "evidence/host/host.h"
#include "evidence/volume/volume_files.h"

#include <QRegularExpression>

namespace mailmend {
namespace {

bool startsWithLetter(const QString& text)
{
    static const QRegularExpression letter(QStringLiteral("^[A-Za-z]=."));
    return letter.match(text).hasMatch();
}

bool claimsLetters(const TargetSpec& target)
{
    return startsWithLetter(target.text) && !native::look(native::toNative(target.text));
}

bool claimsFolder(const TargetSpec& target)
{
    const auto details = native::look(native::toNative(target.text));
    return details && details->kind == native::Kind::Folder;
}

Result<QList<OpenVolume>> openAll(const QList<NamedVolume>& named)
{
    QList<OpenVolume> volumes;
    for (const NamedVolume& volume : named) {
        const QByteArray path = native::toNative(volume.path);
        auto root = native::openFolder(path);
        if (!root) {
            return cannotOpen(volume.path, root.error());
        }
        volumes.append({{volume.letter, native::canonical(path)}, std::move(*root), {}});
    }
    return volumes;
}

Result<EvidencePointer> openVolumes(const TargetSpec& target, QList<OpenVolume> volumes,
                                    const CancelToken& cancel)
{
    auto evidence = std::make_shared<Evidence>();
    evidence->target.kind = QStringLiteral("volume");
    evidence->target.path = target.text;
    QByteArray hashed;
    QList<char> drives;
    for (OpenVolume& volume : volumes) {
        hashed += volume.given.nativePath + '\0';
        if (volume.given.letter != 0) {
            drives.append(volume.given.letter);
        }
    }
    const bool unnamed = drives.isEmpty();
    if (unnamed) {
        volumes.first().given.letter = 'C';
    }
    auto files = std::make_shared<VolumeFiles>(volumes);
    LoadedHives hives = loadHives(*files, drives, cancel);
    if (const char letter = systemDriveOf(hives); unnamed && letter != 0 && letter != 'C') {
        volumes.first().given.letter = letter;
        hives.windows = WindowsPath(letter, hives.windows.components());
        files = std::make_shared<VolumeFiles>(volumes);
    }
    evidence->files = {files, ReadState::Read, {}};
    HostHints hints;
    hints.targetHash = sha256(hashed);
    describeHost(*evidence, hives, hints, cancel);
    if (cancel.isCancelled()) {
        return Error{
            ErrorKind::Cancelled, say(MAILMEND_TEXT("evidence", "Opening was cancelled.")), {}, {}, {}};
    }
    return EvidencePointer(std::move(evidence));
}

Result<EvidencePointer> openLetters(const TargetSpec& target, const CancelToken& cancel)
{
    const auto named = readVolumeList(target.text);
    if (!named) {
        return named.error();
    }
    auto volumes = openAll(*named);
    if (!volumes) {
        return volumes.error();
    }
    return openVolumes(target, std::move(*volumes), cancel);
}

Result<EvidencePointer> openFolderTarget(const TargetSpec& target, const CancelToken& cancel)
{
    auto volumes = openAll({{0, target.text}});
    if (!volumes) {
        return volumes.error();
    }
    const auto listing = volumes->first().root->list(cancel);
    if (!listing) {
        return cannotOpen(target.text, listing.error());
    }
    if (childrenNamed(*listing, "Windows").isEmpty()) {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence",
                              "{path} holds no Windows folder and nothing that a collector we know left."),
                {{"path", place(target.text)}}),
            say(MAILMEND_TEXT("evidence",
                              "Choose the top folder of the server's disk. If it is another drive of the "
                              "server, say which: {example}. To look at any "
                              "files, use mailmend-cli scan on the console."),
                {{"example", place(native::exampleVolumes())}}),
            {},
            {}};
    }
    return openVolumes(target, std::move(*volumes), cancel);
}

} // namespace

constinit const EvidenceSource lettersSource{"volume", claimsLetters, openLetters};
constinit const EvidenceSource volumeSource{"volume", claimsFolder, openFolderTarget};

QList<native::Child> childrenNamed(const native::Listing& listing, const char* name)
{
    QList<native::Child> found;
    const QByteArray folded = foldName(name);
    for (const native::Child& child : listing.children) {
        if (foldName(child.name) == folded) {
            found.append(child);
        }
    }
    return found;
}

Error cannotOpen(const QString& path, const Error& cause)
{
    if (cause.kind == ErrorKind::TooLarge) {
        return {cause.kind,
                say(MAILMEND_TEXT("evidence", "{path} could not be opened. {why}"),
                    {{"path", place(path)}, {"why", sentence(cause.text)}}),
                cause.hint, cause.detail, std::make_shared<const Error>(cause)};
    }
    const bool denied = cause.kind == ErrorKind::Denied;
    return {cause.kind,
            denied ? say(MAILMEND_TEXT("evidence", "We were not allowed to open {path}."),
                         {{"path", place(path)}})
                   : say(MAILMEND_TEXT("evidence", "{path} could not be opened."), {{"path", place(path)}}),
            denied ? say(MAILMEND_TEXT("evidence", "Give this account the right to read it, then try again."))
                   : say(MAILMEND_TEXT("evidence", "Check the spelling, and whether the disk is connected.")),
            cause.detail, std::make_shared<const Error>(cause)};
}

Result<QList<NamedVolume>> readVolumeList(const QString& text)
{
    const auto bad = [&text](const Text& why) {
        return Error{ErrorKind::BadCall,
                     why,
                     say(MAILMEND_TEXT("evidence", "Write a letter and a folder for each drive: {example}"),
                         {{"example", place(native::exampleVolumes())}}),
                     text,
                     {}};
    };
    static const QRegularExpression comma(QStringLiteral(",(?=[A-Za-z]=)"));
    QList<NamedVolume> volumes;
    for (const QString& part : text.split(comma)) {
        if (!startsWithLetter(part)) {
            return bad(say(MAILMEND_TEXT("evidence", "{part} names no drive."), {{"part", words(part)}}));
        }
        const char letter = part.at(0).toUpper().toLatin1();
        for (const NamedVolume& other : volumes) {
            if (other.letter == letter) {
                return bad(say(MAILMEND_TEXT("evidence", "Drive {letter}: is named twice."),
                               {{"letter", words(QString(QLatin1Char(letter)))}}));
            }
        }
        volumes.append({letter, part.mid(2)});
    }
    return volumes;
}

} // namespace mailmend
