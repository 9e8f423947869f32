// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/hives.h"

namespace mailmend {
namespace {

constexpr qsizetype maxCandidates = 8;

ReadState stateFor(const Error& error)
{
    return error.kind == ErrorKind::Denied ? ReadState::Denied : ReadState::Partly;
}

/** Why there is no such file, as far as the folder's state tells. */
void explainAbsence(LoadedHive& loaded, const Files& files, const WindowsPath& folder)
{
    const QByteArray name = hiveName(loaded.which);
    const FolderState state = files.folderState(folder, {name});
    if (state.state == ReadState::Read) {
        loaded.state.state = ReadState::Missing;
        loaded.state.reason = say(MAILMEND_TEXT("evidence", "There is no registry file {path}."),
                                  {{"path", place(folder.child(name).display())}});
        return;
    }
    loaded.state.state = state.state;
    loaded.state.reason =
        say(MAILMEND_TEXT("evidence", "The registry file {path} was not found. {why}"),
            {{"path", place(folder.child(name).display())}, {"why", sentence(state.reason)}});
}

LoadedHive loadHive(RegistryHive which, const Files& files, const WindowsPath& folder,
                    const CancelToken& cancel)
{
    LoadedHive best;
    best.which = which;
    best.state.hive = which;
    const QByteArray name = hiveName(which);
    QList<QByteArray> logs;
    for (const char* extension : {".LOG1", ".LOG2", ".LOG"}) {
        for (const FileEntry& entry : files.find(folder.child(name + extension))) {
            if (logs.size() >= maxCandidates) {
                break;
            }
            if (auto log = readWhole(files, entry, hiveLogBound); log && !log->isEmpty()) {
                logs.append(std::move(*log));
            }
        }
    }
    const QList<FileEntry> entries = files.find(folder.child(name));
    if (entries.isEmpty()) {
        explainAbsence(best, files, folder);
        return best;
    }
    // Of several files of one name, the last whole one counts: a collector that tried twice stored the good
    // one last.
    for (qsizetype i = entries.size() - 1;
         i >= 0 && entries.size() - i <= maxCandidates && !cancel.isCancelled(); --i) {
        auto content = readWhole(files, entries.at(i), hiveBound);
        const qint64 size = content ? content->size() : entries.at(i).size;
        auto hive = content ? Hive::open(std::move(*content), logs, cancel) : Result<Hive>(content.error());
        if (!hive) {
            if (!best.hive && best.state.reason.isEmpty()) {
                best.state.state = stateFor(hive.error());
                best.state.reason = hive.error().text;
                best.state.bytes = size;
            }
            continue;
        }
        if (best.hive && (best.state.state == ReadState::Read || hive->state() != ReadState::Read)) {
            continue;
        }
        best.state = hive->describe(which);
        best.hive = std::move(*hive);
        best.files = 1 + logs.size();
    }
    if (best.hive) {
        best.newest = best.hive->lastWritten();
    }
    return best;
}

} // namespace

bool LoadedHives::any() const
{
    return live != nullptr || std::any_of(all.begin(), all.end(),
                                          [](const LoadedHive& loaded) { return loaded.hive.has_value(); });
}

const char* hiveName(RegistryHive which)
{
    switch (which) {
    case RegistryHive::Software:
        return "SOFTWARE";
    case RegistryHive::System:
        return "SYSTEM";
    case RegistryHive::Sam:
        return "SAM";
    }
    return "";
}

const char* coverageSource(RegistryHive which)
{
    switch (which) {
    case RegistryHive::Software:
        return "registry-software";
    case RegistryHive::System:
        return "registry-system";
    case RegistryHive::Sam:
        return "registry-sam";
    }
    return "";
}

char systemDriveOf(const LoadedHives& hives)
{
    const LoadedHive& software = hives[RegistryHive::Software];
    if (!software.hive) {
        return 0;
    }
    const RegistryAnswer answer = software.hive->key(u"Microsoft\\Windows NT\\CurrentVersion");
    const RegistryValue* root = answer.key.value(u"SystemRoot");
    const auto path = WindowsPath::parse(root ? root->text().value_or(QString()) : QString());
    return path ? path->drive() : '\0';
}

LoadedHives loadHives(const Files& files, const QList<char>& drives, const CancelToken& cancel)
{
    LoadedHives hives;
    const auto configOf = [](const WindowsPath& windows) { return windows.joined(u"System32\\config"); };
    for (const char drive : drives.isEmpty() ? QList<char>{'C'} : drives) {
        const WindowsPath windows(drive, {"Windows"});
        if (hives.windows.isEmpty()) {
            hives.windows = windows;
        }
        const bool holdsOne = !files.find(configOf(windows).child("SYSTEM")).isEmpty() ||
                              !files.find(configOf(windows).child("SOFTWARE")).isEmpty();
        if (holdsOne) {
            hives.windows = windows;
            break;
        }
    }
    for (const RegistryHive which : {RegistryHive::Software, RegistryHive::System, RegistryHive::Sam}) {
        hives.all[static_cast<size_t>(which)] = loadHive(which, files, configOf(hives.windows), cancel);
    }
    return hives;
}

} // namespace mailmend
