// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"
#include "evidence/host/log_sources.h"

namespace mailmend::host {

namespace {

/** One kind of log and what was seen of it. */
struct CountedSource
{
    LogSource source;
    qint64 files = 0;
    qint64 bytes = 0;
    qint64 troubles = 0;
    Text firstTrouble;
};

/** One walk for all kinds of logs: a collection is gone through once. */
void countFiles(QList<CountedSource>& sources, const Files& files, const CancelToken& cancel)
{
    std::vector<WalkRoot> roots; // a pass each: what counts is under which name a log lies
    for (const CountedSource& counted : sources) {
        for (const WindowsPath& folder : counted.source.folders) {
            roots.push_back({folder, true, WalkRoot::firstNamed + static_cast<int>(roots.size())});
        }
    }
    const auto sourceOf = [&sources](const WindowsPath& path) -> CountedSource* {
        for (CountedSource& counted : sources) {
            for (const WindowsPath& folder : counted.source.folders) {
                if (path.isWithin(folder)) {
                    return &counted;
                }
            }
        }
        return nullptr;
    };
    QList<WalkedFolder> troubles;
    files.walk(
        roots, cancel,
        [&sourceOf](FileEntry&& entry) {
            if (CountedSource* source = sourceOf(entry.path)) {
                ++source->files;
                source->bytes += entry.size;
            }
            return true;
        },
        troubles);
    for (const WalkedFolder& folder : troubles) {
        if (CountedSource* source = sourceOf(folder.folder)) {
            if (source->troubles++ == 0) {
                source->firstTrouble = folder.state.reason;
            }
        }
    }
}

/** Why there are no files: not there, not collected, denied, or an empty folder. */
FolderState whyNone(const LogSource& source, const Files& files)
{
    if (source.folders.isEmpty()) {
        return {ReadState::Missing, source.unknown};
    }
    for (const WindowsPath& folder : source.folders) {
        const FolderState state = files.folderState(folder, source.examples);
        if (state.state != ReadState::Read) {
            return state;
        }
    }
    return {ReadState::Missing, say(MAILMEND_TEXT("evidence", "No files were found in {path}."),
                                    {{"path", place(source.folders.first().display())}})};
}

} // namespace

void coverHives(Evidence& evidence, const LoadedHives& hives)
{
    for (const LoadedHive& loaded : hives.all) {
        CoverageEntry row;
        row.source = QLatin1String(coverageSource(loaded.which));
        row.state = loaded.state.state;
        row.reason = loaded.state.reason;
        row.files = loaded.files;
        row.bytes = loaded.state.bytes;
        row.last = loaded.newest;
        row.unreadable =
            loaded.state.state == ReadState::Partly || loaded.state.state == ReadState::Denied ? 1 : 0;
        evidence.coverage.append(row);
    }
}

void coverLogs(Evidence& evidence, const CancelToken& cancel)
{
    QList<CountedSource> sources;
    for (const LogSource& source : logSources(evidence)) {
        sources.append({source, 0, 0, 0, {}});
    }
    if (evidence.files) {
        countFiles(sources, *evidence.files.part, cancel);
    }
    for (const CountedSource& source : sources) {
        CoverageEntry row;
        row.source = QLatin1String(source.source.row);
        row.files = source.files;
        row.bytes = source.bytes;
        row.unreadable = source.troubles;
        if (source.files > 0) {
            row.state = ReadState::Skipped;
            row.reason = say(MAILMEND_TEXT("evidence", "This version does not read these yet."));
        } else {
            const FolderState state = evidence.files
                                          ? whyNone(source.source, *evidence.files.part)
                                          : FolderState{evidence.files.state, evidence.files.reason};
            row.state =
                source.troubles > 0 && state.state == ReadState::Missing ? ReadState::Partly : state.state;
            row.reason = source.troubles > 0 ? source.firstTrouble : state.reason;
        }
        evidence.coverage.append(row);
    }
}

} // namespace mailmend::host
