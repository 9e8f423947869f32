// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/loose/loose.h"

#include "base/ids.h"
#include "evidence/collection/layouts.h"
#include "evidence/collection/zip_lock.h"
#include "evidence/loose/content_kind.h"
#include "evidence/loose/survey.h"
#include "evidence/volume/volume.h"
#include "evidence/volume/volume_files.h"

#include <QSet>

#include <tuple>

namespace mailmend {
namespace {

/** The folder of a file and its name in it. */
std::pair<QByteArray, QByteArray> splitPath(const QByteArray& path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return {slash < 0    ? QByteArray(".")
            : slash == 0 ? QByteArray("/")
                         : path.first(slash),
            path.mid(slash + 1)};
}

ContentKind kindOf(const native::Folder& folder, const QByteArray& name)
{
    auto reader = folder.file(name);
    QByteArray head(kContentHead, Qt::Uninitialized);
    const auto got = reader ? (*reader)->read({head.data(), static_cast<size_t>(head.size())})
                            : Result<qint64>(reader.error());
    return got ? contentKindOf(QByteArrayView(head).first(*got)) : ContentKind::Other;
}

/**
 * `scan` looks at anything. `check` takes a single file too, if it is one of those that a server has: a page,
 * a log, a hive. An archive or a disk's image is none, and neither is what calls itself one.
 */
bool claimsLooseFiles(const TargetSpec& target)
{
    if (target.looseFiles) {
        return true;
    }
    const QByteArray path = native::toNative(target.text);
    const auto details = native::look(path);
    static const QSet<QByteArray> containers{".zip",  ".7z",   ".rar", ".tar", ".gz",  ".vhd",
                                             ".vhdx", ".vmdk", ".e01", ".iso", ".img", ".dd"};
    const QByteArray ending = path.mid(qMax(qsizetype(0), path.lastIndexOf('.'))).toLower();
    if (!details || details->kind != native::Kind::File || containers.contains(ending)) {
        return false;
    }
    const auto [folder, name] = splitPath(native::canonical(path));
    const auto opened = native::openFolder(folder);
    const ContentKind kind = opened ? kindOf(**opened, name) : ContentKind::Other;
    return kind != ContentKind::Zip && kind != ContentKind::Other;
}

Error stopped()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("evidence", "Opening was cancelled.")), {}, {}, {}};
}

std::shared_ptr<Evidence> makeEvidence(const TargetSpec& target, const QByteArray& fingerprint)
{
    auto evidence = std::make_shared<Evidence>();
    evidence->looseFiles = true;
    evidence->target.kind = QStringLiteral("loose-files");
    evidence->target.path = target.text;
    evidence->target.id = stableId({"target", fingerprint});
    evidence->target.zone = QTimeZone::utc();
    const Text none = say(MAILMEND_TEXT("evidence", "These are single files, not a server."));
    evidence->registry.reason = none;
    evidence->iis.reason = none;
    evidence->exchange.reason = none;
    return evidence;
}

Result<EvidencePointer> openZipped(const TargetSpec& target, const CancelToken& cancel)
{
    if (const auto fits = checkPassphrase(target.text, target.passphrase); !fits) {
        return fits.error();
    }
    auto container = openZip(target.text, cancel, target.passphrase);
    if (!container) {
        return container.error().kind == ErrorKind::Cancelled ? container.error()
                                                              : cannotOpen(target.text, container.error());
    }
    auto evidence = makeEvidence(target, (*container)->fingerprint());
    const Outline seen = outline(*container, cancel);
    FileTable files;
    forEachMember(seen, cancel, [&files](QList<QByteArray>&& components, const Member& member) {
        CollectedFile file;
        file.path = WindowsPath(0, std::move(components));
        file.member = static_cast<qint64>(member.index);
        file.size = member.size;
        file.modified = member.modified;
        file.timeSource = TimeSource::Container;
        files.add(file);
    });
    CoverageEntry row;
    row.source = QStringLiteral("collection");
    row.target = evidence->target.id;
    row.files = seen.members;
    row.unreadable = seen.refused;
    if (seen.refused > 0) {
        row.state = ReadState::Partly;
        row.reason =
            say(MAILMEND_TEXT("evidence",
                              "{count} {count|file has a name|files have names} that could lead outside "
                              "the collection and {count|was|were} not opened: {names}."),
                {{"count", count(seen.refused)}, {"names", names(seen.refusedExamples)}});
    }
    if (const Text trouble = (*container)->trouble(); !trouble.isEmpty()) {
        row.state = ReadState::Partly;
        row.reason = row.reason.isEmpty() ? trouble
                                          : say(MAILMEND_TEXT("evidence", "{reasons}"),
                                                {{"reasons", sentences({row.reason, trouble})}});
    }
    evidence->coverage.append(row);
    evidence->files = {std::make_shared<CollectionFiles>(*container, std::move(files), everythingListed()),
                       row.state, row.reason};
    surveyLooseFiles(*evidence, cancel);
    if (cancel.isCancelled()) {
        return stopped();
    }
    return EvidencePointer(std::move(evidence));
}

Result<EvidencePointer> openLooseFiles(const TargetSpec& target, const CancelToken& cancel)
{
    const QByteArray path = native::toNative(target.text);
    const auto details = native::look(path);
    if (!details) {
        return cannotOpen(target.text, details.error());
    }
    OpenVolume volume;
    volume.given.nativePath = native::canonical(path);
    QByteArray folder = volume.given.nativePath;
    if (details->kind != native::Kind::Folder) {
        std::tie(folder, volume.onlyName) = splitPath(volume.given.nativePath);
    }
    auto root = native::openFolder(folder);
    if (!root) {
        return cannotOpen(target.text, root.error());
    }
    if (!volume.onlyName.isEmpty() && kindOf(**root, volume.onlyName) == ContentKind::Zip) {
        return openZipped(target, cancel);
    }
    volume.root = std::move(*root);
    auto evidence = makeEvidence(target, volume.given.nativePath);
    evidence->files = {std::make_shared<VolumeFiles>(QList{volume}), ReadState::Read, {}};
    surveyLooseFiles(*evidence, cancel);
    if (cancel.isCancelled()) {
        return stopped();
    }
    return EvidencePointer(std::move(evidence));
}

} // namespace

constinit const EvidenceSource looseSource{"loose-files", claimsLooseFiles, openLooseFiles};

} // namespace mailmend
