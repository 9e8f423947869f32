// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sources.h"

#include "evidence/collection/collection.h"
#include "evidence/live/live.h"
#include "evidence/loose/loose.h"
#include "evidence/sample/sample.h"
#include "evidence/sample/source.h"
#include "evidence/volume/volume.h"

#include <QDir>

#include <array>

namespace mailmend {
namespace {

constinit const std::array<const EvidenceSource*, 6> sources{
    &sampleSource,     // "sample:", "sample:repaired"
    &liveSource,       // "this-computer"
    &looseSource,      // `scan`, and single files that are no archive
    &lettersSource,    // "C=/mnt/c,D=/mnt/d"
    &collectionSource, // a zip, or a folder of a layout that collectors write
    &volumeSource,     // any other folder
};

/** Also without "." and "..", unless a link on the way gives those another meaning. */
QString absolutePath(const QString& path)
{
    const QString whole = QDir::isAbsolutePath(path) ? path : QDir::currentPath() + QLatin1Char('/') + path;
    const QString clean = QDir::cleanPath(whole);
    return native::canonical(native::toNative(clean)) == native::canonical(native::toNative(whole)) ? clean
                                                                                                    : whole;
}

} // namespace

QString absoluteTarget(const QString& text)
{
    if (native::look(native::toNative(text))) {
        return isSampleTarget(text) ? text : absolutePath(text);
    }
    const auto volumes = readVolumeList(text);
    if (!volumes) {
        return text;
    }
    QStringList parts;
    for (const NamedVolume& volume : *volumes) {
        parts.append(QLatin1Char(volume.letter) + QStringLiteral("=") + absolutePath(volume.path));
    }
    return parts.join(QLatin1Char(','));
}

std::span<const EvidenceSource* const> evidenceSources()
{
    return sources;
}

Result<EvidencePointer> openEvidence(const TargetSpec& target, const CancelToken& cancel)
{
    for (const EvidenceSource* source : evidenceSources()) {
        if (source->claims(target)) {
            return source->open(target, cancel);
        }
    }
    const auto details = native::look(native::toNative(target.text));
    if (!details) {
        return cannotOpen(target.text, details.error());
    }
    return Error{ErrorKind::Unsupported,
                 say(MAILMEND_TEXT("evidence", "{path} is neither a file nor a folder."),
                     {{"path", place(target.text)}}),
                 {},
                 {},
                 {}};
}

} // namespace mailmend
