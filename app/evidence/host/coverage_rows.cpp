// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

namespace mailmend::host {

namespace {

/** One kind of log: where it lies and what its files are called. */
struct LogSource
{
    const char* row;
    QList<WindowsPath> folders;
    QList<QByteArray> examples; ///< names that a collector must have asked for
    Text unknown;               ///< why the folders are not known, where they are none
    qint64 files = 0;
    qint64 bytes = 0;
    qint64 troubles = 0;
    Text firstTrouble;
};

QList<LogSource> logSources(const Evidence& evidence)
{
    const WindowsPath system = evidence.folders.windows.joined(u"System32");
    QList<WindowsPath> iisFolders;
    Text whyNoIis;
    if (evidence.iis) {
        iisFolders = evidence.iis->logFolders;
        whyNoIis =
            say(MAILMEND_TEXT("evidence", "The IIS configuration names no log folder that we can find."));
    } else {
        // Without the configuration the usual folder is counted where it exists, but its absence proves
        // nothing.
        iisFolders = {evidence.folders.systemDrive.joined(u"inetpub\\logs\\LogFiles")};
    }
    QList<LogSource> sources{{"iis-logs", iisFolders, {"u_ex210303.log"}, whyNoIis, 0, 0, 0, {}}};
    const bool placed = evidence.exchange && !evidence.exchange->folder.isEmpty();
    const auto below = [&evidence, placed](QStringView path) {
        return placed ? QList<WindowsPath>{evidence.exchange->folder.joined(path)} : QList<WindowsPath>{};
    };
    const Text whyNoExchange = evidence.exchange.reason;
    sources.append({"httpproxy-logs",
                    below(u"Logging\\HttpProxy"),
                    {"HttpProxy_2021030300-1.LOG"},
                    whyNoExchange,
                    0,
                    0,
                    0,
                    {}});
    sources.append({"ecp-logs",
                    below(u"Logging\\ECP\\Server"),
                    {"ECPServer20210303-1.LOG"},
                    whyNoExchange,
                    0,
                    0,
                    0,
                    {}});
    sources.append({"oab-logs",
                    below(u"Logging\\OABGeneratorLog"),
                    {"OABGenerator20210303-1.LOG"},
                    whyNoExchange,
                    0,
                    0,
                    0,
                    {}});
    sources.append({"powershell-logs",
                    below(u"Logging\\CmdletInfra"),
                    {"Rps_Http_20210303-1.LOG"},
                    whyNoExchange,
                    0,
                    0,
                    0,
                    {}});
    sources.append({"event-logs", {system.joined(u"winevt\\Logs")}, {"Application.evtx"}, {}, 0, 0, 0, {}});
    sources.append({"scheduled-tasks", {system.child("Tasks")}, {"Task"}, {}, 0, 0, 0, {}});
    return sources;
}

/** One walk for all kinds of logs: a collection is gone through once. */
void countFiles(QList<LogSource>& sources, const Files& files, const CancelToken& cancel)
{
    std::vector<WalkRoot> roots;
    for (const LogSource& source : sources) {
        for (const WindowsPath& folder : source.folders) {
            roots.push_back({folder, true});
        }
    }
    const auto sourceOf = [&sources](const WindowsPath& path) -> LogSource* {
        for (LogSource& source : sources) {
            for (const WindowsPath& folder : source.folders) {
                if (path.isWithin(folder)) {
                    return &source;
                }
            }
        }
        return nullptr;
    };
    QList<WalkedFolder> troubles;
    files.walk(
        roots, cancel,
        [&sourceOf](FileEntry&& entry) {
            if (LogSource* source = sourceOf(entry.path)) {
                ++source->files;
                source->bytes += entry.size;
            }
            return true;
        },
        troubles);
    for (const WalkedFolder& folder : troubles) {
        if (LogSource* source = sourceOf(folder.folder)) {
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
    QList<LogSource> sources = logSources(evidence);
    if (evidence.files) {
        countFiles(sources, *evidence.files.part, cancel);
    }
    for (const LogSource& source : sources) {
        CoverageEntry row;
        row.source = QLatin1String(source.row);
        row.files = source.files;
        row.bytes = source.bytes;
        row.unreadable = source.troubles;
        if (source.files > 0) {
            row.state = ReadState::Skipped;
            row.reason = say(MAILMEND_TEXT("evidence", "This version does not read these yet."));
        } else {
            const FolderState state = evidence.files
                                          ? whyNone(source, *evidence.files.part)
                                          : FolderState{evidence.files.state, evidence.files.reason};
            row.state =
                source.troubles > 0 && state.state == ReadState::Missing ? ReadState::Partly : state.state;
            row.reason = source.troubles > 0 ? source.firstTrouble : state.reason;
        }
        evidence.coverage.append(row);
    }
}

} // namespace mailmend::host
