// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/loose/loose.h"

#include "base/ids.h"
#include "evidence/collection/layouts.h"
#include "evidence/volume/volume.h"
#include "evidence/volume/volume_files.h"

namespace mailmend {
namespace {

bool claims(const TargetSpec& target)
{
    return target.looseFiles;
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

/** "PK" and one of the record types a zip starts with, an empty one included. */
bool looksLikeZip(const native::Folder& folder, const QByteArray& name)
{
    auto reader = folder.file(name);
    if (!reader) {
        return false;
    }
    char head[4] = {};
    const auto got = (*reader)->read(head);
    const QByteArrayView seen(head, got ? static_cast<qsizetype>(*got) : 0);
    return seen == "PK\3\4" || seen == "PK\5\6" || seen == "PK\7\x08";
}

Result<EvidencePointer> openZipped(const TargetSpec& target, const CancelToken& cancel)
{
    auto container = openZip(target.text);
    if (!container) {
        return cannotOpen(target.text, container.error());
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
    evidence->coverage.append(row);
    evidence->files = {std::make_shared<CollectionFiles>(*container, std::move(files), everythingListed()),
                       row.state, row.reason};
    return EvidencePointer(std::move(evidence));
}

Result<EvidencePointer> open(const TargetSpec& target, const CancelToken& cancel)
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
        const qsizetype slash = folder.lastIndexOf('/');
        volume.onlyName = folder.mid(slash + 1);
        folder = slash > 0 ? folder.first(slash) : QByteArray("/");
    }
    auto root = native::openFolder(folder);
    if (!root) {
        return cannotOpen(target.text, root.error());
    }
    if (!volume.onlyName.isEmpty() && looksLikeZip(**root, volume.onlyName)) {
        return openZipped(target, cancel);
    }
    volume.root = std::move(*root);
    auto evidence = makeEvidence(target, volume.given.nativePath);
    evidence->files = {std::make_shared<VolumeFiles>(QList{volume}), ReadState::Read, {}};
    return EvidencePointer(std::move(evidence));
}

} // namespace

constinit const EvidenceSource looseSource{"loose-files", claims, open};

} // namespace mailmend
